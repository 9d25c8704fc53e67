import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { engset, erlangB, numbersNeeded } from "../../src/core/erlang.ts";

describe("Erlang B", () => {
  it.each([
    [1, 1, 0.5],
    [1, 2, 0.2],
    [2, 5, 0.036697],
    [5, 10, 0.018385],
    [10, 10, 0.214582],
    [10, 15, 0.036497],
    [10, 18, 0.007142],
    [20, 30, 0.008457],
    [50, 64, 0.008439],
    [100, 117, 0.00979],
  ])("of %d erlang on %d numbers is %d", (load, numbers, expected) => {
    expect(erlangB(load, numbers)).toBeCloseTo(expected, 6);
  });

  it("falls with every number and rises with the load", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 500, noNaN: true }), fc.nat({ max: 400 }), (load, numbers) => {
        const before = erlangB(load, numbers);
        // Below the smallest number there is, all are 0.
        if (before > Number.MIN_VALUE) expect(erlangB(load, numbers + 1)).toBeLessThan(before);
        expect(erlangB(load * 1.1, numbers + 1)).toBeGreaterThanOrEqual(erlangB(load, numbers + 1));
      }),
    );
  });
});

describe("Engset", () => {
  it.each([
    [20, 0.5, 10, 0.056381, 0.041698],
    [100, 0.1, 10, 0.179304, 0.174692],
  ])("of %d visitors, each %d erlang when idle, on %d numbers", (sources, idleLoad, numbers, time, call) => {
    expect(engset(sources, idleLoad, numbers).time).toBeCloseTo(time, 6);
    expect(engset(sources, idleLoad, numbers).call).toBeCloseTo(call, 6);
  });

  it("of very many visitors is Erlang B", () => {
    expect(engset(1_000_000, 1e-5, 15).time).toBeCloseTo(0.036495, 6);
    expect(engset(1_000_000, 1e-5, 15).time).toBeCloseTo(erlangB(10, 15), 5);
  });
});

describe("numbers needed", () => {
  const TARGETS = [0.05, 0.02, 0.01, 0.005, 0.001];
  it.each([
    [1, [4, 4, 5, 5, 6]],
    [2, [5, 6, 7, 7, 8]],
    [5, [9, 10, 11, 12, 14]],
    [10, [15, 17, 18, 19, 21]],
    [20, [26, 28, 30, 32, 35]],
    [50, [56, 61, 64, 66, 71]],
    [100, [105, 113, 117, 121, 128]],
  ])("for %d erlang at five targets", (load, expected) => {
    expect(TARGETS.map((target) => numbersNeeded(target, (numbers) => erlangB(load, numbers)))).toEqual(expected);
  });

  it("is the fewest that will do", () => {
    const target = fc.double({ min: 0.0005, max: 0.5, noNaN: true });
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 300, noNaN: true }), target, (load, wanted) => {
        const numbers = numbersNeeded(wanted, (n) => erlangB(load, n));
        expect(erlangB(load, numbers)).toBeLessThanOrEqual(wanted);
        if (numbers > 1) expect(erlangB(load, numbers - 1)).toBeGreaterThan(wanted);
      }),
    );
  });
});
