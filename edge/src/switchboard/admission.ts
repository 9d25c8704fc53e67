/** Whom a switchboard serves: pages of the site's own origins, and visitors of its own shard. Decides, changes nothing. */
import { shardOf } from "../core/shards.ts";
import type { Desk } from "./desk.ts";

/** A visitor belongs here by its hash, or because a going visit or a resting number of theirs is here since before resharding. */
export function isAtHome(desk: Desk, visitor: string, nowMs: number): boolean {
  const { shard, shards, settings } = desk.config;
  if (shardOf(visitor, shards) === shard || desk.board.isKnown(visitor)) return true;
  const latest = desk.visits.latest(visitor);
  return latest !== null && nowMs - latest.lastSeenMs <= settings.visitTimeoutSeconds * 1000;
}

/** Whether pages of this origin may ask; the site's settings say which. */
export function isAllowed(desk: Desk, origin: string): boolean {
  return desk.config.origins.some((allowed) => allowed === "*" || allowed === origin);
}
