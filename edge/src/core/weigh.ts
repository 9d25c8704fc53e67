/**
 * Weighing: how many calls a second are to be expected of one candidate at the time of the call. The caller's identity
 * is no part of it; `resolve.ts` adds that. Must stay the one place that reads a candidate's standing, so that what is
 * learned (`learn-curve.ts`) is what is used.
 */
import { AWAY, binOf, type DelayCurve, type DeviceKind, LONG_AGO, ON_SITE, TAPPED } from "./delay-curve.ts";
import type { Candidate } from "./resolve.ts";
import { type Intent, intentOf } from "./signals.ts";

/** A visible page gives a sign of life every 20 s; two may be lost before it counts as left. */
export const ON_SITE_MS = 45_000;

/** A visit that has since been shown another number hardly dials the old one (assumption). */
const MOVED_ON = 0.02;

/** Where a candidate stands at the time of a call: which table of the curve applies, and which of its bins. */
export interface Standing {
  table: "onSite" | "away" | "tapped";
  intent: Intent;
  bin: number;
}

/** Time since the last sign of life, milliseconds; 0 when one came later than the call. */
export const idleOf = (candidate: Candidate, atMs: number): number => Math.max(0, atMs - candidate.lastSeenMs);

export const isOnSite = (candidate: Candidate, atMs: number): boolean =>
  candidate.visible && idleOf(candidate, atMs) <= ON_SITE_MS;

/** The standing of a candidate at a time; `null` when it had not been shown the number yet. */
export function standingOf(candidate: Candidate, atMs: number): Standing | null {
  if (candidate.leasedAtMs > atMs) return null;
  const called = candidate.calledAtMs !== null && candidate.calledAtMs < atMs;
  const intent = intentOf(candidate.signals, called, candidate.lastSeenMs - candidate.leasedAtMs);
  const tapMs = candidate.signals.tel === undefined ? Number.POSITIVE_INFINITY : atMs - candidate.signals.tel;
  if (!called && tapMs >= 0 && tapMs < TAPPED.firstMs * 2 ** (TAPPED.bins - 1))
    return { table: "tapped", intent, bin: binOf(TAPPED, tapMs) };
  if (isOnSite(candidate, atMs)) return { table: "onSite", intent, bin: binOf(ON_SITE, atMs - candidate.leasedAtMs) };
  return { table: "away", intent, bin: binOf(AWAY, idleOf(candidate, atMs)) };
}

/** Whether the kind of device is taken into account at a standing. */
export const tellsDevices = ({ table, bin }: Standing): boolean => table !== "away" || bin < LONG_AGO;

const isDevice = (device: string): device is DeviceKind =>
  device === "mobile" || device === "desktop" || device === "tablet";

/** What a candidate's rate is multiplied by, whatever its standing: it hardly dials a number it is not shown any more. */
export const discountOf = (candidate: Candidate): number => (candidate.movedOn === true ? MOVED_ON : 1);

/** Calls per second to be expected of a candidate at a time. */
export function weightOf(candidate: Candidate, atMs: number, curve: DelayCurve): number {
  const standing = standingOf(candidate, atMs);
  if (standing === null) return 0;
  const { table, intent, bin } = standing;
  const rates = table === "tapped" ? curve.tapped : curve[table][intent];
  const { device: kind } = candidate;
  const device = tellsDevices(standing) && isDevice(kind) ? curve.device[kind][intent] : 1;
  return (rates[bin] ?? 0) * device * discountOf(candidate);
}
