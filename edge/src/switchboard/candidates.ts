/** Who was shown a number: the candidates of a call, read from the switchboard's history as it stood at a time. */
import { type Candidate, HOLDERS_MAX } from "../core/resolve.ts";
import type { Visit } from "../core/visit.ts";
import type { Desk } from "./desk.ts";

const DAY_MS = 86_400_000;

/** How far back earlier holders and earlier calls count, milliseconds. */
export function lookbackMs(desk: Desk): number {
  return desk.config.settings.lookbackDays * DAY_MS;
}

/** Everybody who was shown the number within the look-back, each visit once, with its latest lease. */
export function candidatesOf(desk: Desk, number: string, atMs: number): Candidate[] {
  const found = new Map<string, Candidate>();
  let releasedAtMs: number | null = null;
  const sinceMs = atMs - lookbackMs(desk);
  for (const { visit, leasedAtMs, pool } of desk.visits.holders(number, atMs, sinceMs, HOLDERS_MAX)) {
    if (visit && !found.has(visit.id)) {
      found.set(visit.id, candidate(visit, leasedAtMs, releasedAtMs, number, atMs));
    }
    // An overflow number is shown to many at a time and never leased on.
    if (pool !== "") releasedAtMs = leasedAtMs;
  }
  return [...found.values()];
}

/** The visit as it stood at the time of the call, as far as that is known. */
function candidate(
  visit: Visit,
  leasedAtMs: number,
  releasedAtMs: number | null,
  number: string,
  atMs: number,
): Candidate {
  const signals = Object.fromEntries(
    Object.entries(visit.signals).filter(([, givenAtMs = Number.POSITIVE_INFINITY]) => givenAtMs <= atMs),
  );
  const target = visit.shown.find((showing) => showing.number === number)?.target;
  const since = visit.shown.findLast((showing) => showing.target === target && showing.atMs <= atMs);
  return {
    visit: visit.id,
    visitor: visit.visitor,
    leasedAtMs,
    lastSeenMs: Math.min(visit.lastSeenMs, atMs),
    visible: visit.visible || visit.lastSeenMs > atMs,
    releasedAtMs,
    signals,
    calledAtMs: visit.calledAtMs !== null && visit.calledAtMs < atMs ? visit.calledAtMs : null,
    movedOn: since !== undefined && since.number !== number,
    country: visit.place.country,
    region: visit.place.region,
    device: visit.device.kind,
    ...(visit.handedTo === undefined ? {} : { copy: true }),
  };
}
