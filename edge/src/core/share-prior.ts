/**
 * What is expected, before a site has told, of the two shares of calls that are hardest to tell apart: those of nobody
 * we know, and those of visitors who left long ago. Both fall on any number alike, so that the calls themselves say
 * little about them, and without this a curve would give all of them to whoever held the number last.
 */
import { type CompiledCase, totalOf } from "./likelihood.ts";
import { LEFT_LONG_AGO, NOBODY } from "./place.ts";

/**
 * Three calls in ten are of nobody we know, as firmly as 40 calls would say it (telemarketers alone were up to 40 % of
 * the calls to published numbers: Telmetrics, 2010), and a third of the calls are late ones, as firmly as 12 would
 * (assumption, as both strengths are: beta distributions).
 */
const SHARES = { nobody: { yes: 12, no: 28 }, longAgo: { yes: 4, no: 8 } };
/** Keeps logarithms finite where a share is 0 or 1. */
const EPSILON = 1e-12;

interface Shares {
  nobody: number;
  longAgo: number;
}

function sharesOf({ called }: CompiledCase, here: number, rates: Float64Array): Shares {
  let longAgo = 0;
  for (let n = 0; n < called.places.length; n++) {
    const place = called.places[n] as number;
    if (LEFT_LONG_AGO[place]) longAgo += (called.counts[n] as number) * (rates[place] as number);
  }
  return { nobody: (rates[NOBODY] as number) / here, longAgo: longAgo / here };
}

interface Expected {
  yes: number;
  no: number;
}

const surpriseAt = (share: number, { yes, no }: Expected): number =>
  -yes * Math.log(share + EPSILON) - no * Math.log(1 - share + EPSILON);
const slopeAt = (share: number, { yes, no }: Expected): number => no / (1 - share + EPSILON) - yes / (share + EPSILON);

/** The surprise at the mean shares of the cases; adds its derivative by the logarithm of each rate to `slopes`. */
export function addShareSurprise(cases: readonly CompiledCase[], rates: Float64Array, slopes: Float64Array): number {
  const here = cases.map(({ called }) => totalOf(called, rates) + (rates[NOBODY] as number));
  const shares = cases.map((one, n) => sharesOf(one, here[n] as number, rates));
  const total = cases.reduce((sum, { weight }) => sum + weight, 0);
  const mean = (of: keyof Shares): number =>
    cases.reduce((sum, { weight }, n) => sum + weight * (shares[n] as Shares)[of], 0) / total;
  const [nobody, longAgo] = [mean("nobody"), mean("longAgo")];
  const by = {
    nobody: slopeAt(nobody, SHARES.nobody) / total,
    longAgo: slopeAt(longAgo, SHARES.longAgo) / total,
  };
  cases.forEach(({ called: { places, counts }, weight }, n) => {
    const share = shares[n] as Shares;
    // The share of a place rises with its own rate and falls with the rates of all that stand beside it.
    const down = -by.nobody * share.nobody - by.longAgo * share.longAgo;
    slopes[NOBODY] = (slopes[NOBODY] as number) + weight * share.nobody * (down + by.nobody);
    const each = weight / (here[n] as number);
    for (let k = 0; k < places.length; k++) {
      const place = places[k] as number;
      const own = (counts[k] as number) * (rates[place] as number) * each;
      slopes[place] = (slopes[place] as number) + own * (LEFT_LONG_AGO[place] ? down + by.longAgo : down);
    }
  });
  return surpriseAt(nobody, SHARES.nobody) + surpriseAt(longAgo, SHARES.longAgo);
}
