/**
 * The connection of a webhook, and whether the webhook is signed with its secret. A copy of the connection is good
 * enough until it does not fit what has come in; then the latest is asked for before anything is refused.
 */
import { type Connection, type ConnectionSources, Connections } from "../directory/connections.ts";
import { within } from "../directory/deadline.ts";
import type { Env } from "../env.ts";
import { decryptSecrets } from "../secrets.ts";
import { loadConnection, loadEntry } from "../store/connection-snapshot.ts";
import { ADAPTERS } from "../telephony/registry.ts";
import type { Refusal, TelephonyAdapter, Webhook } from "../telephony/types.ts";

const connections = new Connections();

/** A caller waits for the answer: so long may D1 take to say whose a number is. */
const FOREIGN_NUMBER_MS = 700;

export type Found =
  | { kind: "verified"; adapter: TelephonyAdapter; connection: Connection }
  | { kind: "refused"; reason: Refusal }
  | { kind: "unknown" }
  /** Neither the directory nor D1 could be asked, or the secrets could not be read. */
  | { kind: "unreachable" };

/** Finds the connection and checks the signature; again with the latest secret if it does not fit the one at hand. */
export async function findVerified(
  env: Env,
  provider: string,
  id: string,
  webhook: Webhook,
  nowMs: number,
): Promise<Found> {
  try {
    const known = await connections.find(id, sources(env), nowMs);
    const first = await verify(env, provider, known, webhook, nowMs);
    if (first.kind !== "refused") return first;
    const latest = await connections.refresh(id, sources(env), nowMs);
    return latest?.config.secrets === known?.config.secrets
      ? first
      : await verify(env, provider, latest, webhook, nowMs);
  } catch (error) {
    console.error(JSON.stringify({ at: "hooks", connection: id, error: String(error) }));
    return { kind: "unreachable" };
  }
}

/**
 * The connection with the number in it: one that was added a moment ago is not yet in the copy at hand, and one of another
 * connection of the account is in no copy at all.
 */
export async function withNumber(
  env: Env,
  connection: Connection,
  to: string | null,
  nowMs: number,
): Promise<Connection> {
  if (to === null || connection.numbers.has(to)) return connection;
  try {
    const latest = (await connections.refresh(connection.config.id, sources(env), nowMs)) ?? connection;
    if (latest.numbers.has(to)) return latest;
    const entry = await within(FOREIGN_NUMBER_MS, "database", () => loadEntry(env.DB, latest.config, to));
    return entry === null ? latest : { ...latest, numbers: new Map([[to, entry]]) };
  } catch {
    // The call goes to the connection's own destination.
    return connection;
  }
}

/** A connection as its directory has it, for those who are not a provider. */
export async function findConnection(env: Env, id: string, nowMs: number): Promise<Connection | null> {
  return connections.refresh(id, sources(env), nowMs);
}

async function verify(
  env: Env,
  provider: string,
  connection: Connection | null,
  webhook: Webhook,
  nowMs: number,
): Promise<Found> {
  const adapter = ADAPTERS.get(provider);
  if (connection === null || adapter === undefined || connection.config.provider !== provider)
    return { kind: "unknown" };
  // A deleted connection.
  if (connection.config.secrets === "") return { kind: "unknown" };
  const secrets = await decryptSecrets(connection.config.secrets, env);
  const verification = await adapter.verify(webhook, secrets, nowMs);
  return verification.ok ? { kind: "verified", adapter, connection } : { kind: "refused", reason: verification.reason };
}

function sources(env: Env): ConnectionSources {
  return {
    directory: async (id, known) => env.DIRECTORY.get(env.DIRECTORY.idFromName(id)).lookup(known),
    database: async (id) => loadConnection(env.DB, id),
  };
}
