/**
 * Learns a site's own curve from its cases: of the numbers compared, the called one should have had the highest rate.
 * That is the partial likelihood of survival analysis (D. R. Cox, "Regression Models and Life-Tables", 1972) with
 * sampled risk sets; what is common to all numbers at a moment, such as the hour of the day, cancels out. Every part is
 * drawn towards the prior, fine parts more than coarse ones, so that a few calls move little.
 */

import { weightsOf } from "./case-book.ts";
import { FACTORS, factorsAt, PRECISIONS } from "./curve-factors.ts";
import { AWAY, DEVICE_KINDS, type DelayCurve, ON_SITE, TAPPED, withRemaining } from "./delay-curve.ts";
import type { LearnCase } from "./learn-case.ts";
import { addSurprise, type CompiledCase, compile } from "./likelihood.ts";
import { minimise } from "./minimise.ts";
import { CELLS, FIRST, NOBODY, PLACES, UNKNOWN_DEVICE } from "./place.ts";
import { rateTable } from "./rate-table.ts";
import { addShapeSurprise } from "./shape-prior.ts";
import { addShareSurprise } from "./share-prior.ts";
import { INTENTS, type Intent } from "./signals.ts";
import { temper } from "./temper.ts";

const ITERATIONS = 60;

/** The rates that factors, given by their logarithms, make of the prior's. */
function multiply(prior: Float64Array, factors: Float64Array, rates: Float64Array): void {
  for (let place = 0; place < PLACES; place++) {
    let log = 0;
    for (const factor of factorsAt(place)) log += factors[factor] as number;
    rates[place] = (prior[place] as number) * Math.exp(log);
  }
}

/** The rates that cases make of the prior's: those that are least surprised by both. */
function fitted(cases: readonly CompiledCase[], prior: Float64Array): Float64Array {
  const rates = new Float64Array(PLACES);
  const slopes = new Float64Array(PLACES);
  const factors = minimise(
    (x, gradient) => {
      multiply(prior, x, rates);
      slopes.fill(0);
      let value = addSurprise(cases, rates, slopes);
      value += addShareSurprise(cases, rates, slopes) + addShapeSurprise(rates, slopes);
      for (let n = 0; n < x.length; n++) {
        const pull = (x[n] as number) * (PRECISIONS[n] as number);
        value += (pull * (x[n] as number)) / 2;
        gradient[n] = pull;
      }
      for (let place = 0; place < PLACES; place++)
        for (const factor of factorsAt(place))
          gradient[factor] = (gradient[factor] as number) + (slopes[place] as number);
      return value;
    },
    new Float64Array(FACTORS),
    ITERATIONS,
  );
  multiply(prior, factors, rates);
  return rates;
}

/**
 * The curve that a site's cases make of the prior. Pure; some 100 ms for a full book.
 * @param version of the new curve: one more than that of the curve in use
 */
export function learnCurve(cases: readonly LearnCase[], prior: DelayCurve, version: number): DelayCurve {
  if (cases.length === 0) return { ...prior, version };
  const compiled = compile(cases, weightsOf(cases));
  const before = rateTable(prior);
  const halves = [0, 1].map((half) => compiled.filter((_, n) => n % 2 === half)) as [CompiledCase[], CompiledCase[]];
  const rates = fitted(compiled, before);
  temper(rates, halves, (half) => fitted(half, before));
  return curveOf(rates, cases.length, version);
}

function curveOf(rates: Float64Array, calls: number, version: number): DelayCurve {
  // The block of unknown devices carries no device factor.
  const base = CELLS * UNKNOWN_DEVICE;
  const row = (first: number, bins: number): number[] => [...rates.subarray(base + first, base + first + bins)];
  const rows = (first: number, bins: number): Record<Intent, number[]> =>
    Object.fromEntries(INTENTS.map((intent, n) => [intent, row(first + n * bins, bins)])) as Record<Intent, number[]>;
  const ratio = (block: number, intent: number): number => {
    const place = FIRST.away + intent * AWAY.bins;
    return (rates[block * CELLS + place] as number) / (rates[base + place] as number);
  };
  const device = Object.fromEntries(
    DEVICE_KINDS.map((kind, block) => [
      kind,
      Object.fromEntries(INTENTS.map((intent, n) => [intent, ratio(block, n)])),
    ]),
  ) as DelayCurve["device"];
  return withRemaining({
    ...{ version, calls, nobody: rates[NOBODY] as number, device },
    ...{
      away: rows(FIRST.away, AWAY.bins),
      onSite: rows(FIRST.onSite, ON_SITE.bins),
      tapped: row(FIRST.tapped, TAPPED.bins),
    },
  });
}
