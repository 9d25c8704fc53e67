import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PRIOR_CURVE } from "../../../src/core/prior-curve.ts";
import type { Arrival } from "../../../src/core/simulate/arrivals.ts";
import { LeaseChecker } from "../../../src/core/simulate/lease-checker.ts";
import { Replay } from "../../../src/core/simulate/replay.ts";
import { ScoreKeeper } from "../../../src/core/simulate/score.ts";
import { OVERFLOW, Showing } from "../../../src/core/simulate/showing.ts";

const visit = (t: number, name: string, visitor = `of-${name}`): Arrival => ({
  ...{ type: "visit", tMs: t * 1000, visit: name, visitor, device: "mobile", country: "GB" },
});
const alive = (t: number, name: string, type: "pulse" | "hidden" | "end" = "pulse"): Arrival => ({
  type,
  tMs: t * 1000,
  visit: name,
});
const signal = (t: number, name: string, given: "seen" | "tel"): Arrival => ({
  ...{ type: "signal", tMs: t * 1000, visit: name, signal: given },
});
const call = (t: number, name: string, caller: string): Arrival => ({
  ...{ type: "call", tMs: t * 1000, call: `k${t}`, caller, visit: name },
});
const stray = (t: number, pick: number): Arrival => ({
  ...{ type: "stray", tMs: t * 1000, call: `k${t}`, caller: `s${t}`, pick },
});

function replayed(arrivals: readonly Arrival[], numbers: number, freeze: number, lookback = 30 * 86_400) {
  const replay = new Replay({ numbers, freezeMs: freeze * 1000, lookbackMs: lookback * 1000 });
  for (const arrival of arrivals) replay.take(arrival);
  return replay.result();
}

describe("a replay", () => {
  it("gives a call on the site to its visit, by every policy", () => {
    const { strict, latest, ours } = replayed([visit(0, "a"), signal(20, "a", "seen"), call(30, "a", "c")], 1, 120);
    for (const one of [strict, latest, ours])
      expect(one).toMatchObject({
        calls: 1,
        real: 1,
        right: 1,
        wrong: 0,
        none: 0,
        byMethod: { lease: { calls: 1, right: 1 } },
      });
  });

  it("R4 traces a late call by the tap before it, where the others name the latest holder or nobody", () => {
    const before = [visit(0, "a"), signal(10, "a", "seen"), signal(20, "a", "tel"), alive(25, "a", "end")];
    const { strict, latest, ours } = replayed(
      [...before, visit(200, "b"), alive(204, "b", "end"), call(400, "a", "c")],
      1,
      120,
    );
    expect(strict).toMatchObject({ none: 1 });
    expect(latest).toMatchObject({ wrong: 1, byMethod: { history: { calls: 1, right: 0 } } });
    expect(ours).toMatchObject({ right: 1, byMethod: { history: { calls: 1, right: 1 } } });
  });

  it("R3 finds a second call of the same caller, whoever holds the number by then", () => {
    const arrivals = [visit(0, "a"), signal(10, "a", "tel"), call(15, "a", "c"), alive(20, "a", "end")];
    const { latest, ours } = replayed(
      [...arrivals, visit(3_000, "b"), signal(3_010, "b", "seen"), call(3_020, "a", "c")],
      1,
      120,
    );
    expect(latest).toMatchObject({ right: 1, wrong: 1 });
    expect(ours).toMatchObject({ right: 2, byMethod: { caller: { calls: 1, right: 1 } } });
  });

  it("a page whose number was leased on asks again, and its caller dials the number shown last", () => {
    const showing = new Showing({ numbers: 2, freezeMs: 10_000 }, () => PRIOR_CURVE);
    const take = (...arrivals: Arrival[]): void => {
      for (const one of arrivals) if (one.type !== "call" && one.type !== "stray") showing.take(one);
    };
    take(visit(0, "a"), alive(5, "a", "hidden"), visit(6, "b"));
    const first = showing.shownTo("a");
    take(visit(1_000, "c"), visit(1_001, "d"), alive(1_002, "a"));
    expect(showing.shownTo("a")).toBe(OVERFLOW);
    expect(first).not.toBe(OVERFLOW);
    expect(showing.holdersOf(first as string, 0).map((one) => one.visit)).toContain("a");
    expect(showing.holdersOf(first as string, 0).find((one) => one.visit === "a")).toMatchObject({ movedOn: true });
    expect(showing.holdersOf(OVERFLOW, 0)).toMatchObject([{ visit: "a", movedOn: false }]);
  });

  it("R1 a stray to a number that nobody was shown is left to nobody; the pick counts the pool's numbers", () => {
    const { strict, latest, ours } = replayed([visit(0, "a"), stray(10, 1), stray(20, 0.6)], 2, 120);
    for (const one of [strict, latest, ours]) expect(one).toMatchObject({ calls: 2, real: 0, none: 2, strayRight: 2 });
  });

  it("the look-back ends what believing the latest holder believes", () => {
    const arrivals = [visit(0, "a"), alive(1, "a", "end"), stray(5_000, 0)];
    expect(replayed(arrivals, 1, 120, 10_000).latest).toMatchObject({ wrong: 1 });
    expect(replayed(arrivals, 1, 120, 1_000).latest).toMatchObject({ none: 1, strayRight: 1 });
  });

  const someArrivals = fc.array(
    fc.record({
      gap: fc.integer({ min: 0, max: 200 }),
      what: fc.constantFrom("visit", "visit", "pulse", "hidden", "end", "seen", "tel", "call", "stray"),
      who: fc.nat(11),
    }),
    { maxLength: 120 },
  );
  function played(steps: { gap: number; what: string; who: number }[]): Arrival[] {
    let t = 0;
    const begun = new Set<string>();
    return steps.flatMap(({ gap, what, who }) => {
      t += gap;
      const name = `v${who}`;
      if (what === "stray") return stray(t, who / 12);
      if (what === "visit" || !begun.has(name)) {
        begun.add(name);
        return visit(t, name, `of-${who % 8}`);
      }
      if (what === "call") return call(t, name, `c${who}`);
      return what === "seen" || what === "tel" ? signal(t, name, what) : alive(t, name, what as "pulse");
    });
  }

  it("L1 L2 breaks no lease, and every count adds up, whatever happens", () => {
    fc.assert(
      fc.property(
        someArrivals,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 0, max: 300 }),
        (steps, numbers, freeze) => {
          const arrivals = played(steps);
          const calls = arrivals.filter(({ type }) => type === "call" || type === "stray").length;
          for (const score of Object.values(replayed(arrivals, numbers, freeze))) {
            expect(score.violations).toBe(0);
            expect([score.calls, score.right + score.wrong + score.none]).toEqual([calls, calls]);
            const byMethod = Object.values(score.byMethod).reduce((sum, one) => sum + one.calls, 0);
            expect(byMethod).toBe(calls);
            expect(score.calibration.reduce((sum, { count }) => sum + count, 0)).toBe(score.right + score.wrong);
            expect(score.overflowShare).toBeLessThanOrEqual(1);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("the checker of leases", () => {
  const checked = (freeze: number, sights: Arrival[], ...leases: [number, string][]): number => {
    const checker = new LeaseChecker(freeze * 1000);
    for (const one of sights) checker.take(one);
    for (const [t, name] of leases) checker.lease("n", name, t * 1000);
    return checker.violations;
  };

  it("L2 finds a number given away in freeze, or while its visitor is on the site", () => {
    const left = [visit(0, "a"), alive(10, "a", "end"), visit(50, "b")];
    expect(checked(120, left, [0, "a"], [100, "b"])).toBe(1);
    expect(checked(120, left, [0, "a"], [130, "b"])).toBe(0);
    const stays = [visit(0, "a"), alive(20, "a"), visit(30, "b")];
    expect(checked(0, stays, [0, "a"], [50, "b"])).toBe(1);
  });

  it("L3 lets a visitor who comes back have the number", () => {
    expect(checked(120, [visit(0, "a", "p"), visit(20, "b", "p")], [0, "a"], [20, "b"])).toBe(0);
  });
});

describe("the score", () => {
  it("R2 of calls given 0.75, of which three in four are right, has no calibration error", () => {
    const keeper = new ScoreKeeper();
    for (const truth of ["a", "a", "a", "b"]) keeper.add({ method: "history", visit: "a", confidence: 0.75 }, truth);
    expect(keeper.result()).toMatchObject({ right: 3, wrong: 1, calibrationError: 0 });
    expect(keeper.result().calibration[7]).toEqual({ confidence: 0.75, right: 0.75, count: 4 });
    expect(keeper.result().brier).toBeCloseTo(0.1875, 12);
  });

  it("a stray given to somebody is wrong, one given to nobody is none and right", () => {
    const keeper = new ScoreKeeper();
    keeper.add({ method: "lease", visit: "a", confidence: 0.95 }, null);
    keeper.add({ method: "none", visit: null, confidence: 0.6 }, null);
    keeper.add({ method: "none", visit: null, confidence: 0.6 }, "a");
    expect(keeper.result()).toMatchObject({ calls: 3, real: 1, right: 0, wrong: 1, none: 2, strayRight: 1 });
    expect(keeper.result().calibrationError).toBeCloseTo(0.95, 12);
  });
});
