/** W1 at the real object: the webhooks of a call in any order and any number of times, and pulses that come twice. */
import { runInDurableObject } from "cloudflare:test";
import fc from "fast-check";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { VisitResponse } from "../../../sdk/src/wire.ts";
import type { CallEvent } from "../../src/core/call.ts";
import type { SiteConfig } from "../../src/core/config.ts";
import type { Switchboard } from "../../src/switchboard/switchboard.ts";
import { poolNumbers, SALES, siteConfig, stubOf, view } from "./site.ts";

const START_MS = Date.UTC(2026, 10, 22, 9);
const RUNS = 150;
/** When the visitors of a number had it: one after the other, and the first had called before. Seconds. */
const TURNS = [0, 300, 600];
const STAY = 40;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: START_MS });
});
afterEach(() => {
  vi.useRealTimers();
});

const numberOf = (play: number) => `+4420794${String(70_000 + play)}`;
const callerOf = (play: number, who: number) => `+4479${who}${String(1_000_000 + play)}`;

/** A pool of one number for each play, so that all plays have one switchboard and nothing to do with each other. */
function playground(): SiteConfig {
  const config = siteConfig("shuffle");
  const plays = [...Array(2 * RUNS).keys()];
  const rest = { freezeMs: 30_000, freezeAfterCallMs: 30_000, overflow: null };
  return {
    ...config,
    pools: plays.map((play) => ({ id: `pool-${play}`, name: "", ...rest })),
    numbers: plays.map((play) => ({ number: numberOf(play), kind: "pool", pool: `pool-${play}`, channel: "" })),
    placements: plays.map((play) => ({
      ...{ id: `placement-${play}`, target: SALES },
      ...{ conditions: { landing: [`/${play}/`] }, action: { pool: `pool-${play}` } },
    })),
  };
}

/** An event of the call, times in seconds of the play, parties by number. */
type Said = Omit<CallEvent, "callId" | "from" | "to"> & { from?: number | null; to?: 0 | 1 };

class Play {
  readonly #instance: Switchboard;
  readonly #sql: SqlStorage;
  readonly #play: number;
  readonly #startMs: number;
  readonly #names = new Map<string, string>();

  constructor(instance: Switchboard, sql: SqlStorage, play: number) {
    this.#instance = instance;
    this.#sql = sql;
    this.#play = play;
    this.#startMs = START_MS + play * 3_600_000;
  }

  /** Three visitors have the number in turn, the first calls; then the events come. Returns all that is known in the end. */
  async run(events: readonly Said[]): Promise<unknown> {
    for (const [n, seconds] of TURNS.entries()) await this.#stay(n, seconds);
    this.#at(900);
    for (const event of events) await this.#send("call", event);
    return this.#known();
  }

  async #stay(n: number, seconds: number): Promise<void> {
    this.#at(seconds);
    const page = { url: `https://shop.example/${this.#play}/`, referrer: "" };
    const { request, client } = view("shuffle", this.#play * TURNS.length + n, { page });
    const outcome = await this.#instance.visit({ request, client });
    if (!outcome.ok) throw new Error(outcome.reason);
    const { visit, swaps } = JSON.parse(outcome.body) as VisitResponse;
    expect(swaps[0]?.number).toBe(numberOf(this.#play));
    this.#names.set(visit, `visit ${n}`).set(request.visitor, `visitor ${n}`);
    this.#at(seconds + STAY);
    const events = [
      { type: "signal" as const, ago: 5_000, signal: "tel" as const },
      { type: "end" as const, ago: 0 },
    ];
    await this.#instance.pulse({ visitor: request.visitor, visit, events, origin: client.origin });
    if (n === 0) await this.#send("earlier", { atMs: STAY, from: 0, to: 0, status: "missed" });
  }

  async #send(callId: string, said: Said): Promise<void> {
    const { from, to, atMs, startedAtMs, endedAtMs, ...facts } = said;
    const time = (seconds: number) => this.#startMs + seconds * 1000;
    const event: CallEvent = {
      ...facts,
      callId: `${callId}.${this.#play}.`,
      atMs: time(atMs),
      ...(startedAtMs === undefined ? {} : { startedAtMs: time(startedAtMs) }),
      ...(endedAtMs === undefined ? {} : { endedAtMs: time(endedAtMs) }),
      ...(from === undefined ? {} : { from: from === null ? null : callerOf(this.#play, from) }),
      ...(to === undefined ? {} : { to: to === 0 ? numberOf(this.#play) : "+442079460999" }),
    };
    await this.#instance.call({ connection: "line", account: "account-1", event, stray: true });
  }

  #at(seconds: number): void {
    vi.setSystemTime(this.#startMs + seconds * 1000);
  }

  /** Calls, callers and visits as they are stored, in words that are the same in every play. */
  #known(): unknown {
    const read = (query: string, like: string) => this.#sql.exec(query, like).toArray();
    const calls = read("SELECT id, data FROM call WHERE id LIKE ? ORDER BY id", `line:%.${this.#play}.`);
    const callers = read("SELECT * FROM caller WHERE call LIKE ? ORDER BY caller, called_at", `line:%.${this.#play}.`);
    const first = this.#play * TURNS.length;
    const visitors = TURNS.map((_, n) => view("shuffle", first + n).request.visitor);
    const visits = visitors.map(
      (visitor) => read("SELECT visitor, called_at FROM visit WHERE visitor = ?", visitor)[0],
    );
    const unversioned = calls.map(({ id, data }) => ({ id, ...JSON.parse(String(data)), version: 0 }));
    let text = JSON.stringify({ calls: unversioned, callers, visits }).replaceAll(`.${this.#play}.`, "");
    for (const [id, name] of this.#names) text = text.replaceAll(id, name);
    for (const who of [0, 1]) text = text.replaceAll(callerOf(this.#play, who), `caller ${who}`);
    text = text.replaceAll(numberOf(this.#play), "the number");
    return JSON.parse(text.replaceAll(/\b1[78]\d{11}\b/g, (at) => String((Number(at) - this.#startMs) / 1000)));
  }
}

/** Anything between the first visitor's turn and after the last one's. */
const seconds = fc.integer({ min: 10, max: 800 });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
const said: fc.Arbitrary<Said> = fc
  .record({
    atMs: seconds,
    status: maybe(fc.constantFrom("ringing", "answered", "completed", "missed", "busy")),
    from: maybe(fc.constantFrom(0, 1, null)),
    to: maybe(fc.constantFrom(0, 0, 0, 1)),
    startedAtMs: maybe(seconds),
    endedAtMs: maybe(seconds),
    durationSeconds: maybe(fc.nat({ max: 600 })),
    talkSeconds: maybe(fc.nat({ max: 100 })),
    recordingUrl: maybe(fc.constantFrom("https://pbx.example/1.wav", "https://pbx.example/2.wav")),
  })
  .map(({ atMs, ...facts }) => {
    const given = Object.entries(facts).filter(([, value]) => value !== undefined);
    return { atMs, ...Object.fromEntries(given) };
  });

it("W1 the webhooks of a call, repeated and in any order, lead to the same record, resolution and memory of it", async () => {
  const stub = stubOf("shuffle");
  await stub.configure(playground());
  await runInDurableObject(stub, async (instance: Switchboard, { storage }) => {
    let plays = 0;
    const play = (events: readonly Said[]) => new Play(instance, storage.sql, plays++ % (2 * RUNS)).run(events);
    await fc.assert(
      fc.asyncProperty(
        fc.array(said, { minLength: 2, maxLength: 5 }),
        fc.array(fc.nat({ max: 4 }), { maxLength: 10 }),
        async (events, order) => {
          const shuffled = order.flatMap((n) => events[n % events.length] ?? []);
          // Those that have not come yet come last, the last one first.
          const late = events.filter((one) => !shuffled.includes(one)).reverse();
          expect(await play([...shuffled, ...late])).toEqual(await play(events));
        },
      ),
      { numRuns: RUNS, endOnFailure: true },
    );
  });
});

it("W1 pulses that come twice or in another order leave the same number and the same signals", async () => {
  const stub = stubOf("pulses");
  await stub.configure(siteConfig("pulses", { numbers: poolNumbers("sales", 0, 60) }));
  const signals = { seen: 9_000, copy: 6_000, tel: 4_000 };
  const events = Object.entries(signals).map(([signal, ago]) => ({
    type: "signal" as const,
    ago,
    signal: signal as "tel",
  }));
  let visitors = 0;
  await runInDurableObject(stub, async (instance: Switchboard, { storage }) => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...events), { maxLength: 12 }), async (order) => {
        vi.setSystemTime(Date.now() + 1_000);
        const { request, client } = view("pulses", visitors++);
        const outcome = await instance.visit({ request, client });
        if (!outcome.ok) throw new Error(outcome.reason);
        const { visit, swaps } = JSON.parse(outcome.body) as VisitResponse;
        vi.setSystemTime(Date.now() + 10_000);
        const { visitor } = request;
        for (const event of [...order, ...events]) {
          expect(await instance.pulse({ visitor, visit, events: [event], origin: client.origin })).toEqual({
            ok: true,
          });
        }
        const { data } = storage.sql.exec<{ data: string }>("SELECT data FROM visit WHERE id = ?", visit).one();
        const stored = JSON.parse(data) as { signals: Record<string, number>; shown: { number: string }[] };
        const agos = Object.entries(stored.signals).map(([signal, atMs]) => [signal, Date.now() - atMs]);
        expect(Object.fromEntries(agos)).toEqual(signals);
        expect(stored.shown.map(({ number }) => number)).toEqual([swaps[0]?.number]);
      }),
      { numRuns: 50 },
    );
  });
});
