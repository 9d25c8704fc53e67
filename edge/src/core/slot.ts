/**
 * A slot is a pool number with the visit that holds it, or held it last; a holder is such a visit, shared by all its
 * slots. Plain data that `rest-queue.ts` links and `board.ts` keeps; nothing here decides.
 */
import { classOf, type SignalTimes } from "./signals.ts";

/** A visit that holds at least one number. */
export interface Holder {
  visit: string;
  visitor: string;
  /** Hashed client address, to bound leases per address (L7). */
  address: string;
  startedAtMs: number;
  /** Last sign of life by the switchboard's clock, epoch milliseconds. */
  lastSeenMs: number;
  /** The page was in view at the last sign of life. */
  visible: boolean;
  signals: SignalTimes;
  /** When this visit last called, epoch milliseconds. */
  calledAtMs: number | null;
  slots: Slot[];
}

export interface Slot {
  number: string;
  pool: string;
  /** `null` until it is leased for the first time. */
  holder: Holder | null;
  leasedAtMs: number;
  /** Taken out of the configuration: goes when it has rested, and is not given to another visit. */
  draining: boolean;
  /** The client address for which it counts at present (`claims.ts`). */
  claimedBy: string | null;
  /** Which of its pool's rest queues it waits in, and its links there. */
  queue: number | null;
  prev: Slot | null;
  next: Slot | null;
}

/** A slot that was never leased. */
export function emptySlot(number: string, pool: string): Slot {
  const unlinked = { claimedBy: null, queue: null, prev: null, next: null };
  return { number, pool, holder: null, leasedAtMs: 0, draining: false, ...unlinked };
}

/** The time from which a slot's rest is counted: the last sign of life, or the call if that came later. Epoch ms. */
export function restingSinceMs(slot: Slot): number {
  const { holder } = slot;
  if (!holder) return Number.NEGATIVE_INFINITY;
  return holder.calledAtMs === null ? holder.lastSeenMs : Math.max(holder.lastSeenMs, holder.calledAtMs);
}

/** The class of intent of a holder, for the choice of the next number: an index into `INTENTS`. */
export function holderClass(holder: Holder): number {
  return classOf(holder.signals, holder.calledAtMs !== null, holder.lastSeenMs - holder.startedAtMs);
}
