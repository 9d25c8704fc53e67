/**
 * How surprising a site's calls are under given rates: minus the partial log likelihood, and its slopes. Arithmetic
 * only; what the rates mean is in `place.ts`.
 */
import type { LearnCase } from "./learn-case.ts";
import { NOBODY } from "./place.ts";

/** A list of amounts at places, in typed arrays: this is read some sixty times for every curve. */
export interface Amounts {
  places: Int32Array;
  counts: Float64Array;
}

export interface CompiledCase {
  called: Amounts;
  others: Amounts;
  controls: number;
  weight: number;
  /** Where the caller stood, when that is known for certain. */
  confirmed: number | null;
}

function amountsOf(list: readonly number[]): Amounts {
  const half = list.length / 2;
  return {
    places: Int32Array.from({ length: half }, (_, n) => list[2 * n] as number),
    counts: Float64Array.from({ length: half }, (_, n) => list[2 * n + 1] as number),
  };
}

export function compile(cases: readonly LearnCase[], weights: readonly number[]): CompiledCase[] {
  return cases.map(({ called, others, controls, confirmed }, n) => ({
    ...{ called: amountsOf(called), others: amountsOf(others), controls },
    ...{ weight: weights[n] ?? 1, confirmed: confirmed ?? null },
  }));
}

/** Calls per second to be expected of all in a list. */
export function totalOf({ places, counts }: Amounts, rates: Float64Array): number {
  let sum = 0;
  for (let n = 0; n < places.length; n++) sum += (counts[n] as number) * (rates[places[n] as number] as number);
  return sum;
}

/** Adds `by` times what is expected of each place in a list to the slopes there. */
export function spread({ places, counts }: Amounts, rates: Float64Array, by: number, slopes: Float64Array): void {
  for (let n = 0; n < places.length; n++) {
    const place = places[n] as number;
    slopes[place] = (slopes[place] as number) + (counts[n] as number) * (rates[place] as number) * by;
  }
}

/** The surprise of all cases; adds its derivative by the logarithm of each rate to `slopes`. */
export function addSurprise(cases: readonly CompiledCase[], rates: Float64Array, slopes: Float64Array): number {
  const nobody = rates[NOBODY] as number;
  let surprise = 0;
  let strangers = 0;
  for (const { called, others, controls, weight, confirmed } of cases) {
    const here = totalOf(called, rates) + nobody;
    const all = here + totalOf(others, rates) + controls * nobody;
    strangers += (weight * (1 + controls)) / all;
    spread(others, rates, weight / all, slopes);
    if (confirmed === null) {
      surprise += weight * Math.log(all / here);
      spread(called, rates, weight / all - weight / here, slopes);
      strangers -= weight / here;
    } else {
      surprise += weight * Math.log(all / (rates[confirmed] as number));
      spread(called, rates, weight / all, slopes);
      slopes[confirmed] = (slopes[confirmed] as number) - weight;
    }
  }
  slopes[NOBODY] = (slopes[NOBODY] as number) + strangers * nobody;
  return surprise;
}
