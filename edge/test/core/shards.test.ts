import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fnv1a, MAX_SHARDS, shardOf } from "../../src/core/shards.ts";

describe("shards", () => {
  it("hashes as FNV-1a's published vectors say", () => {
    expect(fnv1a("")).toBe(0x811c9dc5);
    expect(fnv1a("a")).toBe(0xe40c292c);
    expect(fnv1a("foobar")).toBe(0xbf9cf968);
  });

  it("puts every id on one of the shards", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: MAX_SHARDS }), (id, shards) => {
        const shard = shardOf(id, shards);
        expect(Number.isInteger(shard) && shard >= 0 && shard < shards).toBe(true);
      }),
    );
  });

  it("deals a block of consecutive numbers out evenly enough", () => {
    for (const shards of [2, 3, 4, 8, 16]) {
      const counts = new Array<number>(shards).fill(0);
      for (let i = 0; i < 1_600; i++) {
        const shard = shardOf(`+4420794${String(60_000 + i)}`, shards);
        counts[shard] = (counts[shard] ?? 0) + 1;
      }
      expect(Math.min(...counts) * shards).toBeGreaterThan(1_600 * 0.7);
      expect(Math.max(...counts) * shards).toBeLessThan(1_600 * 1.3);
    }
  });
});
