/**
 * Visits of a switchboard that is none of its site's shards any more. It has no numbers to give: a visit that needs one is
 * handed over to the shard of its visitor, under the same id. What the visit still holds here it keeps, so that this
 * switchboard goes on hearing of the visit, and must give no number of it away while it does (L1, L2).
 */
import { applyLeases, type LeaseDecision } from "../core/lease.ts";
import type { Placed } from "../core/placement.ts";
import { shardOf } from "../core/shards.ts";
import { nextVersion, show, type Visit } from "../core/visit.ts";
import { countStay, type Desk, holderFacts } from "./desk.ts";
import type { MovedVisit } from "./rpc.ts";

/** To which shard a visit goes that cannot be served here; `null` for one that can. */
export function handedTo(
  desk: Desk,
  visit: Visit,
  placed: readonly Placed[],
  decisions: readonly LeaseDecision[],
): number | null {
  const { shard, shards } = desk.config;
  if (visit.handedTo !== undefined) return visit.handedTo;
  if (shard < shards) return null;
  const { emails } = desk.config.settings;
  const lacksCode = visit.code === undefined && (emails.length > 0 || placed.some(({ action }) => "code" in action));
  const isServed = !lacksCode && decisions.every(({ number }) => number !== null);
  return isServed ? null : shardOf(visit.visitor, shards);
}

/** Hands a visit over as it is after a page view, with the numbers that it keeps here. What remains is a copy. */
export function handOver(
  desk: Desk,
  viewed: Visit,
  decisions: readonly LeaseDecision[],
  placed: readonly Placed[],
  { to, kept: keptElsewhere }: Pick<MovedVisit, "to" | "kept">,
  nowMs: number,
): { moved: MovedVisit; commit: () => void } {
  const held = decisions.filter((decision) => decision.number !== null);
  const kept = { ...keptElsewhere, ...Object.fromEntries(held.map(({ pool, number }) => [pool, number])) };
  const visit = placed.reduce((known, rule) => remember(known, rule, kept, nowMs), viewed);
  const copy = { ...visit, handedTo: to };
  desk.visits.save(copy);
  for (const { pool, number, outcome } of held) {
    if (outcome !== "returned") continue;
    const leasedAtMs = desk.board.leaseTimeMs(number, nowMs);
    desk.visits.addLease({ visit: visit.id, visitor: visit.visitor, leasedAtMs, number, pool });
  }
  // Should nobody take it over, D1 hears of it from here.
  if (viewed.handedTo === undefined) desk.outbox.mark("visit", `${visit.visitor} ${visit.id}`, nowMs, nowMs);
  const { handedTo: _, ...record } = visit;
  return {
    moved: { to, visit: record, kept },
    commit: () => {
      countStay(desk, visit.id, nowMs);
      applyLeases(desk.board, holderFacts(copy), held);
    },
  };
}

function remember(visit: Visit, { target, action }: Placed, kept: Record<string, string>, nowMs: number): Visit {
  if (!("pool" in action)) return visit;
  const { pool } = action;
  const number = kept[pool];
  if (number !== undefined) return show(visit, { number, target, kind: "pool", pool, atMs: nowMs });
  // What was its own and is no more: the page will show something else. What is shown to all, it may go on showing.
  const isGone = visit.shown.findLast((showing) => showing.target === target)?.kind === "pool";
  return isGone ? show(visit, { number: "", target, kind: "none", pool, atMs: nowMs }) : visit;
}

/** A visit that another switchboard hands over: as it is known here already, or taken in with all that it was shown. */
export function takeOver(desk: Desk, { visit }: MovedVisit): Visit {
  const known = desk.visits.find(visit.visitor, visit.id);
  if (known) return known;
  for (const { kind, number, atMs } of visit.shown) {
    if (kind === "static" || kind === "none") continue;
    desk.visits.addLease({ visit: visit.id, visitor: visit.visitor, leasedAtMs: atMs, number, pool: "" });
  }
  if (visit.code !== undefined) desk.codes.give(visit.code, { visitor: visit.visitor, visit: visit.id });
  return visit;
}

/**
 * Saves a visit that has changed, and has D1 hear of it. Not of a copy: D1 hears of the visit from where it goes on, and its
 * version must stay behind.
 */
export function saveChanged(desk: Desk, changed: Visit, nowMs: number, dueAtMs: number): Visit {
  const isCopy = changed.handedTo !== undefined;
  const visit = isCopy ? changed : { ...changed, version: nextVersion(changed.version, nowMs) };
  // Marked first and saved last: a mark without a change only costs a row, a change without a mark is lost to D1 (T1).
  if (!isCopy) desk.outbox.mark("visit", `${visit.visitor} ${visit.id}`, nowMs, dueAtMs);
  desk.visits.save(visit);
  return visit;
}
