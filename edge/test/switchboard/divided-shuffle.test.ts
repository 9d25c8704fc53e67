/** W1 at a site of several switchboards: the webhooks of a call in any order, and every visit it was ever found to be of. */
import { runInDurableObject } from "cloudflare:test";
import fc from "fast-check";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { VisitResponse } from "../../../sdk/src/wire.ts";
import type { CallEvent } from "../../src/core/call.ts";
import { CODE, openDivided, visitDivided, visitorAt } from "./divided-site.ts";
import { stubOf } from "./site.ts";

const START_MS = Date.UTC(2100, 0, 1);
const SHARDS = [0, 1, 2];
const CALLER = "+447700900123";

/** An event of the call, its times in seconds of the play; whose code was given, and whether an alarm comes after it. */
interface Said {
  atMs: number;
  startedAtMs?: number | undefined;
  from?: string | undefined;
  to?: string | undefined;
  status?: CallEvent["status"];
  code?: number | undefined;
  alarm: boolean;
}

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
const said: fc.Arbitrary<Said> = fc.record({
  atMs: fc.integer({ min: 10, max: 800 }),
  startedAtMs: maybe(fc.integer({ min: 10, max: 800 })),
  from: maybe(fc.constant(CALLER)),
  to: maybe(fc.constant(CODE)),
  status: maybe(fc.constantFrom("ringing" as const, "answered" as const, "completed" as const)),
  code: fc.option(fc.constantFrom(...SHARDS), { nil: undefined, freq: 1 }),
  alarm: fc.boolean(),
});

/** Visitors of all switchboards come one after the other; then the events do. Returns what is known in the end. */
async function play(events: readonly Said[]): Promise<object> {
  vi.setSystemTime(START_MS);
  const site = await openDivided();
  const visits: VisitResponse[] = [];
  for (const shard of SHARDS) {
    vi.setSystemTime(START_MS + 200_000 * shard);
    visits.push(await visitDivided(site, visitorAt(shard)));
  }
  vi.setSystemTime(START_MS + 900_000);
  const judge = stubOf(site, 0);
  const alarm = () => runInDurableObject(judge, (switchboard) => switchboard.alarm());
  for (const one of events) {
    await judge.call({ connection: "line", account: "account-1", event: eventOf(one, visits), stray: true });
    if (one.alarm) await alarm();
  }
  await alarm();
  const row = await judge.readCall("line:shuffled");
  const called = await Promise.all(
    visits.map(({ visit }, shard) =>
      runInDurableObject(stubOf(site, shard), (_, { storage }) =>
        storage.sql.exec("SELECT called_at FROM visit WHERE id = ?", visit).one(),
      ),
    ),
  );
  const { visitId, runnerUp, version: _, siteId: __, digits: ___, ...facts } = row ?? { visitId: null, runnerUp: null };
  const name = (id: string | null | undefined) => visits.findIndex(({ visit }) => visit === id);
  return { ...facts, visit: name(visitId), second: name(runnerUp?.visit), called };
}

function eventOf({ atMs, startedAtMs, from, to, status, code }: Said, visits: readonly VisitResponse[]): CallEvent {
  const given = {
    ...{ startedAtMs: startedAtMs === undefined ? undefined : START_MS + startedAtMs * 1000, from, to, status },
    digits: code === undefined ? undefined : visits[code]?.code,
  };
  const facts = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { callId: "shuffled", atMs: START_MS + atMs * 1000, ...facts };
}

/** The call turns out to have begun later than was thought: the visit that was told of it says so when it is asked again. */
const ANSWERED: Said = { atMs: 239, startedAtMs: 686, from: CALLER, to: CODE, status: "answered", alarm: false };
const RINGING: Said = { atMs: 403, from: CALLER, to: CODE, status: "ringing", alarm: true };
const FOUND: [Said[], Said[]] = [
  [ANSWERED, RINGING],
  [RINGING, RINGING, ANSWERED, ANSWERED],
];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

it("W1 a call's webhooks in any order, repeated, mark the same visit as having called, wherever it is, and no other", async () => {
  const orders = fc
    .array(said, { minLength: 1, maxLength: 5 })
    .chain((events) =>
      fc.tuple(fc.constant(events), fc.shuffledSubarray([...events, ...events], { minLength: 2 * events.length })),
    );
  await fc.assert(
    fc.asyncProperty(orders, async ([once, shuffled]) => {
      expect(await play(shuffled)).toEqual(await play(once));
    }),
    { numRuns: 12, examples: [[FOUND]], endOnFailure: true },
  );
});
