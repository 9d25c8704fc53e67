import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { admit, CASES_MAX, emptyCaseBook, weightsOf } from "../../src/core/case-book.ts";
import { DEVICE_KINDS, remainingChance } from "../../src/core/delay-curve.ts";
import { caseOf, controlsOf, type LearnCase } from "../../src/core/learn-case.ts";
import { learnCurve } from "../../src/core/learn-curve.ts";
import { addSurprise, compile } from "../../src/core/likelihood.ts";
import { CELLS, NOBODY, PLACES, spotAt } from "../../src/core/place.ts";
import { PRIOR_CURVE } from "../../src/core/prior-curve.ts";
import { addShapeSurprise } from "../../src/core/shape-prior.ts";
import { addShareSurprise } from "../../src/core/share-prior.ts";
import { INTENTS } from "../../src/core/signals.ts";

/** Places of visits that saw the number: of unknown devices, away for 1 to 2 min and for 8 to 16 h, and on the site. */
const BLOCK = CELLS * DEVICE_KINDS.length;
const placeOf = (table: string, intent: string, bin: number): number => {
  for (let place = BLOCK; place < NOBODY; place++) {
    const spot = spotAt(place);
    if (spot.table === table && INTENTS[spot.intent] === intent && spot.bin === bin) return place;
  }
  throw new Error("no such place");
};
const JUST_LEFT = placeOf("away", "seen", 3);
const LEFT_HOURS_AGO = placeOf("away", "seen", 12);

/** A call to the one of six numbers whose holder stood at `called`, while the others' holders stood at `other`. */
const oneCase = (day: number, called: number, other: number): LearnCase => ({
  day,
  called: [called, 1],
  others: [other, 5],
  controls: 5,
});
const days = (count: number, each: number, make: (day: number) => LearnCase): LearnCase[] =>
  Array.from({ length: count }, (_, day) => Array.from({ length: each }, () => make(day))).flat();

const someAmounts = fc
  .uniqueArray(fc.integer({ min: 0, max: NOBODY - 1 }), { maxLength: 6 })
  .map((places) => places.flatMap((place, n) => [place, 1 + (n % 3)]));
const someCase = fc.record({
  day: fc.integer({ min: 0, max: 20 }),
  called: someAmounts,
  others: someAmounts,
  controls: fc.integer({ min: 1, max: 5 }),
});
const someCases = fc.array(someCase, { minLength: 1, maxLength: 20 });

describe("what a site learns of its own calls", () => {
  it("R2 learns nothing from nothing", () => {
    expect(learnCurve([], PRIOR_CURVE, 1)).toEqual({ ...PRIOR_CURVE, version: 1 });
  });

  it("R2 a trade whose callers take hours gets a curve with a longer tail, and one whose callers do not, a shorter", () => {
    const tail = (cases: LearnCase[]): number => {
      const curve = learnCurve(cases, PRIOR_CURVE, 1);
      return remainingChance(curve, "seen", 8 * 3_600_000) / remainingChance(curve, "seen", 60_000);
    };
    const prior = remainingChance(PRIOR_CURVE, "seen", 8 * 3_600_000) / remainingChance(PRIOR_CURVE, "seen", 60_000);
    expect(tail(days(20, 10, (day) => oneCase(day, LEFT_HOURS_AGO, JUST_LEFT)))).toBeGreaterThan(2 * prior);
    expect(tail(days(20, 10, (day) => oneCase(day, JUST_LEFT, LEFT_HOURS_AGO)))).toBeLessThan(prior);
  });

  it("R2 a few calls move little", () => {
    const curve = learnCurve(
      days(1, 3, (day) => oneCase(day, LEFT_HOURS_AGO, JUST_LEFT)),
      PRIOR_CURVE,
      1,
    );
    for (const bin of [2, 4, 6]) {
      const change = (curve.away.seen[bin] ?? 0) / (PRIOR_CURVE.away.seen[bin] ?? 1);
      expect(change).toBeGreaterThan(0.4);
      expect(change).toBeLessThan(2.5);
    }
  });

  it("R2 L4 whatever the calls, every rate is finite and positive, and the chance to call never rises with time", () => {
    fc.assert(
      fc.property(someCases, fc.constantFrom(...INTENTS), fc.nat(1e9), fc.nat(1e9), (cases, intent, ms, more) => {
        const curve = learnCurve(cases, PRIOR_CURVE, 7);
        expect(curve.version).toBe(7);
        expect(curve.calls).toBe(cases.length);
        expect(JSON.parse(JSON.stringify(curve))).toEqual(curve);
        expect(curve.nobody).toBeGreaterThan(0);
        const rates = [...Object.values(curve.onSite).flat(), ...curve.tapped];
        expect(rates.every((rate) => rate > 0 && rate < 10)).toBe(true);
        expect(remainingChance(curve, intent, ms + more)).toBeLessThanOrEqual(remainingChance(curve, intent, ms));
      }),
      { numRuns: 30 },
    );
  });

  it("R2 the order of the cases says nothing", () => {
    const cases = days(8, 5, (day) => oneCase(day, day % 3 === 0 ? LEFT_HOURS_AGO : JUST_LEFT, JUST_LEFT));
    const [one, other] = [learnCurve(cases, PRIOR_CURVE, 1), learnCurve(cases.toReversed(), PRIOR_CURVE, 1)];
    expect(other.nobody / one.nobody).toBeCloseTo(1, 3);
    expect((other.away.seen[5] ?? 0) / (one.away.seen[5] ?? 1)).toBeCloseTo(1, 3);
  });

  it("the slopes are those of the surprise", () => {
    const parts = [
      (cases: LearnCase[], rates: Float64Array, slopes: Float64Array) =>
        addSurprise(
          compile(
            cases,
            cases.map(() => 1),
          ),
          rates,
          slopes,
        ),
      (cases: LearnCase[], rates: Float64Array, slopes: Float64Array) =>
        addShareSurprise(
          compile(
            cases,
            cases.map(() => 1),
          ),
          rates,
          slopes,
        ),
      (_: LearnCase[], rates: Float64Array, slopes: Float64Array) => addShapeSurprise(rates, slopes),
    ];
    fc.assert(
      fc.property(someCases, fc.constantFrom(...parts), fc.integer({ min: 1, max: 2 ** 30 }), (cases, part, salt) => {
        const rates = Float64Array.from({ length: PLACES }, (_, place) => 1e-5 * (1 + ((place * salt) % 97)));
        const slopes = new Float64Array(PLACES);
        part(cases, rates, slopes);
        for (const place of [cases[0]?.called[0] ?? 0, cases[0]?.others[0] ?? 1, NOBODY, JUST_LEFT]) {
          const at = (log: number): number => {
            const moved = rates.slice();
            moved[place] = (rates[place] ?? 0) * Math.exp(log);
            return part(cases, moved, new Float64Array(PLACES));
          };
          const slope = (at(1e-5) - at(-1e-5)) / 2e-5;
          expect(slopes[place] ?? 0).toBeCloseTo(slope, 2);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe("the cases a site learns from", () => {
  it("R2 one bad day cannot bend the curve", () => {
    const good = days(14, 20, (day) => oneCase(day, JUST_LEFT, LEFT_HOURS_AGO));
    const bad = Array.from({ length: 5_000 }, () => oneCase(14, LEFT_HOURS_AGO, JUST_LEFT));
    let book = emptyCaseBook();
    for (const one of [...good, ...bad]) book = admit(book, one);
    const weights = weightsOf(book.cases);
    const share = book.cases.reduce((sum, { day }, n) => sum + (day === 14 ? (weights[n] ?? 0) : 0), 0);
    expect(share / weights.reduce((sum, weight) => sum + weight, 0)).toBeLessThan(0.25);
    const tail = (cases: readonly LearnCase[]): number =>
      remainingChance(learnCurve(cases, PRIOR_CURVE, 1), "seen", 36e6);
    expect(tail(book.cases) / tail(good)).toBeLessThan(3);
  });

  it("R2 the book is bounded, and drops cases of the fullest day", () => {
    let book = emptyCaseBook();
    for (const one of days(60, 30, (day) => oneCase(day, JUST_LEFT, LEFT_HOURS_AGO))) book = admit(book, one);
    expect(book.cases).toHaveLength(CASES_MAX);
    expect(book.admitted).toBe(1_800);
    const counts = Map.groupBy(book.cases, ({ day }) => day);
    const sizes = [...counts.values()].map((cases) => cases.length);
    expect(counts.size).toBe(60);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(2);
  });

  it("R2 numbers are compared in fixed groups: who is compared does not depend on who was called", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.nat(), (count, pick) => {
        const numbers = Array.from({ length: count }, (_, n) => `n${n}`);
        const called = numbers[pick % count] as string;
        const group = new Set([called, ...controlsOf(numbers, called)]);
        expect(group.size).toBeLessThanOrEqual(6);
        if (count > 1) expect(group.size).toBeGreaterThan(1);
        for (const other of group) expect(new Set([other, ...controlsOf(numbers, other)])).toEqual(group);
      }),
    );
  });

  it("a pool of one number teaches nothing", () => {
    expect(caseOf(0, [], [])).toBeNull();
  });
});
