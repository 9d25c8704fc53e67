import fc from "fast-check";
import { expect, it } from "vitest";
import { mintCode, readCode } from "../../src/core/code.ts";

/** Lehmer's generator: enough to choose codes by. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

const seed = fc.integer({ min: 1, max: 2_147_483_646 });
const minted = seed.map((value) => mintCode(randomFrom(value), () => false)).filter((code) => code !== null);

it("R1 a code is read back however it is spaced", () => {
  fc.assert(
    fc.property(minted, (code) => {
      expect(readCode(code)).toBe(code);
      expect(readCode(` ${code.slice(0, 2)} ${code.slice(2)}#`)).toBe(code);
      expect(code).toMatch(/^\d{5}$/);
      expect(code).not.toMatch(/(\d)\1\1/);
    }),
  );
});

it("R1 every single wrong digit and every swap of neighbours is noticed", () => {
  fc.assert(
    fc.property(minted, (code) => {
      for (let at = 0; at < code.length; at++) {
        for (const digit of "0123456789") {
          const slip = code.slice(0, at) + digit + code.slice(at + 1);
          if (slip !== code) expect(readCode(slip)).toBeNull();
        }
        const swapped = code.slice(0, at) + (code[at + 1] ?? "") + (code[at] ?? "") + code.slice(at + 2);
        if (at + 1 < code.length && swapped !== code) expect(readCode(swapped)).toBeNull();
      }
    }),
  );
});

it("R1 codes in use are not given again; when short ones run out, longer ones are", () => {
  const used = new Set<string>();
  const next = randomFrom(1);
  for (let i = 0; i < 12_000; i++) {
    const code = mintCode(next, (candidate) => used.has(candidate));
    expect(code).not.toBeNull();
    expect(used.has(code ?? "")).toBe(false);
    used.add(code ?? "");
  }
  expect(Math.max(...[...used].map((code) => code.length))).toBeGreaterThan(5);
});

it("R1 two switchboards of a site never mint the same code, however many codes are in use", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 32 }), seed, (shards, value) => {
      const next = randomFrom(value);
      const owners = new Map<string, number>();
      for (let i = 0; i < 400; i++) {
        const shard = i % shards;
        const code = mintCode(next, (candidate) => owners.get(candidate) === shard, { shard, shards });
        expect(code).not.toBeNull();
        expect(readCode(code ?? "")).toBe(code);
        expect(owners.has(code ?? "")).toBe(false);
        owners.set(code ?? "", shard);
      }
    }),
  );
});
