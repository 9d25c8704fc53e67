/**
 * What one call teaches. That a call came at all says little; that it came to this number and not to the others of its
 * pool says much. So a case holds who might have dialled the called number at that moment, and who might have dialled
 * a few others (the controls). It needs no verdict on whose call it was, and so cannot repeat a wrong one.
 */
import { NOBODY } from "./place.ts";
import type { Candidate } from "./resolve.ts";
import { discountOf, NOWHERE, placeOf } from "./weigh.ts";

/** Numbers compared for one call, the called one included. More cost more reading and teach hardly more. */
const COMPARED = 6;

/**
 * The numbers to compare with a called one: the others of its group, the pool being cut into groups for good. That a
 * group is the same whichever of its numbers is called is what makes the comparison fair; the numbers next to the
 * called one, say, would not do, for neighbours are often leased one after the other.
 */
export function controlsOf(numbers: readonly string[], called: string): string[] {
  const groups = Math.ceil(numbers.length / COMPARED);
  const groupOf = (at: number): number => Math.floor((at * groups) / numbers.length);
  const group = groupOf(numbers.indexOf(called));
  return numbers.filter((number, at) => number !== called && groupOf(at) === group);
}

/** Plain JSON of some 200 bytes. Amounts are `[place, how many, place, how many, …]`, a place being a cell by device. */
export interface LearnCase {
  /** Days since the epoch: no single day may teach too much. */
  day: number;
  called: number[];
  /** Of the controls together, and how many there were. */
  others: number[];
  controls: number;
  /** The place of the visit that called, where that is known for certain: by an oracle, in tests. */
  confirmed?: number;
}

function amounts(candidates: readonly Candidate[], atMs: number): number[] {
  const counts = new Map<number, number>();
  for (const candidate of candidates) {
    const place = placeOf(candidate, atMs);
    if (place === NOWHERE) continue;
    counts.set(place, (counts.get(place) ?? 0) + discountOf(candidate));
  }
  return [...counts].sort(([a], [b]) => a - b).flatMap(([place, count]) => [place, Math.round(count * 100) / 100]);
}

/**
 * A case for the learner, from a call by an unknown caller to a pool number. A known caller's call is none: it says
 * how soon somebody calls again, not how soon a visitor calls.
 * @param called recent holders of the called number
 * @param others recent holders of each of the other numbers of the pool, as `controlsOf` chooses them
 * @param truth the visit that called (`null`: nobody we know), where that is known for certain
 * @returns `null` when there is no other number to compare with
 */
export function caseOf(
  atMs: number,
  called: readonly Candidate[],
  others: readonly (readonly Candidate[])[],
  truth?: string | null,
): LearnCase | null {
  if (others.length === 0) return null;
  const day = Math.floor(atMs / 86_400_000);
  const found =
    truth === undefined
      ? null
      : amounts(
          called.filter(({ visit }) => visit === truth),
          atMs,
        );
  const confirmed = found === null ? {} : { confirmed: found[0] ?? NOBODY };
  return {
    ...confirmed,
    day,
    called: amounts(called, atMs),
    others: amounts(others.flat(), atMs),
    controls: others.length,
  };
}
