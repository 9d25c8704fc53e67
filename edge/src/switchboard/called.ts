/**
 * Notes on a visit that it has called, or has not after all: on ours in the same round, on one of another switchboard by a
 * notice that is told until it is heard. Told twice, late or out of order, it ends in the same.
 */
import type { Resolution } from "../core/resolve.ts";
import { nextVersion, type Visit } from "../core/visit.ts";
import type { Arrival } from "./call-table.ts";
import type { Desk } from "./desk.ts";
import { arrivalAt } from "./given-code.ts";
import { saveChanged } from "./hand-over.ts";
import type { Addressed, Notice } from "./notice-table.ts";
import { shardOfVisit } from "./visit-id.ts";

/** A visit that calls are found to be of. */
type Caller = Pick<Resolution, "visit" | "visitor">;

/** What is said of a call. */
type Said = Pick<Notice, "call" | "calledAtMs" | "version">;

/**
 * Notes that a call is of the visit it is found to be of, or that it is not.
 * @returns the visit if it is ours
 */
export function noteCalled(desk: Desk, caller: Caller | null, said: Said, nowMs: number): Visit | null {
  const { visit: id, visitor } = caller ?? { visit: null, visitor: null };
  if (id === null || visitor === null) return null;
  const home = shardOfVisit(id);
  if (home !== null && home !== desk.config.shard) desk.notices.add({ ...said, visit: id, visitor, shard: home });
  const visit = desk.visits.find(visitor, id);
  if (!visit) return null;
  passOn(desk, visit, said);
  // Only what is taken back makes it necessary to look for other calls.
  const others = said.calledAtMs === null ? lastCall(desk, visit, said.call) : visit.calledAtMs;
  return saveCalled(desk, visit, later(said.calledAtMs, others), nowMs);
}

/** Another switchboard tells of a call. Returns how the visit had arrived by then, if it is known here. */
export function hearNotice(
  desk: Desk,
  notice: Notice,
  nowMs: number,
): { arrival: Arrival | null; visit: Visit | null } {
  const isNews = desk.notices.keep(notice);
  const visit = desk.visits.find(notice.visitor, notice.visit);
  if (!visit) return { arrival: null, visit: null };
  const arrival = notice.calledAtMs === null ? null : arrivalAt(visit, notice.calledAtMs);
  if (!isNews) return { arrival, visit };
  passOn(desk, visit, notice);
  const lastMs = later(notice.calledAtMs, lastCall(desk, visit, notice.call));
  return { arrival, visit: lastMs === visit.calledAtMs ? visit : saveCalled(desk, visit, lastMs, nowMs) };
}

/** A notice was heard: how the visit had arrived is said of the call, if it is still found to be of that visit. */
export function noteArrival(desk: Desk, told: Addressed, arrival: Arrival | null, nowMs: number): void {
  desk.notices.settle(told);
  const call = desk.calls.find(told.call);
  if (arrival === null || call?.resolution?.visit !== told.visit) return;
  if (JSON.stringify(call.arrival) === JSON.stringify(arrival)) return;
  desk.calls.save({ ...call, arrival, version: nextVersion(call.version, nowMs) }, call.record.startedAtMs);
  desk.outbox.mark("call", call.id, nowMs, nowMs);
}

/** When a visit last called, at whichever switchboard, epoch milliseconds, the given call aside; `null` for never. */
export function lastCall(desk: Desk, visit: Visit, exceptCall: string): number | null {
  return later(desk.calls.lastOf(visit, exceptCall), desk.notices.lastOf(visit.id, exceptCall));
}

const later = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.max(a, b);

/** D1 hears of it at once, like of the call: whoever reads the call asks what the visit was. */
function saveCalled(desk: Desk, visit: Visit, calledAtMs: number | null, nowMs: number): Visit {
  return saveChanged(desk, { ...visit, calledAtMs }, nowMs, nowMs);
}

/** Notices go to where the visit was born, since it may hold numbers there, and from there on to where it goes on. */
function passOn(desk: Desk, visit: Visit, { call, calledAtMs, version }: Said): void {
  const { handedTo: shard, visitor } = visit;
  if (shard !== undefined) desk.notices.add({ call, calledAtMs, version, visit: visit.id, visitor, shard });
}
