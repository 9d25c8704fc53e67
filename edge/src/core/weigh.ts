/**
 * Weighing: how many calls a second are to be expected of one candidate at the time of the call. The caller's identity
 * is no part of it; `resolve.ts` adds that. Must stay the one place that reads a candidate's standing, so that what is
 * learned (`learn-curve.ts`) is what is used.
 */
import { AWAY, binOf, type DelayCurve, LONG_AGO, ON_SITE, TAPPED } from "./delay-curve.ts";
import { CELLS, deviceBlock, FIRST, UNKNOWN_DEVICE } from "./place.ts";
import { rateTable } from "./rate-table.ts";
import type { Candidate } from "./resolve.ts";
import { classOf } from "./signals.ts";

/** A visible page gives a sign of life every 20 s; two may be lost before it counts as left. */
export const ON_SITE_MS = 45_000;
/** A tap counts as such for so long; an older one only by its class of intent. */
const TAP_MS = TAPPED.firstMs * 2 ** (TAPPED.bins - 1);

/** A visit that has since been shown another number hardly dials the old one (assumption). */
const MOVED_ON = 0.02;

/** The place of a candidate that had not been shown the number yet. */
export const NOWHERE = -1;

/** Time since the last sign of life, milliseconds; 0 when one came later than the call. */
export const idleOf = (candidate: Candidate, atMs: number): number => Math.max(0, atMs - candidate.lastSeenMs);

export const isOnSite = (candidate: Candidate, atMs: number): boolean =>
  candidate.visible && idleOf(candidate, atMs) <= ON_SITE_MS;

/** How a candidate stands at a time, as a place of the curve (`place.ts`), or `NOWHERE`. */
export function placeOf(candidate: Candidate, atMs: number): number {
  const { leasedAtMs, lastSeenMs, calledAtMs, signals, device } = candidate;
  if (leasedAtMs > atMs) return NOWHERE;
  const called = calledAtMs !== null && calledAtMs < atMs;
  if (!called && signals.tel !== undefined) {
    const tapMs = atMs - signals.tel;
    if (tapMs >= 0 && tapMs < TAP_MS) return CELLS * deviceBlock(device) + FIRST.tapped + binOf(TAPPED, tapMs);
  }
  const intent = classOf(signals, called, lastSeenMs - leasedAtMs);
  if (isOnSite(candidate, atMs))
    return CELLS * deviceBlock(device) + FIRST.onSite + intent * ON_SITE.bins + binOf(ON_SITE, atMs - leasedAtMs);
  const bin = binOf(AWAY, idleOf(candidate, atMs));
  // Of those who left long ago too few call for telling devices apart.
  const block = bin < LONG_AGO ? deviceBlock(device) : UNKNOWN_DEVICE;
  return CELLS * block + FIRST.away + intent * AWAY.bins + bin;
}

/** Whether a place is that of a visit that tapped the number just now. */
export const isTapped = (place: number): boolean => place % CELLS >= FIRST.tapped;

/** What a candidate's rate is multiplied by, whatever its standing: it hardly dials a number it is not shown any more. */
export const discountOf = (candidate: Candidate): number => (candidate.movedOn === true ? MOVED_ON : 1);

/** Calls per second to be expected of a candidate at a time. */
export function weightOf(candidate: Candidate, atMs: number, curve: DelayCurve): number {
  const place = placeOf(candidate, atMs);
  return place === NOWHERE ? 0 : (rateTable(curve)[place] as number) * discountOf(candidate);
}
