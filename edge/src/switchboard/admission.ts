/**
 * Whom a switchboard serves: pages of the site's own origins, visitors of its own shard, calls to its own numbers.
 * Decides, changes nothing.
 */
import { shardOf } from "../core/shards.ts";
import type { Desk } from "./desk.ts";
import type { CallCommand } from "./rpc.ts";

/** A visitor belongs here by their hash, or because a going visit or a resting number of theirs is here since before resharding. */
export function isAtHome(desk: Desk, visitor: string, nowMs: number): boolean {
  const { shard, shards, settings } = desk.config;
  if (shardOf(visitor, shards) === shard) return true;
  // A shard that the site has no more gives nothing back but what is live.
  if (shard < shards ? desk.board.isKnown(visitor) : hasLiveNumber(desk, visitor, nowMs)) return true;
  const latest = desk.visits.latest(visitor);
  return latest !== null && nowMs - latest.lastSeenMs <= settings.visitTimeoutSeconds * 1000;
}

function hasLiveNumber({ board }: Desk, visitor: string, nowMs: number): boolean {
  return [...board.pools.keys()].some((pool) => {
    const slot = board.slotOf("", visitor, pool);
    return slot !== null && board.isLive(slot, nowMs);
  });
}

/** A call belongs here by its number, or because it is known already; a stray one belongs nowhere else either. */
function isExpected(desk: Desk, { connection, event: { callId, to }, stray }: CallCommand): boolean {
  if (stray || to === undefined || desk.numbers.has(to) || desk.board.slots.has(to)) return true;
  return desk.inbox.knows(connection, callId) || desk.calls.version(`${connection}:${callId}`) !== null;
}

/** The desk, if a call event belongs to it. Throws if not. */
export function admitted(desk: Desk | null, command: CallCommand): Desk {
  if (!desk) throw new Error("switchboard is not configured");
  if (!isExpected(desk, command)) throw new Error("the called number is not at this switchboard");
  return desk;
}

/** Whether pages of this origin may ask; the site's settings say which. */
export function isAllowed(desk: Desk, origin: string): boolean {
  return desk.config.origins.some((allowed) => allowed === "*" || allowed === origin);
}
