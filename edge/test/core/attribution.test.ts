import fc from "fast-check";
import { expect, it } from "vitest";
import { allocate } from "../../src/core/allocate.ts";
import { ATTRIBUTION_MODELS, type AttributionModel, attribute } from "../../src/core/attribution.ts";

const DAY_MS = 86_400_000;
const NOW_MS = 1_780_000_000_000;

/** Touches by age in days; `d` marks a direct one. */
function path(...ages: (number | `${number}d`)[]) {
  return ages.map((age) => ({
    atMs: NOW_MS - Number.parseFloat(String(age)) * DAY_MS,
    channel: String(age).endsWith("d") ? "Direct" : "Paid Search",
  }));
}

function weights(model: AttributionModel, ...ages: (number | `${number}d`)[]) {
  const credits = attribute(path(...ages), { atMs: NOW_MS, value: 0 }, model);
  return credits.map(({ weight }) => Number(weight.toFixed(6)));
}

it.each<[AttributionModel, (number | `${number}d`)[], number[]]>([
  ["first", [3, 2, 1], [1, 0, 0]],
  ["last", [3, 2, "1d"], [0, 0, 1]],
  ["last-non-direct", [3, 2, "1d"], [0, 1, 0]],
  ["last-non-direct", ["3d", "2d"], [0, 1]],
  ["linear", [4, 3, 2, 1], [0.25, 0.25, 0.25, 0.25]],
  ["time-decay", [8, 1, 0], [0.192006, 0.384011, 0.423983]],
  ["time-decay", [14, 7, 0], [0.142857, 0.285714, 0.571429]],
  ["position", [1], [1]],
  ["position", [2, 1], [0.5, 0.5]],
  ["position", [4, 3, 2, 1], [0.4, 0.1, 0.1, 0.4]],
])("%s over ages %j gives %j", (model, ages, expected) => {
  expect(weights(model, ...ages)).toEqual(expected);
});

it("T2 money is exact to the minor unit", () => {
  const credits = attribute(path(3, 2, 1), { atMs: NOW_MS, value: 10_000 }, "linear");
  expect(credits.map(({ value }) => value)).toEqual([3334, 3333, 3333]);
  expect(allocate(-10_000, [1, 1, 1])).toEqual([-3334, -3333, -3333]);
  expect(allocate(1, [0, 1, 0])).toEqual([0, 1, 0]);
  // 1.43, 2.86, 5.71: the two left over go to the largest remainders.
  expect(allocate(10, [1, 2, 4])).toEqual([1, 3, 6]);
});

it("only touches of the look-back, before the conversion, in order of time", () => {
  const touches = path(-1, 0, 91, 45, 90);
  const credits = attribute(touches, { atMs: NOW_MS, value: 1 }, "linear");
  expect(credits.map(({ touch }) => touches.indexOf(touch))).toEqual([4, 3, 1]);
  expect(attribute(path(91), { atMs: NOW_MS, value: 100 }, "last")).toEqual([]);
});

it("T2 credits sum to the conversion and its value, none is negative, and the order of the input does not matter", () => {
  const touch = fc.record({ age: fc.integer({ min: 0, max: 90 * 24 }), direct: fc.boolean() });
  const touches = fc.uniqueArray(touch, { minLength: 1, maxLength: 30, selector: ({ age }) => age });
  fc.assert(
    fc.property(touches, fc.maxSafeNat(), fc.constantFrom(...ATTRIBUTION_MODELS), (ages, value, model) => {
      const list = path(...ages.map(({ age, direct }) => (direct ? (`${age / 24}d` as const) : age / 24)));
      const credits = attribute(list, { atMs: NOW_MS, value }, model);
      expect(credits.reduce((sum, credit) => sum + credit.value, 0)).toBe(value);
      expect(credits.reduce((sum, credit) => sum + credit.weight, 0)).toBeCloseTo(1, 9);
      expect(credits.every((credit) => credit.value >= 0 && credit.weight >= 0)).toBe(true);
      expect(attribute(list.toReversed(), { atMs: NOW_MS, value }, model)).toEqual(credits);
    }),
  );
});

it("T2 allocation is whole, exact, and within one of the exact share", () => {
  const anyWeights = fc
    .array(fc.double({ min: 0, max: 1000, noNaN: true }), { minLength: 1, maxLength: 20 })
    .filter((list) => list.some((weight) => weight > 1e-3));
  fc.assert(
    fc.property(fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }), anyWeights, (amount, list) => {
      const parts = allocate(amount, list);
      const total = list.reduce((sum, weight) => sum + weight, 0);
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(amount);
      for (const [index, part] of parts.entries()) {
        expect(Number.isSafeInteger(part)).toBe(true);
        expect(Math.abs(part - (amount * (list[index] ?? 0)) / total)).toBeLessThan(1.01);
      }
    }),
  );
});

it.each([
  [0.5, [1]],
  [1, []],
  [1, [0, 0]],
  [1, [-1, 2]],
  [1, [Number.NaN]],
])("allocating %s by %j is a mistake of the programmer", (amount, list) => {
  expect(() => allocate(amount, list)).toThrow(RangeError);
});
