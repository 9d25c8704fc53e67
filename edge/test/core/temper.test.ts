import { describe, expect, it } from "vitest";
import { LONG_AGO } from "../../src/core/delay-curve.ts";
import type { LearnCase } from "../../src/core/learn-case.ts";
import { type CompiledCase, compile } from "../../src/core/likelihood.ts";
import { CELLS, FIRST, LEFT_LONG_AGO, NOBODY, PLACES, spotAt, UNKNOWN_DEVICE } from "../../src/core/place.ts";
import { temper } from "../../src/core/temper.ts";

const HOT = CELLS * UNKNOWN_DEVICE + FIRST.onSite;
const COLD = CELLS * UNKNOWN_DEVICE + FIRST.away;
const LATE = LEFT_LONG_AGO.indexOf(true, CELLS * UNKNOWN_DEVICE);

/** So many calls to a number whose holder stood at `called`, while the holders of five others stood at `others`. */
const calls = (count: number, called: number, others: number): CompiledCase[] => {
  const one: LearnCase = { day: 0, called: [called, 1, LATE, 1], others: [others, 5, LATE, 5], controls: 5 };
  return compile(Array(count).fill(one), Array(count).fill(1));
};
const ratesWith = (place: number): Float64Array => {
  const rates = new Float64Array(PLACES).fill(1e-6);
  rates[place] = 1e-3;
  return rates;
};

describe("a curve held against calls that it was not learned from", () => {
  it("R2 trusts the visits that were there less, when each half of the calls contradicts the other", () => {
    const rates = ratesWith(HOT);
    const [one, other] = [calls(30, HOT, COLD), calls(30, COLD, HOT)];
    temper(rates, [one, other], (half) => ratesWith(half === one ? HOT : COLD));
    expect(rates[NOBODY]).toBeGreaterThan(1.5e-6);
    expect(rates[HOT], "what is known of visitors among each other stays").toBe(1e-3);
  });

  it("R2 trusts them no less and no more, when the halves agree", () => {
    const rates = ratesWith(HOT);
    temper(rates, [calls(30, HOT, COLD), calls(30, HOT, COLD)], () => ratesWith(HOT));
    expect(rates).toEqual(ratesWith(HOT));
  });

  it("R2 is left as it is by a single call", () => {
    const rates = ratesWith(HOT);
    temper(rates, [calls(1, COLD, HOT), []], () => ratesWith(HOT));
    expect(rates).toEqual(ratesWith(HOT));
  });

  it("changes the rates of nobody, and of all who left long ago alike, and no others", () => {
    const rates = ratesWith(HOT);
    temper(rates, [calls(9, LATE, HOT), calls(9, LATE, HOT)], () => ratesWith(HOT));
    const late = (rates[LATE] as number) / 1e-6;
    expect(late).toBeGreaterThan(1.2);
    for (let place = 0; place < NOBODY; place++) {
      const { table, bin } = spotAt(place);
      const isLate = table === "away" && bin >= LONG_AGO;
      if (place !== HOT) expect((rates[place] as number) / 1e-6).toBeCloseTo(isLate ? late : 1, 9);
    }
  });
});
