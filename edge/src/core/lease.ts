/**
 * Leasing: which number a visit gets (L1–L5, L7). `decideLeases` only decides; the switchboard saves the decisions and
 * then has `applyLeases` write them on the board, so that a failed save leaves the board as it was.
 */
import { addressBound } from "./address-share.ts";
import type { Board, HolderFacts } from "./board.ts";
import type { DelayCurve } from "./delay-curve.ts";
import type { Pool } from "./pool.ts";
import type { Slot } from "./slot.ts";

export interface LeaseCommand {
  visit: string;
  visitor: string;
  address: string;
  /** Pools that the visit's placements lead to, without repetition. */
  pools: readonly string[];
  nowMs: number;
  /** Share of a pool that one address may hold at a time, 0..1. */
  addressShare: number;
  /** By pool, how many numbers that is of this switchboard, where there are others (`SiteConfig`). */
  addressBounds?: Readonly<Record<string, number>> | undefined;
}

/** What a visit gets in one pool. `kept` was its own, `returned` rested from an earlier visit of the same visitor. */
export type LeaseDecision =
  | { pool: string; outcome: "kept" | "returned" | "leased"; number: string }
  /** The pool has no number to give (`exhausted`), or this address holds its share already (`bounded`). */
  | { pool: string; outcome: "exhausted" | "bounded"; number: null };

/** Decides for every pool of the command. Deterministic; unknown pools are passed over. */
export function decideLeases(board: Board, command: LeaseCommand, curve: DelayCurve): LeaseDecision[] {
  const decisions: LeaseDecision[] = [];
  for (const id of command.pools) {
    const pool = board.pools.get(id);
    if (pool) decisions.push(decideLease(board, pool, command, curve));
  }
  return decisions;
}

function decideLease(board: Board, pool: Pool, command: LeaseCommand, curve: DelayCurve): LeaseDecision {
  const { id } = pool.config;
  const own = board.slotOf(command.visit, command.visitor, id);
  if (own && mayReturn(board, own, command)) {
    return { pool: id, outcome: own.holder?.visit === command.visit ? "kept" : "returned", number: own.number };
  }
  const slot = pool.choose(command.nowMs, curve);
  if (!slot) return { pool: id, outcome: "exhausted", number: null };
  const bound = command.addressBounds?.[id] ?? addressBound(pool.size, command.addressShare);
  if (board.reachesBound(command.address, id, bound, command.nowMs)) {
    return { pool: id, outcome: "bounded", number: null };
  }
  return { pool: id, outcome: "leased", number: slot.number };
}

/** A draining number stays with its visitor while it is live, but is not revived afterwards. */
function mayReturn(board: Board, slot: Slot, command: LeaseCommand): boolean {
  return !slot.draining || board.isLive(slot, command.nowMs);
}

/** Writes saved decisions on the board. `facts` describe the visit as it is now. */
export function applyLeases(board: Board, facts: HolderFacts, decisions: readonly LeaseDecision[]): void {
  // First, so that a holder who is new need not be taken in and brought up to date at once.
  board.update(facts);
  for (const decision of decisions) {
    if (decision.outcome === "leased" || decision.outcome === "returned") {
      board.assign(decision.number, facts, board.leaseTimeMs(decision.number, facts.lastSeenMs));
    }
  }
}
