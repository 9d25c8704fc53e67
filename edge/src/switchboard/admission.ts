/**
 * Whom a switchboard serves: pages of the site's own origins, visitors of its own shard, calls to its own numbers.
 * Decides, changes nothing.
 */
import { shardOf } from "../core/shards.ts";
import type { Desk } from "./desk.ts";
import type { CallCommand } from "./rpc.ts";

/** A visitor belongs here by its hash, or because a going visit or a resting number of theirs is here since before resharding. */
export function isAtHome(desk: Desk, visitor: string, nowMs: number): boolean {
  const { shard, shards, settings } = desk.config;
  if (shardOf(visitor, shards) === shard || desk.board.isKnown(visitor)) return true;
  const latest = desk.visits.latest(visitor);
  return latest !== null && nowMs - latest.lastSeenMs <= settings.visitTimeoutSeconds * 1000;
}

/** A call belongs here by its number, or because it is known already; a stray one belongs nowhere else either. */
export function isExpected(desk: Desk, { connection, event: { callId, to }, stray }: CallCommand): boolean {
  if (stray || to === undefined || desk.numbers.has(to) || desk.board.slots.has(to)) return true;
  return desk.calls.version(`${connection}:${callId}`) !== null;
}

/** Whether pages of this origin may ask; the site's settings say which. */
export function isAllowed(desk: Desk, origin: string): boolean {
  return desk.config.origins.some((allowed) => allowed === "*" || allowed === origin);
}
