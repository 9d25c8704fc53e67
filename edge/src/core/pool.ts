/**
 * The numbers of one pool, ordered so that the best one to give is found by looking at a handful of heads (L4). Each
 * slot waits in the queue of its holder's class of intent and visibility; within a queue both the end of the guaranteed
 * rest and the chance of a late call fall in the same order, so only heads can be the answer.
 */
import type { PoolConfig } from "./config.ts";
import { type DelayCurve, remainingChance } from "./delay-curve.ts";
import { RestQueue } from "./rest-queue.ts";
import { INTENTS, type Intent } from "./signals.ts";
import { holderClass, restingSinceMs, type Slot } from "./slot.ts";

/** How long a visible page may be silent before it counts as gone, milliseconds: three pulses and the network's delay. */
export const ALIVE_GRACE_MS = 65_000;

/** Queue of the slots that were never leased; the others follow, two for each class of intent. */
const FRESH = 0;

export class Pool {
  config: PoolConfig;
  readonly #queues = Array.from({ length: 1 + 2 * INTENTS.length }, () => new RestQueue());
  #size = 0;

  constructor(config: PoolConfig) {
    this.config = config;
  }

  /** Numbers that may be given, now or later; draining ones are not counted. */
  get size(): number {
    return this.#size;
  }

  /** Puts a slot at its place; call again after anything about its holder has changed. */
  place(slot: Slot): void {
    this.remove(slot);
    if (slot.draining) return;
    slot.queue = queueOf(slot);
    this.#queues[slot.queue]?.insert(slot);
    this.#size += 1;
  }

  remove(slot: Slot): void {
    if (slot.queue === null) return;
    this.#queues[slot.queue]?.remove(slot);
    slot.queue = null;
    this.#size -= 1;
  }

  /** When the guaranteed rest of a slot ends, epoch milliseconds; before that it is live (L1, L2). */
  restsUntilMs(slot: Slot): number {
    const { holder } = slot;
    if (!holder) return Number.NEGATIVE_INFINITY;
    const freezeMs = holder.calledAtMs === null ? this.config.freezeMs : this.config.freezeAfterCallMs;
    const freezeEndsMs = restingSinceMs(slot) + freezeMs;
    return holder.visible ? Math.max(freezeEndsMs, holder.lastSeenMs + ALIVE_GRACE_MS) : freezeEndsMs;
  }

  /** The number whose last visitor is least likely still to call, of those past their guaranteed rest; `null` for none. */
  choose(nowMs: number, curve: DelayCurve): Slot | null {
    let best: Slot | null = null;
    let bestChance = Number.POSITIVE_INFINITY;
    for (const { head } of this.#queues) {
      if (!head || this.restsUntilMs(head) > nowMs) continue;
      if (!head.holder) return head;
      const chance = remainingChance(curve, INTENTS[holderClass(head.holder)] as Intent, nowMs - restingSinceMs(head));
      if (chance > bestChance) continue;
      if (chance === bestChance && best && restingSinceMs(best) <= restingSinceMs(head)) continue;
      best = head;
      bestChance = chance;
    }
    return best;
  }
}

function queueOf(slot: Slot): number {
  const { holder } = slot;
  if (!holder) return FRESH;
  return 1 + 2 * holderClass(holder) + (holder.visible ? 1 : 0);
}
