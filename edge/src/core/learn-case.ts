/**
 * What one call teaches. That a call came at all says little; that it came to this number and not to the others of its
 * pool says much. So a case holds who might have dialled the called number at that moment, and who might have dialled
 * a few others (the controls). It needs no verdict on whose call it was, and so cannot repeat a wrong one.
 */
import { AWAY, DEVICE_KINDS, ON_SITE, TAPPED } from "./delay-curve.ts";
import type { Candidate } from "./resolve.ts";
import { INTENTS } from "./signals.ts";
import { discountOf, type Standing, standingOf, tellsDevices } from "./weigh.ts";

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

/** Cells of the curve: `away` and `onSite` by class and bin, then `tapped` by bin. */
export const FIRST = {
  away: 0,
  onSite: INTENTS.length * AWAY.bins,
  tapped: INTENTS.length * (AWAY.bins + ON_SITE.bins),
} as const;
export const CELLS = FIRST.tapped + TAPPED.bins;

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

function cellOf({ table, intent, bin }: Standing): number {
  if (table === "tapped") return FIRST.tapped + bin;
  const bins = table === "away" ? AWAY.bins : ON_SITE.bins;
  return FIRST[table] + INTENTS.indexOf(intent) * bins + bin;
}

function amounts(candidates: readonly Candidate[], atMs: number): number[] {
  const counts = new Map<number, number>();
  for (const candidate of candidates) {
    const standing = standingOf(candidate, atMs);
    if (standing === null) continue;
    // A device that is not known stands at -1 and so gets the last block, after those that are.
    const device = tellsDevices(standing) ? (DEVICE_KINDS as readonly string[]).indexOf(candidate.device) : -1;
    const place = cellOf(standing) + CELLS * (device < 0 ? DEVICE_KINDS.length : device);
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
  const confirmed = found === null ? {} : { confirmed: found[0] ?? CELLS * (DEVICE_KINDS.length + 1) };
  return {
    ...confirmed,
    day,
    called: amounts(called, atMs),
    others: amounts(others.flat(), atMs),
    controls: others.length,
  };
}
