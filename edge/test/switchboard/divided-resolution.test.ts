/**
 * The same visitors and callers at an undivided site and at sites of two and of eight switchboards, one of which is split
 * anew all the while: whose call it is must be answered alike everywhere, with the same confidence and the same words.
 */
import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import fc from "fast-check";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { VisitResponse } from "../../../sdk/src/wire.ts";
import type { SiteConfig } from "../../src/core/config.ts";
import type { Resolution } from "../../src/core/resolve.ts";
import { shardOf } from "../../src/core/shards.ts";
import { routePulse, routeVisit, shardStub } from "../../src/switchboard/route-visit.ts";
import { FLYER, OVERFLOW, poolNumbers, SALES, SUPPORT, siteConfig, view } from "./site.ts";

const START_MS = Date.UTC(2026, 10, 22, 9);
const CODE = "+442079460395";
const VISITORS = 12;
const RUNS = 8;

let sites = 0;
let calls = 0;

type Operation =
  | { op: "visit"; visitor: number }
  | { op: "pulse"; visitor: number; type: "alive" | "hidden" | "end" | "tel" }
  | { op: "call"; caller: number; to: string; code: number | null }
  | { op: "advance"; seconds: number }
  | { op: "reshard"; shards: number };

const visitor = fc.nat({ max: VISITORS - 1 });
const op = <T extends string>(name: T) => fc.constant(name);
const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ op: op("visit"), visitor }) },
  {
    weight: 3,
    arbitrary: fc.record({
      op: op("pulse"),
      visitor,
      type: fc.constantFrom("alive" as const, "hidden" as const, "end" as const, "tel" as const),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      op: op("call"),
      caller: fc.nat({ max: 3 }),
      to: fc.constantFrom(OVERFLOW, OVERFLOW, CODE, FLYER),
      code: fc.option(visitor, { freq: 3 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ op: op("advance"), seconds: fc.oneof(fc.nat(90), fc.nat(9_000)) }) },
  { weight: 1, arbitrary: fc.record({ op: op("reshard"), shards: fc.constantFrom(1, 2, 3, 8) }) },
);

/** A site that has no number of its own for anybody: all visitors are shown the same two. */
class Site {
  readonly key = `divided-${sites++}`;
  #config: Partial<SiteConfig> & { shards: number; version: number };
  #known = 0;
  readonly visits = new Map<number, VisitResponse>();

  constructor(shards: number, change: Partial<SiteConfig> = {}) {
    const numbers = siteConfig("any").numbers.filter(({ pool }) => pool === null);
    const placements = [
      { id: "p1", target: SALES, conditions: {}, action: { pool: "sales" } },
      { id: "p2", target: SUPPORT, conditions: {}, action: { code: CODE } },
    ];
    this.#config = {
      ...{ version: 0, shards, placements },
      numbers: [...numbers, { number: CODE, kind: "code", pool: null, channel: "" }],
      ...change,
    };
  }

  async split(shards: number): Promise<void> {
    this.#known = Math.max(this.#known, shards);
    this.#config = { ...this.#config, shards, version: this.#config.version + 1 };
    for (let shard = 0; shard < this.#known; shard++) {
      const numbers = (this.#config.numbers ?? []).filter(
        ({ number, pool }) => pool === null || shardOf(number, shards) === shard,
      );
      await shardStub(env, this.key, shard).configure(siteConfig(this.key, { ...this.#config, shard, numbers }));
    }
  }

  async open(): Promise<this> {
    await this.split(this.#config.shards);
    return this;
  }

  async visit(n: number): Promise<VisitResponse> {
    const known = this.visits.get(n)?.visit;
    const outcome = await routeVisit(env, view(this.key, n, known === undefined ? {} : { visit: known }));
    if (!outcome.ok) throw new Error(outcome.reason);
    const response = JSON.parse(outcome.body) as VisitResponse;
    this.visits.set(n, response);
    return response;
  }

  async pulse(n: number, type: "alive" | "hidden" | "end" | "tel"): Promise<boolean> {
    const visit = this.visits.get(n)?.visit;
    if (visit === undefined) return false;
    const event = type === "tel" ? { type: "signal" as const, ago: 0, signal: type } : { type, ago: 0 };
    const { request, client } = view(this.key, n);
    const command = { visitor: request.visitor, visit, events: [event], origin: client.origin };
    return (await routePulse(env, this.key, command)).ok;
  }

  /** Told in one event, to the switchboard that the directory names for the number. */
  async call(from: string, to: string, coded: number | null): Promise<Told> {
    const digits = coded === null ? {} : { digits: this.visits.get(coded)?.code ?? "" };
    const event = { callId: `d${calls++}`, atMs: Date.now(), from, to, ...digits };
    const stub = shardStub(env, this.key, shardOf(to, this.#config.shards));
    const { resolution } = await stub.call({ connection: "line", account: "account-1", event });
    // A moment later, the others hear of it.
    await runDurableObjectAlarm(stub);
    if (resolution === null) throw new Error("a call to a known number is resolved");
    return told(resolution, this.visits);
  }
}

interface Told {
  confidence: number;
  rest: object;
}

/** A resolution without what cannot be alike: visits have ids of their own, and the last digits of a sum. */
function told(resolution: Resolution, visits: Map<number, VisitResponse>): Told {
  const { visit: _, runnerUp, beliefs, confidence, ...rest } = resolution;
  const believed = beliefs.map((belief) => [belief.visitor, belief.confidence.toPrecision(6)]);
  const second = [...visits].find(([, { visit }]) => visit === runnerUp?.visit)?.[0] ?? null;
  return { confidence, rest: { ...rest, believed, second } };
}

async function play(site: Site, operation: Operation): Promise<unknown> {
  switch (operation.op) {
    case "visit":
      await site.visit(operation.visitor);
      return;
    case "pulse":
      return site.pulse(operation.visitor, operation.type);
    case "call":
      return site.call(`+44770090010${operation.caller}`, operation.to, operation.code);
    default:
      return;
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime(START_MS);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it("the numbers of these tests are at different switchboards", () => {
  expect(shardOf(OVERFLOW, 2)).not.toBe(shardOf(CODE, 2));
  expect(shardOf(OVERFLOW, 8)).not.toBe(shardOf(CODE, 8));
});

it(`R1 R2 R3 a divided site resolves like an undivided one, in ${RUNS} random histories`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 10, maxLength: 40 }), async (operations) => {
      vi.setSystemTime(START_MS);
      const whole = await new Site(1).open();
      const moving = await new Site(2).open();
      const divided = [await new Site(2).open(), await new Site(8).open(), moving];
      for (const operation of operations) {
        vi.setSystemTime(Date.now() + 1000 * (operation.op === "advance" ? operation.seconds : 1));
        if (operation.op === "reshard") await moving.split(operation.shards);
        const expected = await play(whole, operation);
        for (const site of divided) {
          const found = await play(site, operation);
          if (operation.op !== "call") {
            expect(found).toEqual(expected);
            continue;
          }
          const [a, b] = [found as Told, expected as Told];
          expect(a.rest).toEqual(b.rest);
          expect(a.confidence).toBeCloseTo(b.confidence, 9);
        }
      }
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
});

it("R4 a pool number's holders from before it moved to another switchboard are weighed as if it had not", async () => {
  const [number] = poolNumbers("sales", 0, 8).filter((one) => shardOf(one.number, 2) === 1);
  if (number === undefined) throw new Error("no number moves");
  const at = (shard: number, from = 0): number => {
    for (let n = from; ; n++) if (shardOf(view("", n).request.visitor, 2) === shard) return n;
  };
  const [old, young] = [at(0), at(1)];
  await fc.assert(
    fc.asyncProperty(fc.nat(4_000), fc.nat(4_000), fc.nat(90_000), async (stay, gap, delay) => {
      vi.setSystemTime(START_MS);
      const numbers = [number];
      const [whole, moving] = [await new Site(1, { numbers }).open(), await new Site(1, { numbers }).open()];
      const each = async <T>(act: (site: Site) => Promise<T>) => [await act(whole), await act(moving)] as const;
      for (const [one, seconds] of [
        [old, stay],
        [young, gap],
      ] as const) {
        await each((site) => site.visit(one));
        vi.setSystemTime(Date.now() + seconds * 1000);
        await each((site) => site.pulse(one, "end"));
        // The freeze is over; now the number belongs to the second switchboard.
        vi.setSystemTime(Date.now() + 200_000);
        await moving.split(2);
      }
      vi.setSystemTime(Date.now() + delay * 1000);
      const [expected, found] = await each((site) => site.call("+447700900555", number.number, null));
      expect(found.rest).toEqual(expected.rest);
      expect(found.confidence).toBeCloseTo(expected.confidence, 9);
      expect(JSON.stringify(found.rest)).toMatch(/One other holder|2 holders/);
    }),
    { numRuns: 8 },
  );
});
