import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PRIOR_CURVE } from "../../src/core/prior-curve.ts";
import { type Candidate, type KnownCaller, type ResolveInput, resolve } from "../../src/core/resolve.ts";
import { weigh } from "../../src/core/shares.ts";

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;

const holder = (visit: string, fields: Partial<Candidate> = {}): Candidate => ({
  visit,
  visitor: `of-${visit}`,
  leasedAtMs: NOW - 10 * MINUTE,
  lastSeenMs: NOW - 5_000,
  visible: true,
  releasedAtMs: null,
  signals: {},
  calledAtMs: null,
  country: "GB",
  region: "",
  device: "desktop",
  ...fields,
});
const left = (visit: string, minutesAgo: number, fields: Partial<Candidate> = {}): Candidate =>
  holder(visit, {
    leasedAtMs: NOW - (minutesAgo + 3) * MINUTE,
    lastSeenMs: NOW - minutesAgo * MINUTE,
    visible: false,
    releasedAtMs: NOW - 2 * MINUTE,
    ...fields,
  });
const call = (candidates: Candidate[], fields: Partial<ResolveInput> = {}): ResolveInput => ({
  atMs: NOW,
  number: "+442079460100",
  numberKind: "pool",
  callerCountry: "GB",
  channel: "",
  freezeMs: 2 * MINUTE,
  candidates,
  knownCaller: null,
  ...fields,
});
const known = (visit: string, fields: Partial<KnownCaller> = {}): KnownCaller => ({
  visit,
  visitor: `of-${visit}`,
  calledAtMs: NOW - 60 * MINUTE,
  number: "+442079460100",
  confidence: 0.95,
  ...fields,
});

const someTime = fc.integer({ min: 0, max: 40 * 86_400_000 });
const someCandidate = (visit: string): fc.Arbitrary<Candidate> =>
  fc
    .record({
      stay: fc.integer({ min: 0, max: 30 * MINUTE }),
      idle: fc.oneof(fc.integer({ min: 0, max: 30 * MINUTE }), someTime),
      visible: fc.boolean(),
      released: fc.boolean(),
      tel: fc.option(fc.integer({ min: 0, max: 10 * MINUTE }), { nil: undefined }),
      seen: fc.boolean(),
      called: fc.boolean(),
      device: fc.constantFrom("mobile", "tablet", "desktop", ""),
      country: fc.constantFrom("GB", "UA", ""),
    })
    .map((some) => {
      const lastSeenMs = NOW - some.idle;
      return holder(visit, {
        leasedAtMs: lastSeenMs - some.stay,
        lastSeenMs,
        visible: some.visible,
        releasedAtMs: some.released ? lastSeenMs + 1 : null,
        signals: {
          ...(some.tel === undefined ? {} : { tel: lastSeenMs - some.tel }),
          ...(some.seen ? { seen: lastSeenMs - some.stay } : {}),
        },
        calledAtMs: some.called ? lastSeenMs - 1 : null,
        device: some.device,
        country: some.country,
      });
    });
const someCandidates = fc
  .integer({ min: 0, max: 12 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, n) => someCandidate(`v${n}`))));
const someKnown = fc.option(
  fc.record({
    n: fc.integer({ min: 0, max: 14 }),
    ago: someTime,
    confidence: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { nil: null },
);
const someCall = fc
  .record({ candidates: someCandidates, caller: someKnown, freezeMs: fc.integer({ min: 0, max: 60 * MINUTE }) })
  .map(({ candidates, caller, freezeMs }) =>
    call(candidates, {
      freezeMs,
      knownCaller: caller && known(`v${caller.n}`, { calledAtMs: NOW - caller.ago, confidence: caller.confidence }),
    }),
  );

describe("whose call it is", () => {
  it("R1 every call gets an answer, a confidence between 0 and 1, and evidence in words", () => {
    fc.assert(
      fc.property(someCall, (input) => {
        const { method, visit, confidence, evidence, curveVersion } = resolve(input, PRIOR_CURVE);
        expect(confidence).toBeGreaterThanOrEqual(0);
        expect(confidence).toBeLessThanOrEqual(1);
        expect(evidence.length).toBeGreaterThan(0);
        expect(method === "none").toBe(visit === null);
        expect(curveVersion).toBe(PRIOR_CURVE.version);
      }),
    );
  });

  it("R2 the shares of all holders and of nobody add up to one; the largest is named, unless nobody is nearly as likely", () => {
    fc.assert(
      fc.property(someCall, (input) => {
        const { shares, nobody } = weigh(input, PRIOR_CURVE);
        const sum = shares.reduce((total, one) => total + one.share, nobody);
        // What is negligible is counted, but not listed.
        expect(sum).toBeLessThan(1 + 1e-9);
        expect(sum).toBeGreaterThan(1 - 1e-3 * input.candidates.length - 1e-9);
        const { visit, confidence } = resolve(input, PRIOR_CURVE);
        const best = Math.max(0, ...shares.map((one) => one.share));
        expect(visit === null).toBe(best <= 1.5 * nobody);
        expect(confidence).toBe(visit === null ? nobody : best);
      }),
    );
  });

  it("R1 names nobody rather than a visit that is hardly likelier", () => {
    const input = call([left("a", 30, { signals: { seen: NOW - 31 * MINUTE } })]);
    const { shares, nobody } = weigh(input, PRIOR_CURVE);
    const asLikely = (PRIOR_CURVE.nobody * (shares[0]?.share ?? 0)) / nobody;
    const hardly = resolve(input, { ...PRIOR_CURVE, nobody: asLikely / 1.4 });
    expect(hardly).toMatchObject({ method: "none", visit: null, runnerUp: { visit: "a" } });
    expect(resolve(input, { ...PRIOR_CURVE, nobody: asLikely / 1.6 })).toMatchObject({ visit: "a" });
  });

  it("R1 before anything is learned, the only visit with the number gets a call that comes within seconds", () => {
    const fresh = { leasedAtMs: NOW - 1_000, lastSeenMs: NOW - 1_000 };
    expect(resolve(call([holder("a", fresh)]), PRIOR_CURVE)).toMatchObject({ visit: "a", method: "lease" });
    expect(resolve(call([holder("a", { ...fresh, visible: false })]), PRIOR_CURVE)).toMatchObject({
      visit: "a",
      method: "freeze",
    });
    expect(
      resolve(call([holder("a", { ...fresh, signals: { seen: NOW - 500 } })]), PRIOR_CURVE).confidence,
    ).toBeGreaterThan(0.9);
  });

  it("R4 of two visits alike, the one from the caller's country is likelier; an unknown country says nothing", () => {
    const alike = [left("home", 5, { country: "GB" }), left("abroad", 5, { country: "FR" })];
    const shareOf = (visit: string, callerCountry: string) =>
      weigh(call(alike, { callerCountry }), PRIOR_CURVE).shares.find((one) => one.visit === visit)?.share ?? 0;
    expect(shareOf("home", "GB")).toBeGreaterThan(2 * shareOf("abroad", "GB"));
    expect(shareOf("abroad", "FR")).toBeGreaterThan(2 * shareOf("home", "FR"));
    expect(shareOf("home", "")).toBeCloseTo(shareOf("abroad", ""), 12);
  });

  it("R4 the order of the holders says nothing", () => {
    const shuffled = someCall.chain((input) =>
      fc
        .shuffledSubarray([...input.candidates], { minLength: input.candidates.length })
        .map((candidates) => [input, { ...input, candidates }] as const),
    );
    fc.assert(
      fc.property(shuffled, ([one, other]) => {
        const [a, b] = [resolve(one, PRIOR_CURVE), resolve(other, PRIOR_CURVE)];
        expect([b.method, b.visit, b.evidence]).toEqual([a.method, a.visit, a.evidence]);
        expect(b.beliefs.map(({ visit }) => visit)).toEqual(a.beliefs.map(({ visit }) => visit));
        expect(b.confidence).toBeCloseTo(a.confidence, 9);
      }),
    );
  });

  it("R4 a holder who has been away longer never has a larger share", () => {
    const longer = fc.record({ input: someCall, idle: someTime, more: someTime });
    fc.assert(
      fc.property(longer, ({ input, idle, more }) => {
        const shareAt = (ms: number): number => {
          const mover = left("mover", 0, { lastSeenMs: NOW - ms, leasedAtMs: NOW - ms - MINUTE });
          const { shares } = weigh({ ...input, candidates: [...input.candidates, mover] }, PRIOR_CURVE);
          return shares.find((one) => one.visit === "mover")?.share ?? 0;
        };
        expect(shareAt(idle + more)).toBeLessThanOrEqual(shareAt(idle) + 1e-12);
      }),
    );
  });

  it("R4 an earlier holder who tapped the number wins against one who has only just come", () => {
    const fresh = holder("fresh", { leasedAtMs: NOW - 3_000 });
    const tapped = left("tapped", 4, { signals: { seen: NOW - 6 * MINUTE, tel: NOW - 5 * MINUTE } });
    const answer = resolve(call([fresh, tapped]), PRIOR_CURVE);
    expect(answer).toMatchObject({ visit: "tapped", method: "history", runnerUp: { visit: "fresh" } });
    expect(answer.evidence[0]).toBe(
      "The visitor was on the site 4 min before the call and had tapped the number 5 min before it.",
    );
  });

  it("names the method: on the site, in freeze, earlier holder, nobody", () => {
    const seen = { seen: NOW - 20 * MINUTE };
    expect(resolve(call([holder("a", { signals: seen })]), PRIOR_CURVE).method).toBe("lease");
    const resting = left("a", 1, { signals: seen, releasedAtMs: null });
    expect(resolve(call([resting]), PRIOR_CURVE).method).toBe("freeze");
    expect(resolve(call([left("a", 5, { signals: seen })]), PRIOR_CURVE).method).toBe("history");
    const nobody = resolve(call([]), PRIOR_CURVE);
    expect(nobody).toMatchObject({ method: "none", visit: null, confidence: 1 });
    expect(nobody.evidence).toEqual(["Nobody we know was shown this number."]);
  });

  it("a holder who was shown the number only after the call is none", () => {
    const later = holder("later", { leasedAtMs: NOW + 1, lastSeenMs: NOW + 1 });
    expect(resolve(call([later]), PRIOR_CURVE).method).toBe("none");
  });

  it("a static number names its channel, a code its visit", () => {
    const fixed = resolve(call([], { numberKind: "static", channel: "Flyer" }), PRIOR_CURVE);
    expect(fixed).toMatchObject({
      method: "static",
      confidence: 1,
      evidence: ['The number is kept for "Flyer" alone.'],
    });
    const coded = call([], { numberKind: "code", coded: { visit: "a", visitor: "of-a" } });
    expect(resolve(coded, PRIOR_CURVE)).toMatchObject({ method: "code", visit: "a", visitor: "of-a" });
  });
});

describe("a known caller", () => {
  const onSite = holder("present", { signals: { seen: NOW - MINUTE } });

  it("R3 is matched by their own history before the number's present holder", () => {
    const answer = resolve(call([onSite], { knownCaller: known("before") }), PRIOR_CURVE);
    expect(answer).toMatchObject({ visit: "before", visitor: "of-before", method: "caller" });
    expect(answer.evidence[0]).toBe("The same caller had called 60 min before, and was found to be this visitor.");
  });

  it("R3 is not, if that holder tapped the number seconds ago", () => {
    const tapping = holder("present", { signals: { tel: NOW - 8_000 } });
    const answer = resolve(call([tapping], { knownCaller: known("before") }), PRIOR_CURVE);
    expect(answer).toMatchObject({ visit: "present", method: "lease", runnerUp: { visit: "before" } });
  });

  it("R3 is named by the visit that holds the number, when it is the same visitor's", () => {
    const again = left("again", 30, { visitor: "of-before" });
    const answer = resolve(call([onSite, again], { knownCaller: known("before") }), PRIOR_CURVE);
    expect(answer).toMatchObject({ visit: "again", method: "caller" });
  });
});
