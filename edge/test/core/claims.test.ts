import fc from "fast-check";
import { expect, it } from "vitest";
import { Claims } from "../../src/core/claims.ts";
import { emptySlot, type Holder, type Slot } from "../../src/core/slot.ts";

const ADDRESSES = ["a", "b", "c"];
const POOLS = ["sales", "service"];
const holderAt = (address: string): Holder => ({
  ...{ visit: "v", visitor: "p", address, startedAtMs: 0, lastSeenMs: 0, visible: true },
  ...{ signals: {}, calledAtMs: null, slots: [] },
});

it("L7 an address counts for the live slots it holds in a pool, also after it has changed, and for no others", () => {
  const step = fc.record({
    what: fc.constantFrom("enter", "enter", "leave", "expire", "count"),
    slot: fc.nat(3),
    address: fc.nat(2),
    bound: fc.integer({ min: 1, max: 4 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const claims = new Claims();
      const slots = Array.from({ length: 8 }, (_, n) => emptySlot(`n${n}`, POOLS[n % 2] ?? ""));
      const live = new Set<Slot>();
      for (const { what, slot: at, address: of, bound } of steps) {
        const [slot, address] = [slots[at] as Slot, ADDRESSES[of] as string];
        if (what === "enter") {
          slot.holder = holderAt(address);
          live.add(slot);
          claims.enter(slot);
        } else if (what === "leave") {
          claims.leave(slot);
          slot.holder = null;
          live.delete(slot);
        } else if (what === "expire") live.delete(slot);
        else {
          const held = [...live].filter(({ pool, holder }) => pool === slot.pool && holder?.address === address);
          expect(claims.reach(address, slot.pool, bound, (one) => live.has(one))).toBe(held.length >= bound);
        }
      }
    }),
    { numRuns: 1_000 },
  );
});
