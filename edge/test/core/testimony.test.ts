/** What switchboards tell each other of a call: dealt out to several, the visits must weigh what they weigh at one. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PRIOR_CURVE } from "../../src/core/prior-curve.ts";
import {
  type Candidate,
  type KnownCaller,
  type Resolution,
  type ResolveInput,
  resolve,
} from "../../src/core/resolve.ts";
import { joinTestimonies, testify } from "../../src/core/testimony.ts";

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;
const SHARDS_MAX = 8;

interface Holder {
  candidate: Candidate;
  shard: number;
}

const someHolder = (n: number): fc.Arbitrary<Holder> =>
  fc
    .record({
      stay: fc.integer({ min: 0, max: 30 * MINUTE }),
      idle: fc.oneof(fc.integer({ min: 0, max: 30 * MINUTE }), fc.integer({ min: 0, max: 30 * 86_400_000 })),
      visible: fc.boolean(),
      tel: fc.option(fc.integer({ min: 0, max: 5 * MINUTE }), { nil: undefined, freq: 3 }),
      called: fc.boolean(),
      country: fc.constantFrom("GB", "UA", ""),
      shard: fc.nat({ max: SHARDS_MAX - 1 }),
    })
    .map(({ shard, stay, idle, visible, tel, called, country }) => {
      const lastSeenMs = NOW - idle;
      const signals = tel === undefined ? {} : { tel: lastSeenMs - tel };
      const candidate: Candidate = {
        ...{
          visit: `v${n}`,
          visitor: `of-v${n}`,
          leasedAtMs: lastSeenMs - stay,
          lastSeenMs,
          visible,
          signals,
          country,
        },
        ...{ releasedAtMs: null, calledAtMs: called ? lastSeenMs - 1 : null, region: "", device: "mobile" },
      };
      return { candidate, shard };
    });

const someHolders = fc
  .integer({ min: 0, max: 300 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, n) => someHolder(n))));

const someKnown: fc.Arbitrary<KnownCaller | null> = fc.option(
  fc.record({ n: fc.nat({ max: 20 }), confidence: fc.double({ min: 0.1, max: 1, noNaN: true }) }).map((one) => ({
    ...{ visit: `v${one.n}`, visitor: `of-v${one.n}`, calledAtMs: NOW - 60 * MINUTE },
    ...{ number: "+442079460302", confidence: one.confidence },
  })),
);

const call = (fields: Partial<ResolveInput>): ResolveInput => ({
  ...{ atMs: NOW, number: "+442079460301", numberKind: "overflow", callerCountry: "GB", channel: "" },
  ...{ freezeMs: 0, candidates: [], knownCaller: null },
  ...fields,
});

/** The same visits, dealt out to switchboards of which the first is asked and hears the others. */
function divided(holders: readonly Holder[], shards: number, input: ResolveInput, silent: readonly number[] = []) {
  const of = (shard: number) => holders.filter((one) => one.shard % shards === shard).map(({ candidate }) => candidate);
  const visitors = new Set(input.knownCaller ? [input.knownCaller.visitor] : []);
  const heard = [...Array(shards).keys()]
    .filter((shard) => shard > 0 && !silent.includes(shard))
    .map((shard) => testify(of(shard), input, visitors, PRIOR_CURVE));
  const joined = joinTestimonies(of(0), heard, silent.length, input, PRIOR_CURVE);
  const resolution = resolve({ ...input, ...joined, unheard: silent.length }, PRIOR_CURVE);
  return { resolution, heard };
}

const shape = ({ method, visit, runnerUp, beliefs, evidence }: Resolution) => ({
  ...{ method, visit, runnerUp: runnerUp?.visit, evidence, believed: beliefs.map((belief) => belief.visit) },
});

describe("a call at one of several switchboards", () => {
  it("R2 R4 is resolved as it would be at one alone, to the same visit with the same confidence", () => {
    fc.assert(
      fc.property(someHolders, someKnown, fc.constantFrom(2, 8), (holders, knownCaller, shards) => {
        const input = call({ knownCaller });
        const candidates = holders.map(({ candidate }) => candidate);
        const whole = resolve({ ...input, candidates }, PRIOR_CURVE);
        const { resolution } = divided(holders, shards, input);
        expect(shape(resolution)).toEqual(shape(whole));
        expect(resolution.confidence).toBeCloseTo(whole.confidence, 9);
      }),
      { numRuns: 300 },
    );
  });

  it("hears of no more than a handful of visits from each, however many were shown the number", () => {
    fc.assert(
      fc.property(someHolders, fc.constantFrom(2, 8), (holders, shards) => {
        const { heard } = divided(holders, shards, call({}));
        for (const { candidates } of heard) expect(candidates.length).toBeLessThanOrEqual(25);
      }),
    );
  });

  it("R2 a switchboard that says nothing makes nobody likelier than they are, and is told of", () => {
    const visits = fc.array(someHolder(0), { minLength: 400, maxLength: 400 }).map((holders) =>
      holders.map((one, n) => ({
        shard: n % 4,
        candidate: { ...one.candidate, visit: `v${n}`, visitor: `of-v${n}` },
      })),
    );
    let [believed, wholly] = [0, 0];
    fc.assert(
      fc.property(visits, (holders) => {
        const input = call({});
        const candidates = holders.map(({ candidate }) => candidate);
        const whole = resolve({ ...input, candidates }, PRIOR_CURVE);
        const { resolution } = divided(holders, 4, input, [3]);
        expect(resolution).toMatchObject({ unheard: 1 });
        expect(resolution.evidence.join()).toContain("One switchboard of the site did not answer");
        if (resolution.method === "none" || resolution.visit !== whole.visit) return;
        believed += resolution.confidence;
        wholly += whole.confidence;
      }),
      { numRuns: 100 },
    );
    expect(believed / wholly).toBeGreaterThan(0.9);
    expect(believed / wholly).toBeLessThan(1.1);
  });
});

describe("a pool number that has moved from one switchboard to another", () => {
  it("R4 has been leased on when its next holder got it there, and its earlier holders no longer hold it", () => {
    const holder = (visit: string, minutesAgo: number): Candidate => ({
      ...{
        visit,
        visitor: `of-${visit}`,
        leasedAtMs: NOW - minutesAgo * MINUTE,
        lastSeenMs: NOW - (minutesAgo - 1) * MINUTE,
      },
      ...{
        visible: false,
        releasedAtMs: null,
        signals: {},
        calledAtMs: null,
        country: "GB",
        region: "",
        device: "mobile",
      },
    });
    const [young, old] = [holder("young", 3), holder("old", 20)];
    const input = call({ numberKind: "pool" });
    const heard = [testify([old], input, new Set(), PRIOR_CURVE)];
    const { candidates } = joinTestimonies([young], heard, 0, input, PRIOR_CURVE);
    expect(candidates).toEqual([young, { ...old, releasedAtMs: young.leasedAtMs }]);
  });

  it("a visit that two know of is taken from the one that goes on with it", () => {
    const [{ candidate }] = fc.sample(someHolder(1), 1) as [Holder];
    const copy: Candidate = { ...candidate, copy: true, lastSeenMs: candidate.lastSeenMs - 1 };
    const input = call({});
    for (const [own, others] of [
      [[candidate], [copy]],
      [[copy], [candidate]],
    ] as const) {
      const heard = [testify(others, input, new Set(), PRIOR_CURVE)];
      expect(joinTestimonies(own, heard, 0, input, PRIOR_CURVE).candidates).toEqual([candidate]);
    }
  });
});
