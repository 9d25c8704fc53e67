import { describe, expect, it } from "vitest";
import { generate } from "../../../src/core/simulate/generate.ts";
import { marketRule } from "../../../src/core/simulate/profile.ts";
import { type PolicyResult, Replay } from "../../../src/core/simulate/replay.ts";
import { UNLIKE } from "./unlike-profiles.ts";

const CALLS = 500;
const errors = ({ wrong, none, strayRight }: PolicyResult): number => wrong + none - strayRight;

/**
 * By trait: how many of the errors of "the latest holder" may remain, where that is more than 0.4. With each of these an
 * oracle that is told the truth of every call leaves hardly fewer (docs/resolution.md).
 */
const REMAIN = [
  [/two humps/, 0.8],
  [/weekends off/, 0.75],
  [/at lunch/, 0.9],
] as const;

describe("on traffic with one trait that no profile has", () => {
  it.each(UNLIKE.map((profile) => ({ name: profile.name, profile })))(
    "R2 R4 $name: the confidence holds, and so does the advantage over the latest holder",
    ({ name, profile }) => {
      const replay = new Replay({ numbers: 2 * marketRule(profile), freezeMs: 120_000, lookbackMs: 30 * 86_400_000 });
      for (const arrival of generate(profile, 20_261_122, Math.round(CALLS / profile.callers))) replay.take(arrival);
      const { latest, ours } = replay.result();
      const remain = REMAIN.find(([trait]) => trait.test(name))?.[1] ?? 0.4;
      expect(errors(ours) / errors(latest)).toBeLessThan(remain);
      expect(ours.calibrationError).toBeLessThan(0.06);
      expect(ours.strayRight / (ours.calls - ours.real)).toBeGreaterThan(0.5);
      expect(ours.violations).toBe(0);
    },
    60_000,
  );
});
