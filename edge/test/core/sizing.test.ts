import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { erlangB } from "../../src/core/erlang.ts";
import {
  type Demand,
  expectedAccuracy,
  type HourOfWeek,
  type MeasuredHour,
  measure,
  offeredLoad,
  sizePool,
} from "../../src/core/sizing.ts";

const HOUR = 3_600_000;
/** A Monday, midnight UTC. */
const MONDAY = Date.UTC(2026, 10, 16);
const DEMAND: Demand = { visitsPerHour: 54.3, staySeconds: 180, freezeSeconds: 1800, population: null };

/** So many weeks with `busy` visits on Tuesdays at 10 and one visit in every other hour, each of two minutes. */
function weeks(count: number, busy: number): MeasuredHour[] {
  return Array.from({ length: count * 168 }, (_, i) => {
    const asked = i % 168 === 34 ? busy : 1;
    return { hourMs: MONDAY + i * HOUR, asked, overflowed: 0, stayMs: asked * 120_000 };
  });
}

describe("measure", () => {
  it("finds the busiest hour of the week and the mean stay", () => {
    const { demand, hours } = measure(weeks(3, 40), 300, "UTC", MONDAY + 3 * 168 * HOUR);
    expect(demand).toEqual({ visitsPerHour: 40, staySeconds: 120, freezeSeconds: 300, population: null });
    expect(hours).toHaveLength(168);
    expect(hours.find(({ weekday, hour }) => weekday === 1 && hour === 10)).toMatchObject({ visits: 40 });
  });

  it("tells hours in the site's time zone", () => {
    const { hours } = measure(weeks(1, 40), 300, "Europe/Kyiv", MONDAY + 168 * HOUR);
    expect(hours.find(({ visits }) => visits === 40)).toMatchObject({ weekday: 1, hour: 12 });
  });

  it("leaves out the hour that has not ended, and asks nothing of a pool without visits", () => {
    const { demand } = measure(
      [{ hourMs: MONDAY, asked: 9, overflowed: 0, stayMs: 9_000 }],
      300,
      "UTC",
      MONDAY + HOUR / 2,
    );
    expect(demand.visitsPerHour).toBe(0);
    expect(sizePool(demand, 1, 0.01)).toMatchObject({ erlang: 0, overflow: 0, needed: 1, warning: null });
  });
});

describe("sizePool", () => {
  it("gives the figures published for 543 visitors a day", () => {
    const needed = [3, 5, 15, 30].map(
      (minutes) => sizePool({ ...DEMAND, freezeSeconds: minutes * 60 }, 10, 0.01).needed,
    );
    expect(needed).toEqual([12, 14, 26, 41]);
  });

  it("warns before the pool overflows, and says how many numbers would do", () => {
    const needed = sizePool(DEMAND, 10, 0.01).needed;
    expect(sizePool(DEMAND, 10, 0.01).warning).toContain(`${needed} numbers instead of 10`);
    expect(sizePool(DEMAND, needed, 0.01).warning).toMatch(/close to running short|^$/);
    expect(sizePool(DEMAND, needed + 6, 0.01).warning).toBeNull();
  });

  it("as traffic grows, first all is well, then the pool is close to running short, and only then it overflows", () => {
    const target = fc.double({ min: 0.001, max: 0.1, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), target, (numbers, wanted) => {
        const seen: string[] = [];
        for (let visitsPerHour = 1e-4; visitsPerHour < 3_000; visitsPerHour *= 1.02) {
          const { overflow, warning } = sizePool({ ...DEMAND, visitsPerHour, freezeSeconds: 120 }, numbers, wanted);
          const now = warning === null ? "well" : warning.includes("close to running short") ? "close" : "short";
          expect(now === "short").toBe(overflow > wanted);
          if (seen.at(-1) !== now) seen.push(now);
        }
        expect(seen).toEqual(["well", "close", "short"]);
      }),
      { numRuns: 20 },
    );
  });

  it("a population never needs more numbers than it has visitors", () => {
    const demand = fc.record({
      visitsPerHour: fc.double({ min: 0.1, max: 100, noNaN: true }),
      staySeconds: fc.integer({ min: 10, max: 1_200 }),
      freezeSeconds: fc.integer({ min: 0, max: 3_600 }),
      population: fc.integer({ min: 1, max: 200 }),
    });
    fc.assert(
      fc.property(demand, (few) => {
        expect(sizePool(few, 1, 0.01).needed).toBeLessThanOrEqual(few.population);
      }),
    );
  });
});

it("R2 expects more of more numbers, and nothing is lost on the way", () => {
  const few = expectedAccuracy({ ...DEMAND, freezeSeconds: 120 }, 4, []);
  const more = expectedAccuracy({ ...DEMAND, freezeSeconds: 120 }, 24, []);
  expect(more.right).toBeGreaterThan(few.right);
  for (const { right, wrong, unresolved } of [few, more]) expect(right + wrong + unresolved).toBeCloseTo(1, 9);
  expect(few.calls).toBeGreaterThan(100);
});

it.each([
  [4, 30],
  [8, 60],
])(
  "the simulation overflows as often as theory says, with %d numbers and %d visits an hour",
  (numbers, visitsPerHour) => {
    const demand = { ...DEMAND, visitsPerHour, freezeSeconds: 120 };
    const erlang = offeredLoad(demand);
    const hours = Array.from(
      { length: 168 },
      (_, n): HourOfWeek => ({ weekday: Math.floor(n / 24), hour: n % 24, visits: visitsPerHour, erlang }),
    );
    const { overflow } = expectedAccuracy(demand, numbers, hours);
    expect(overflow / erlangB(erlang, numbers)).toBeGreaterThan(0.75);
    expect(overflow / erlangB(erlang, numbers)).toBeLessThan(1.25);
  },
);
