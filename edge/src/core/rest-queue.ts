/**
 * Slots in the order in which they began to rest, the longest-rested first: a doubly linked list threaded through the
 * slots, so that joining and leaving cost the same in a pool of ten numbers and of ten thousand.
 */
import { restingSinceMs, type Slot } from "./slot.ts";

export class RestQueue {
  head: Slot | null = null;
  tail: Slot | null = null;

  /** Adds a slot at its place in time. That is nearly always the tail, from which the search begins. */
  insert(slot: Slot): void {
    const since = restingSinceMs(slot);
    let before = this.tail;
    while (before && restingSinceMs(before) > since) before = before.prev;
    const after = before ? before.next : this.head;
    slot.prev = before;
    slot.next = after;
    if (before) before.next = slot;
    else this.head = slot;
    if (after) after.prev = slot;
    else this.tail = slot;
  }

  /** Takes a slot out. The slot must be in this queue. */
  remove(slot: Slot): void {
    if (slot.prev) slot.prev.next = slot.next;
    else this.head = slot.next;
    if (slot.next) slot.next.prev = slot.prev;
    else this.tail = slot.prev;
    slot.prev = null;
    slot.next = null;
  }
}
