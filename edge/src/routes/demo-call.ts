/**
 * `/demo/call`: the demo page's button. Plays a call to one of the demo's numbers with pauses, so that it can be watched
 * ringing, being answered and ending. Mounted behind the demo's own guard: it must never answer in a deployment.
 */
import { Hono } from "hono";
import { boundedBody } from "../body.ts";
import { pause } from "../directory/deadline.ts";
import type { Env } from "../env.ts";
import { problem } from "../problem.ts";
import { publicOrigin } from "../public-origin.ts";
import { connectionOfNumber } from "../store/number-owner.ts";
import { readE164 } from "../telephony/formats/e164.ts";
import { jsonObject } from "../telephony/formats/fields.ts";
import { playStep, preparePlay } from "./play-call.ts";

const BODY_BYTES = 4096;
const PAUSE_MS = 1000;
const TALK_SECONDS = 75;

export const demoCall = new Hono<{ Bindings: Env }>();

demoCall.post("/demo/call", boundedBody(BODY_BYTES), async (c) => {
  const asked = jsonObject(await c.req.text()) ?? {};
  const to = number(asked.to);
  const from = number(asked.from);
  if (to === undefined) return problem(c, { status: 422, errors: [{ path: "to", message: "Not a number in E.164" }] });
  const connection = await connectionOfNumber(c.env.DB, to);
  const request = { connection: connection ?? "", to, from, outcome: "answered", talkSeconds: TALK_SECONDS } as const;
  const play = connection === null ? null : await preparePlay(c.env, publicOrigin(c), request, Date.now());
  const [ringing, ...rest] = play?.requests ?? [];
  if (play === null || ringing === undefined)
    return problem(c, { status: 404, detail: `${to} is none of our numbers.` });
  const context = c.executionCtx as ExecutionContext;
  const first = await playStep(c.env, context, ringing);
  context.waitUntil(playRest(c.env, context, rest));
  return c.json({ call: play.call, answer: first.response.body });
});

async function playRest(env: Env, context: ExecutionContext, requests: Request[]): Promise<void> {
  for (const request of requests) {
    await pause(PAUSE_MS);
    const { response } = await playStep(env, context, request);
    if (response.status !== 200) console.error(JSON.stringify({ at: "demo", ...response }));
  }
}

function number(value: unknown): string | undefined {
  return typeof value === "string" ? readE164(value) : undefined;
}
