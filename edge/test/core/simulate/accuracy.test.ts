import { beforeAll, describe, expect, it } from "vitest";
import type { Arrival } from "../../../src/core/simulate/arrivals.ts";
import { generate } from "../../../src/core/simulate/generate.ts";
import { marketRule, type Profile } from "../../../src/core/simulate/profile.ts";
import { PROFILES } from "../../../src/core/simulate/profiles.ts";
import { type PolicyResult, Replay, type ReplayResult } from "../../../src/core/simulate/replay.ts";
import { randomProfile } from "./random-profile.ts";

/** Calls of visits that were given to the wrong one or to nobody, and strays that were given to somebody. */
const errors = ({ wrong, none, strayRight }: PolicyResult): number => wrong + none - strayRight;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

function replayed(arrivals: readonly Arrival[], numbers: number, oracle = false): ReplayResult {
  const replay = new Replay({ numbers, freezeMs: 120_000, lookbackMs: 30 * 86_400_000, oracle });
  for (const arrival of arrivals) replay.take(arrival);
  return replay.result();
}

/** Enough visits for some 1,500 calls. */
const traffic = (profile: Profile, seed: number): Arrival[] => [
  ...generate(profile, seed, Math.round(1_300 / profile.callers)),
];

/**
 * Share of the errors of "the latest holder" that remain, by the oracle's reach where the target of 0.40 is out of it
 * (docs/resolution.md has the oracle's figures); and the calibration error, larger where three numbers are compared.
 */
const REMAIN: Record<string, number> = { b2b: 0.7, "campaign-spike": 0.5 };

describe.each(PROFILES.map((profile) => ({ name: profile.name, profile })))("on $name", ({ name, profile }) => {
  const results = new Map<number, ReplayResult>();
  beforeAll(() => {
    const arrivals = traffic(profile, 20_261_122);
    for (const times of [1, 2]) results.set(times, replayed(arrivals, times * marketRule(profile)));
  }, 120_000);

  it.each([1, 2])(
    "R4 few of the errors of believing the latest holder remain, with %i × the market's numbers",
    (times) => {
      const { latest, ours } = results.get(times) as ReplayResult;
      expect(errors(ours) / errors(latest)).toBeLessThan(REMAIN[name] ?? 0.4);
    },
  );

  it("R1 half of the strays are left to nobody", () => {
    const ours = [...results.values()].map((result) => result.ours);
    const strays = sum(ours.map(({ calls, real }) => calls - real));
    expect(sum(ours.map(({ strayRight }) => strayRight)) / strays).toBeGreaterThan(0.5);
  });

  it.each([1, 2])("R2 confidence is calibrated, with %i × the market's numbers", (times) => {
    const few = times * marketRule(profile) <= 3;
    expect((results.get(times) as ReplayResult).ours.calibrationError).toBeLessThan(few ? 0.06 : 0.04);
  });

  it("L1 L2 no lease is broken, and L5 nobody is left out for the sake of accuracy", () => {
    for (const { strict, latest, ours } of results.values()) {
      expect([strict.violations, latest.violations, ours.violations]).toEqual([0, 0, 0]);
      expect(ours.overflowShare).toBeLessThan(latest.overflowShare + 0.01);
    }
  });
});

describe("on traffic that resembles no profile", () => {
  it("R2 R4 goes nine tenths of the way that an oracle goes, who is told the truth of every call", () => {
    const all = [11, 12, 13, 14, 15].map((seed) => {
      const profile = randomProfile(seed);
      const arrivals = traffic(profile, seed);
      const numbers = Math.max(3, 2 * marketRule(profile));
      const { latest, ours } = replayed(arrivals, numbers);
      const oracle = replayed(arrivals, numbers, true).ours;
      return { ours, before: errors(latest), after: errors(ours), reach: errors(oracle) };
    });
    const saved = sum(all.map(({ before, after }) => (before - after) / before));
    const possible = sum(all.map(({ before, reach }) => (before - reach) / before));
    expect(saved / possible).toBeGreaterThan(0.9);
    expect(sum(all.map(({ ours }) => ours.calibrationError)) / all.length).toBeLessThan(0.045);
    expect(all.map(({ ours }) => ours.violations)).toEqual(all.map(() => 0));
  });
});
