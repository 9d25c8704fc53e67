import fc from "fast-check";
import { expect, it } from "vitest";
import { RestQueue } from "../../src/core/rest-queue.ts";
import { emptySlot, type Slot } from "../../src/core/slot.ts";

function slotSince(lastSeenMs: number): Slot {
  const facts = {
    visit: "v",
    visitor: "w",
    address: "a",
    startedAtMs: 0,
    visible: false,
    signals: {},
    calledAtMs: null,
  };
  return { ...emptySlot("+442079460100", "sales"), holder: { ...facts, lastSeenMs, slots: [] } };
}

function times(queue: RestQueue): number[] {
  const seen: number[] = [];
  for (let slot = queue.head; slot; slot = slot.next) seen.push(slot.holder?.lastSeenMs ?? -1);
  return seen;
}

it("L4 keeps slots in the order in which they began to rest, whatever the order of joining and leaving", () => {
  const entry = fc.record({ atMs: fc.nat({ max: 50 }), leaves: fc.boolean() });
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 40 }), (entries) => {
      const queue = new RestQueue();
      const slots = entries.map(({ atMs }) => slotSince(atMs));
      for (const slot of slots) queue.insert(slot);
      slots.forEach((slot, i) => {
        if (entries[i]?.leaves) queue.remove(slot);
      });
      const stayed = entries.filter(({ leaves }) => !leaves).map(({ atMs }) => atMs);
      expect(times(queue)).toEqual(stayed.toSorted((a, b) => a - b));
      expect(queue.tail?.holder?.lastSeenMs).toBe(stayed.length > 0 ? Math.max(...stayed) : undefined);
    }),
  );
});
