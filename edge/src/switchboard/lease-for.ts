/**
 * Which numbers a visit gets of the pools that its placements lead to: new ones, its own, and those it keeps at switchboards
 * of the site that it was at before. Only decides.
 */
import { decideLeases, type LeaseDecision } from "../core/lease.ts";
import type { Placed } from "../core/placement.ts";
import type { Visit } from "../core/visit.ts";
import type { Desk } from "./desk.ts";

/** What nearly every visit keeps elsewhere. */
export const NOTHING: Readonly<Record<string, string>> = {};

/** @param kept by pool, what the visit keeps elsewhere: that is its own, too; `NOTHING` for nothing */
export function leaseFor(
  desk: Desk,
  visit: Visit,
  placed: readonly Placed[],
  kept: Readonly<Record<string, string>>,
  nowMs: number,
): LeaseDecision[] {
  const command = leaseCommand(desk, visit, placed, nowMs);
  const { pools } = command;
  if (kept === NOTHING && visit.handedTo === undefined) return decideLeases(desk.board, command, desk.study.curve);
  const own = new Set(desk.board.holders.get(visit.id)?.slots.map(({ pool }) => pool));
  // Of a visit that has gone on elsewhere, this switchboard only keeps what it had.
  const asked = pools.filter((pool) => own.has(pool) || (visit.handedTo === undefined && kept[pool] === undefined));
  const decisions = decideLeases(desk.board, { ...command, pools: asked }, desk.study.curve);
  for (const pool of pools) {
    const number = kept[pool];
    if (number !== undefined && !own.has(pool)) decisions.push({ pool, outcome: "kept", number });
  }
  return decisions;
}

function leaseCommand(desk: Desk, visit: Visit, placed: readonly Placed[], nowMs: number) {
  const pools = new Set(placed.flatMap(({ action }) => ("pool" in action ? [action.pool] : [])));
  const { addressBounds, settings } = desk.config;
  const { addressShare } = settings;
  const { id, visitor, address } = visit;
  return { visit: id, visitor, address, pools: [...pools], nowMs, addressShare, addressBounds };
}
