import fc from "fast-check";
import { expect, it } from "vitest";
import { addressBound, addressBounds, evenPart } from "../../src/core/address-share.ts";

const sum = (parts: readonly number[]) => parts.reduce((a, b) => a + b, 0);
const someSizes = fc.array(fc.nat({ max: 60 }), { minLength: 1, maxLength: 32 });
const someShare = fc.double({ min: 0, max: 1, noNaN: true });

it("L7 the parts of a bound are together no more than the bound, unless each switchboard has one", () => {
  fc.assert(
    fc.property(someSizes, someShare, (sizes, share) => {
      const parts = addressBounds(sizes, share);
      const able = sizes.flatMap((size, n) => (size > 0 ? [parts[n] ?? 0] : []));
      const bound = addressBound(sum(sizes), share);
      expect(sum(able)).toBeLessThanOrEqual(Math.max(bound, able.length));
      expect(parts.every((part, n) => part >= 1 && part <= Math.max(1, (sizes[n] ?? 0) - 1))).toBe(true);
    }),
  );
});

it("L7 an address loses little by the site being split: all but what a switchboard must keep for others", () => {
  fc.assert(
    fc.property(someSizes, someShare, (sizes, share) => {
      const parts = addressBounds(sizes, share);
      const able = sizes.flatMap((size, n) => (size > 0 ? [parts[n] ?? 0] : []));
      const most = sum(sizes.map((size) => (size > 0 ? Math.max(1, size - 1) : 0)));
      expect(sum(able)).toBeGreaterThanOrEqual(Math.min(addressBound(sum(sizes), share), most));
    }),
  );
});

it("L7 one switchboard has the whole bound", () => {
  fc.assert(
    fc.property(fc.nat({ max: 500 }), someShare, (size, share) => {
      expect(addressBounds([size], share)).toEqual([addressBound(size, share)]);
    }),
  );
});

it("L7 what an address may do in a minute is dealt out evenly", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 1, max: 32 }), (total, shards) => {
      const parts = Array.from({ length: shards }, (_, shard) => evenPart(total, shard, shards));
      expect(sum(parts)).toBe(Math.max(total, shards));
      expect(Math.max(...parts) - Math.min(...parts)).toBeLessThanOrEqual(1);
    }),
  );
});
