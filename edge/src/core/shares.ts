/**
 * The shares of a call: what each of those who may have called counts for beside all others, nobody we know included. Who
 * is named for it is decided in `resolve.ts`.
 */
import type { DelayCurve } from "./delay-curve.ts";
import { beliefs, expectedAgain, type KnownCaller, somebodyElse, strangers, unlistedRate } from "./known-caller.ts";
import { plausibility } from "./plausibility.ts";
import { rateTable } from "./rate-table.ts";
import type { Candidate, ResolveInput } from "./resolve.ts";
import { discountOf, NOWHERE, placeOf } from "./weigh.ts";

/** A candidate, or a known caller's earlier visit that holds no lease any more, with its share of the call. */
export interface Share {
  visit: string;
  visitor: string;
  candidate: Candidate | null;
  share: number;
}

/** Shares below this are counted, but not told apart. */
const NEGLIGIBLE = 1e-3;

/** Highest share first; then the latest sign of life, then the visit id, so that the order of the input says nothing. */
function byShare(a: Share, b: Share): number {
  const seen = (b.candidate?.lastSeenMs ?? 0) - (a.candidate?.lastSeenMs ?? 0);
  return b.share - a.share || seen || (a.visit < b.visit ? -1 : Number(a.visit > b.visit));
}

/**
 * The shares of all who may have called, highest first, and that of nobody we know; together 1 but for what is negligible
 * or unlisted.
 */
export function weigh(input: ResolveInput, curve: DelayCurve): { shares: Share[]; nobody: number } {
  const { atMs, knownCaller: known, candidates, callerCountry } = input;
  const table = rateTable(curve);
  const rates = new Float64Array(candidates.length);
  const places = new Int32Array(candidates.length);
  for (let n = 0; n < candidates.length; n++) {
    const one = candidates[n] as Candidate;
    const place = placeOf(one, atMs);
    places[n] = place;
    if (place === NOWHERE) continue;
    rates[n] = (table[place] as number) * discountOf(one) * plausibility(callerCountry, one.country);
  }
  const past = known === null ? null : recall(input, known, places, rates);
  const nobody = curve.nobody * strangers(known) + (past?.nobody ?? 0);
  const again = past?.again ?? [];
  let total = nobody + unlistedRate(input.unlisted, known);
  for (let n = 0; n < rates.length; n++) total += rates[n] as number;
  for (const { share } of again) total += share;
  const shares = again.map((one) => ({ ...one, share: one.share / total }));
  for (let n = 0; n < rates.length; n++) {
    const share = (rates[n] as number) / total;
    if (share < NEGLIGIBLE) continue;
    const candidate = candidates[n] as Candidate;
    shares.push({ visit: candidate.visit, visitor: candidate.visitor, candidate, share });
  }
  return { shares: shares.sort(byShare), nobody: nobody / total };
}

/**
 * Changes the rates of the candidates by what the caller's past says of them.
 * @param places where each candidate stands
 * @returns calls per second of those who are no candidates (as their `share`), and of nobody we know
 */
function recall(
  input: ResolveInput,
  known: KnownCaller,
  places: Int32Array,
  rates: Float64Array,
): { again: Share[]; nobody: number } {
  const { atMs, candidates } = input;
  const believed = beliefs(known);
  // By visitor: the visit of theirs that was shown the number last speaks for them.
  const past = new Map<string, { confidence: number; latest: number }>();
  for (const { visitor, confidence } of believed) if (!past.has(visitor)) past.set(visitor, { confidence, latest: -1 });
  for (let n = 0; n < candidates.length; n++) {
    const one = candidates[n] as Candidate;
    const own = past.get(one.visitor);
    rates[n] = (rates[n] as number) * (own?.confidence ?? somebodyElse(places[n] as number));
    if (own && one.lastSeenMs > (candidates[own.latest]?.lastSeenMs ?? Number.NEGATIVE_INFINITY)) own.latest = n;
  }
  const holders = believed.map(({ visitor }) => past.get(visitor)?.latest ?? -1);
  const expected = expectedAgain(known, input.number, holders, atMs);
  const again: Share[] = [];
  believed.forEach(({ visit, visitor }, n) => {
    const [rate, own] = [expected.each[n] ?? 0, holders[n] ?? -1];
    if (own >= 0) rates[own] = (rates[own] ?? 0) + rate;
    else again.push({ visit, visitor, candidate: null, share: rate });
  });
  return { again, nobody: expected.nobody };
}
