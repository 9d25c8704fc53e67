/**
 * Plays a test call: the provider's own signed webhooks, sent through the very code that answers the provider. Nothing
 * is short-cut, so what works here works with the provider, save the provider.
 */
import { defaultRoute } from "../core/plan.ts";
import type { Env } from "../env.ts";
import { decryptSecrets } from "../secrets.ts";
import { ADAPTERS } from "../telephony/registry.ts";
import type { TestCall } from "../telephony/types.ts";
import { findConnection } from "./hook-connection.ts";
import { hooks } from "./hooks.ts";

export type PlayRequest = Pick<TestCall, "to" | "outcome" | "talkSeconds"> & {
  connection: string;
  /** A number that is nobody's when absent. */
  from?: string | undefined;
};

export interface PlayedStep {
  request: { method: string; url: string; body: string };
  response: { status: number; contentType: string; body: string };
}

/** A call that is ready to be played. */
export interface Play {
  /** Id of the call, as `/v1/calls` has it. */
  call: string;
  requests: Request[];
}

/** Signs the webhooks of a call; `null` when the directory has no such connection. */
export async function preparePlay(env: Env, origin: string, play: PlayRequest, nowMs: number): Promise<Play | null> {
  const connection = await findConnection(env, play.connection, nowMs);
  const adapter = connection === null ? undefined : ADAPTERS.get(connection.config.provider);
  if (connection === null || adapter === undefined || connection.config.secrets === "") return null;
  const { config, numbers } = connection;
  const { destination } = numbers.get(play.to) ?? defaultRoute(config.destination);
  const callId = adapter.testCallId(crypto.randomUUID().replaceAll("-", ""));
  const requests = await adapter.play(
    {
      callId,
      from: play.from ?? nobody(),
      to: play.to,
      destination,
      outcome: play.outcome,
      talkSeconds: play.talkSeconds,
    },
    { baseUrl: `${origin}/hooks/${config.provider}/${config.id}`, to: play.to },
    await decryptSecrets(config.secrets, env),
    nowMs,
  );
  return { call: `${config.id}:${callId}`, requests };
}

/** Sends one webhook, and tells what was said. */
export async function playStep(env: Env, context: ExecutionContext, request: Request): Promise<PlayedStep> {
  const { method, url } = request;
  // Not `text()`: the runtime warns of it where the body is a form.
  const body = new TextDecoder().decode(await request.clone().arrayBuffer());
  const response = await hooks.fetch(request, env, context);
  const contentType = response.headers.get("content-type") ?? "";
  return {
    request: { method, url, body },
    response: { status: response.status, contentType, body: await response.text() },
  };
}

/**
 * A number from the range that Ofcom keeps for drama. Another one each time: the same would soon be a known caller.
 * https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbers-for-drama
 */
function nobody(): string {
  const [random = 0] = crypto.getRandomValues(new Uint16Array(1));
  return `+447700900${String(random % 1000).padStart(3, "0")}`;
}
