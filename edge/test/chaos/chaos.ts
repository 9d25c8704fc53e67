/**
 * `npm run chaos`: kills the real local runtime (`kill -9`) at random moments while visitors come, stay, leave and call,
 * and then checks the whole history: no number shared (L1, L2), every answered number kept (L6), every acknowledged
 * call on record once (W4, T1). Takes minutes, so it is not part of the test line. Options: `--kills 20 --seed 1`.
 */
import { parseArgs } from "node:util";
import type { VisitResponse } from "../../../sdk/src/wire.ts";
import { Random } from "../../src/core/simulate/random.ts";
import { calls, incomingCall, numberOf, pulse, twilioRequest, visit } from "../e2e/requests.ts";
import { finish, killAll, type Running, run } from "../e2e/running.ts";
import { breaches, type Entry } from "./history.ts";

const { values } = parseArgs({
  options: { kills: { type: "string", default: "20" }, seed: { type: "string", default: `${Date.now()}` } },
});
const kills = Number(values.kills);
const FREEZE_SECONDS = 2;
const VISITORS = 6;

const random = new Random(Number(values.seed));
const history: Entry[] = [];
const acknowledged = new Set<string>();
const lost: string[] = [];
let arrivals = 0;
let running: Running = await run();
let isUp = true;

/** One person after another on one chair: arrives, stays a little, perhaps calls, leaves. */
async function chair(isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const n = arrivals++;
    let known: VisitResponse | undefined;
    const stays = 1 + Math.floor(random.next() * 4);
    for (let i = 0; i < stays && !isOver(); i++) {
      const before = known;
      known = (await attempt(() => ask(n, before))) ?? known;
      await pause(50 + random.next() * 400);
      if (known && random.next() < 0.3) await attempt(() => ring(known));
    }
    const left = known;
    if (left) await attempt(() => leave(left));
  }
}

/** Does something that a crash may cut short: then nothing was promised. */
async function attempt<T>(action: () => Promise<T>): Promise<T | undefined> {
  while (!isUp) await pause(50);
  return await action().catch(() => undefined);
}

async function ask(n: number, known: VisitResponse | undefined): Promise<VisitResponse> {
  const sentMs = Date.now();
  const response = await visit(running.origin, n, known);
  const number = numberOf(response);
  const receivedMs = Date.now();
  const isPool = response.swaps.some((swap) => swap.number === number && swap.kind === "pool");
  if (number !== null && isPool)
    history.push({ kind: "answered", visitor: response.visitor, number, sentMs, receivedMs });
  const before = known && numberOf(known);
  const wasPool = known?.swaps.some((swap) => swap.number === before && swap.kind === "pool");
  if (known && wasPool && before !== number) lost.push(`${response.visitor} had ${before} and got ${number}`);
  return response;
}

async function leave(known: VisitResponse): Promise<void> {
  const sentMs = Date.now();
  const left = { kind: "seen", visitor: known.visitor, left: true, sentMs } as const;
  try {
    await pulse(running.origin, known, "end");
  } catch (error) {
    // Cut short, it may have been taken all the same: the visitor may be gone since.
    history.push({ ...left, receivedMs: sentMs });
    throw error;
  }
  history.push({ ...left, receivedMs: Date.now() });
}

async function ring(known: VisitResponse | undefined): Promise<void> {
  const number = known && numberOf(known);
  if (!number) return;
  const call = incomingCall(number, `+4477009${String(Math.floor(random.next() * 100_000)).padStart(5, "0")}`);
  const answer = await fetch(twilioRequest(`${running.origin}/hooks/twilio/demo-twilio`, call));
  if (answer.ok) acknowledged.add(call.CallSid ?? "");
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

await shortenFreeze();
let isDone = false;
const chairs = Array.from({ length: VISITORS }, () => chair(() => isDone));
for (let kill = 1; kill <= kills; kill++) {
  await pause(1_000 + random.next() * 3_000);
  isUp = false;
  await killAll(running);
  running = await run(running.state);
  isUp = true;
  console.log(`kill ${kill}: ${history.length} answers and signs of life, ${acknowledged.size} calls so far`);
}
await pause(2_000);
isDone = true;
await Promise.all(chairs);

const recorded = await settled();
const missing = [...acknowledged].filter((sid) => !recorded.has(sid));
const early = breaches(history, FREEZE_SECONDS * 1000);
await finish(running);
console.log(
  `seed ${values.seed}: ${kills} kills, ${arrivals} visitors, ${history.length} answers and signs of life, ${acknowledged.size} calls acknowledged; ` +
    `${early.length} numbers shared, ${lost.length} numbers lost, ${missing.length} calls missing.`,
);
for (const line of [...early, ...lost, ...missing]) console.error(line);
process.exitCode = early.length + lost.length + missing.length > 0 ? 1 : 0;

/** A short freeze, so that numbers change hands often. */
async function shortenFreeze(): Promise<void> {
  const headers = { authorization: "Bearer demo-operator-key", "content-type": "application/json" };
  const { items } = (await (await fetch(`${running.origin}/v1/pools`, { headers })).json()) as {
    items: { id: string }[];
  };
  for (const { id } of items) {
    const body = JSON.stringify({ freezeSeconds: FREEZE_SECONDS });
    const response = await fetch(`${running.origin}/v1/pools/${id}`, { method: "PATCH", headers, body });
    if (!response.ok) throw new Error(`pools: ${response.status} ${await response.text()}`);
  }
}

/** The calls on record once the outbox is empty. Each stands there once: the list is by id. */
async function settled(): Promise<Set<string>> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const found = new Set<string>();
    for (let query = "?limit=200"; ; ) {
      const page = await calls(running.origin, query);
      for (const { id } of page.items) found.add(id.replace("demo-twilio:", ""));
      if (page.next === null) break;
      query = `?limit=200&cursor=${encodeURIComponent(page.next)}`;
    }
    if ([...acknowledged].every((sid) => found.has(sid)) || Date.now() > deadline) return found;
    await pause(500);
  }
}
