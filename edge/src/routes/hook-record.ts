/**
 * Hands the event of a webhook to its switchboard, else to the spool. Whoever is on the line waits for it only briefly;
 * an event that nobody waits for is acknowledged only once it is durable (W4).
 */
import { type Plan, settle } from "../core/plan.ts";
import type { Connection } from "../directory/connections.ts";
import { pause } from "../directory/deadline.ts";
import { type DeliveryLimits, type DeliveryPorts, deliver } from "../directory/deliver.ts";
import { type Place, type PlacePorts, placeOf } from "../directory/place.ts";
import type { SpooledCall } from "../directory/tables.ts";
import type { Env } from "../env.ts";
import { placesOfAccount } from "../store/number-owner.ts";
import type { ParsedWebhook } from "../telephony/types.ts";

/** Somebody is on the line: a second and a half is what they wait for us at the very worst. */
const WAITING: DeliveryLimits = { callMs: 900, spoolMs: 500 };
/** Nobody waits but a machine. */
const PATIENT: DeliveryLimits = { callMs: 5000, spoolMs: 2000 };
/** Pauses before further attempts to keep an event whose caller could not wait for it, milliseconds. */
const PAUSES_MS = [1000, 4000, 12_000];

type Ports = DeliveryPorts & PlacePorts;

/**
 * `false`: the event is not kept anywhere, and nobody is on the line, so the provider shall send it again. The 503 that
 * follows is the one 5xx that a provider can see, and the failure is ours.
 */
export async function recordCall(
  env: Env,
  context: Pick<ExecutionContext, "waitUntil">,
  connection: Connection,
  read: ParsedWebhook,
  plan: Plan,
): Promise<boolean> {
  if (read.event === null) return true;
  const { id, account } = connection.config;
  const event = settle(read.event, read, plan);
  const ports = portsOf(env, id);
  const isWaiting = read.expects !== "nothing";
  const place = await findPlace(connection, read.to, isWaiting ? null : `${id}:${event.callId}`, ports);
  if (place === "unknown") return false;
  if (place === null) {
    console.warn(JSON.stringify({ at: "hooks", connection: id, call: event.callId, problem: "nobody to tell" }));
    return true;
  }
  const { siteKey, shard } = place;
  const stray = read.to === null || !connection.numbers.has(read.to);
  const command = { connection: id, account, event, ...(stray ? { stray } : {}) };
  const item: SpooledCall = { siteKey, shard, command };
  const { kept } = await deliver(item, ports, isWaiting ? WAITING : PATIENT);
  if (!kept && isWaiting) context.waitUntil(keepTrying(item, ports));
  return kept || isWaiting;
}

async function findPlace(connection: Connection, to: string | null, call: string | null, ports: Ports) {
  try {
    return await placeOf(connection, to, call, ports);
  } catch (error) {
    console.error(JSON.stringify({ at: "hooks", connection: connection.config.id, call, error: String(error) }));
    return "unknown" as const;
  }
}

async function keepTrying(item: SpooledCall, ports: Ports): Promise<void> {
  for (const pauseMs of PAUSES_MS) {
    await pause(pauseMs);
    if ((await deliver(item, ports, PATIENT)).kept) return;
  }
}

function portsOf(env: Env, id: string): Ports {
  const switchboard = ({ siteKey, shard }: Place) =>
    env.SWITCHBOARD.get(env.SWITCHBOARD.idFromName(`${siteKey}/${shard}`));
  return {
    hear: async (item) => switchboard(item).hear(item.command),
    spool: async (item) => env.DIRECTORY.get(env.DIRECTORY.idFromName(id)).spool(item),
    knowsCall: async (place, call) => switchboard(place).knowsCall(call),
    accountPlaces: async (account) => placesOfAccount(env.DB, account),
  };
}
