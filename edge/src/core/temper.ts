/**
 * Tempers a learned curve. A curve fitted to few calls takes chance for evidence, and trusts the visits that were there
 * more than it should. How much more is told by calls that it was not fitted to: each half of the cases is held against
 * the curve of the other half (J. C. van Houwelingen, S. le Cessie, "Predictive value of statistical models", 1990).
 */
import type { Amounts, CompiledCase } from "./likelihood.ts";
import { minimise } from "./minimise.ts";
import { LEFT_LONG_AGO, NOBODY } from "./place.ts";

/**
 * A curve of half of the cases has taken about twice as much chance for evidence as that of all, so that half of what it
 * needs is right for that one (as in Quenouille's jackknife).
 */
const PART = 0.5;
const ITERATIONS = 40;

/** Calls per second expected of those who left lately or are there, of those who left long ago, and of nobody we know. */
type Parts = readonly [recent: number, longAgo: number, nobody: number];

interface Compared {
  weight: number;
  here: Parts;
  all: Parts;
}

function partsOf({ places, counts }: Amounts, rates: Float64Array): [number, number] {
  const parts: [number, number] = [0, 0];
  for (let n = 0; n < places.length; n++) {
    const place = places[n] as number;
    parts[LEFT_LONG_AGO[place] ? 1 : 0] += (counts[n] as number) * (rates[place] as number);
  }
  return parts;
}

function compared({ called, others, controls, weight, confirmed }: CompiledCase, rates: Float64Array): Compared {
  const nobody = rates[NOBODY] as number;
  const [recent, longAgo] = partsOf(called, rates);
  const [recentOthers, longAgoOthers] = partsOf(others, rates);
  const all = [recent + recentOthers, longAgo + longAgoOthers, (1 + controls) * nobody] as const;
  if (confirmed === null) return { weight, here: [recent, longAgo, nobody], all };
  const rate = rates[confirmed] as number;
  const here: Parts = confirmed === NOBODY ? [0, 0, rate] : LEFT_LONG_AGO[confirmed] ? [0, rate, 0] : [rate, 0, 0];
  return { weight, here, all };
}

/** The logarithms by which calls of those who left long ago and of nobody we know are likelier than was expected. */
function correction(cases: readonly Compared[]): [longAgo: number, nobody: number] {
  const [longAgo = 0, nobody = 0] = minimise(
    (x, gradient) => {
      const [late, stray] = [Math.exp(x[0] as number), Math.exp(x[1] as number)];
      const total = ([a, b, c]: Parts): number => a + late * b + stray * c;
      // Without cases to the contrary, all is as expected: give or take a factor of e (assumption).
      let value = ((x[0] as number) ** 2 + (x[1] as number) ** 2) / 2;
      gradient.set(x);
      for (const { weight, here, all } of cases) {
        const [sum, own] = [total(all), total(here)];
        value += weight * Math.log(sum / own);
        gradient[0] = (gradient[0] as number) + weight * late * (all[1] / sum - here[1] / own);
        gradient[1] = (gradient[1] as number) + weight * stray * (all[2] / sum - here[2] / own);
      }
      return value;
    },
    new Float64Array(2),
    ITERATIONS,
  );
  return [longAgo, nobody];
}

/**
 * Changes rates in place, and only ever for less trust: what is expected of strays before a site has told
 * (`share-prior.ts`) is not to be taken back here, for a wrong name does more harm than none.
 * @param halves of the cases that the rates were learned from
 * @param fitted learns rates from cases
 */
export function temper(
  rates: Float64Array,
  [one, other]: readonly [readonly CompiledCase[], readonly CompiledCase[]],
  fitted: (cases: readonly CompiledCase[]) => Float64Array,
): void {
  if (one.length === 0 || other.length === 0) return;
  const [ofOne, ofOther] = [fitted(one), fitted(other)];
  const held = [...one.map((each) => compared(each, ofOther)), ...other.map((each) => compared(each, ofOne))];
  const [longAgo, nobody] = correction(held).map((log) => Math.exp(PART * Math.max(0, log))) as [number, number];
  for (let place = 0; place < NOBODY; place++) {
    if (LEFT_LONG_AGO[place]) rates[place] = (rates[place] as number) * longAgo;
  }
  rates[NOBODY] = (rates[NOBODY] as number) * nobody;
}
