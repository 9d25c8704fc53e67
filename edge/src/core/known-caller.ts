/**
 * What a caller's earlier call says about this one (R3). The earlier call may have been found to be several visitors'
 * with some chance each, and this one speaks for those of them who can have dialled this number as well. Never claims
 * more than the earlier resolution did.
 */

import type { Unlisted } from "./testimony.ts";
import type { ToldArrival } from "./told.ts";
import { isTapped } from "./weigh.ts";

/** A visit, and the chance that it is the one that called. */
export interface Belief {
  visit: string;
  visitor: string;
  confidence: number;
}

/** An earlier call (or a deal) of the same caller within the look-back. */
export interface KnownCaller extends Belief {
  /** The latest such call, epoch milliseconds. */
  calledAtMs: number;
  /** The number dialled then. */
  number: string;
  /** Who else it may have been, with their confidence; all together at most 1, the rest is "nobody we know". */
  others?: readonly Belief[];
  /** Not (only) from an earlier call: somebody told us, in a form or by a deal (`told.ts`). */
  told?: { by: "lead" | "deal"; atMs: number; arrival?: ToldArrival };
}

/**
 * How likely it is that a known caller is not the visitor found before but this other one: the same person on a second
 * device, or another person on the same line (assumptions). So small that a holder who is merely there loses against
 * the caller's own history, and large enough that one who tapped the number seconds ago wins (R3).
 */
const SOMEBODY_ELSE = { tapped: 0.02, other: 0.0002 };
/** Share of callers who call again, and the ages between which that falls as 1/t, seconds (assumption). */
const CALLS_AGAIN = { share: 0.3, from: 60, to: 86_400 };
/** A caller hardly dials a number of ours that neither they were shown nor they had dialled before (assumption). */
const NEVER_SHOWN = 0.1;

/** Calls per second by which somebody who has called calls again: falls as 1/t for a day, as memory does. */
function callsAgain(known: KnownCaller, atMs: number): number {
  const { share, from, to } = CALLS_AGAIN;
  const seconds = Math.min(to, Math.max(from, (atMs - known.calledAtMs) / 1000));
  return share / (seconds * Math.log(to / from));
}

/** Calls per second to be expected of the unlisted, none of whom the caller was ever found to be. */
export function unlistedRate(unlisted: Unlisted | undefined, known: KnownCaller | null): number {
  if (!unlisted) return 0;
  const { tapped, other } = unlisted;
  return known === null ? tapped + other : tapped * SOMEBODY_ELSE.tapped + other * SOMEBODY_ELSE.other;
}

/** All whom the earlier call was thought to be of, the likeliest first. */
export const beliefs = (known: KnownCaller): readonly Belief[] => [known, ...(known.others ?? [])];

/**
 * How much less is expected of a holder who was not thought of, because the caller is known.
 * @param place where the holder stands (`weigh.ts`)
 */
export const somebodyElse = (place: number): number => (isTapped(place) ? SOMEBODY_ELSE.tapped : SOMEBODY_ELSE.other);

/**
 * Calls per second to be expected, because they called before, of everybody in `beliefs` and of nobody we know.
 * @param holders of each of the beliefs, which candidate the visitor is; `-1` for one who was not shown the number
 */
export function expectedAgain(
  known: KnownCaller,
  number: string,
  holders: readonly number[],
  atMs: number,
): { each: number[]; nobody: number } {
  const again = callsAgain(known, atMs);
  let left = 1;
  const each = beliefs(known).map(({ confidence }, n) => {
    left -= confidence;
    return again * confidence * (number === known.number || (holders[n] ?? -1) >= 0 ? 1 : NEVER_SHOWN);
  });
  return { each, nobody: again * Math.max(0, left) * (number === known.number ? 1 : NEVER_SHOWN) };
}

/** What strangers' calls count for when the caller is known. */
export const strangers = (known: KnownCaller | null): number => (known === null ? 1 : SOMEBODY_ELSE.other);
