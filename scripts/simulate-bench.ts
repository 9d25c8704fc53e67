/**
 * How fast the simulator is, in visits a second of processor time on one core, and against a floor measured in the same
 * run: the same arrivals, merely looked up in a map. Measures only; what is too slow is for the reader to say.
 */
import { PRIOR_CURVE } from "../edge/src/core/prior-curve.ts";
import type { Arrival } from "../edge/src/core/simulate/arrivals.ts";
import { generate } from "../edge/src/core/simulate/generate.ts";
import { Ours } from "../edge/src/core/simulate/policy.ts";
import { marketRule } from "../edge/src/core/simulate/profile.ts";
import { PROFILES } from "../edge/src/core/simulate/profiles.ts";
import { Showing } from "../edge/src/core/simulate/showing.ts";

const VISITS = 100_000;
const ROUNDS = 8;
const FREEZE_MS = 120_000;
const LOOKBACK_MS = 30 * 86_400_000;

/** Seconds of processor time: others may be using the machine as well. */
function secondsOf(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function floor(arrivals: readonly Arrival[]): void {
  const seen = new Map<string, { lastSeenMs: number }>();
  for (const arrival of arrivals) {
    if (arrival.type === "stray") continue;
    const visit = seen.get(arrival.visit);
    if (visit) visit.lastSeenMs = arrival.tMs;
    else seen.set(arrival.visit, { lastSeenMs: arrival.tMs });
  }
}

/** Leases every number and resolves every call by our policy alone. */
function play(arrivals: readonly Arrival[], numbers: number): void {
  const ours = new Ours({ freezeMs: FREEZE_MS, lookbackMs: LOOKBACK_MS, curve: PRIOR_CURVE, learns: false });
  const showing = new Showing({ numbers, freezeMs: FREEZE_MS }, () => ours.curve);
  for (const arrival of arrivals) {
    if (arrival.type !== "call" && arrival.type !== "stray") {
      showing.take(arrival);
      continue;
    }
    const { tMs, caller } = arrival;
    const number =
      arrival.type === "call" ? showing.shownTo(arrival.visit) : showing.numbers[Math.floor(arrival.pick * numbers)];
    ours.answer({ tMs, caller, number: number ?? "" }, showing);
  }
}

export function bench(): string {
  const lines = ["profile          numbers  visits/s  × floor  arrivals/visit"];
  for (const profile of PROFILES) {
    const arrivals = [...generate(profile, 1, VISITS)];
    const numbers = 2 * marketRule(profile);
    // The best of several rounds: the first ones still compile, and others may be using the caches of the machine.
    const best = (run: () => void): number => Math.min(...Array.from({ length: ROUNDS }, () => secondsOf(run)));
    const seconds = best(() => play(arrivals, numbers));
    const ratio = best(() => floor(arrivals)) / seconds;
    const perVisit = (arrivals.length / VISITS).toFixed(1);
    const cells = [String(numbers).padStart(7), String(Math.round(VISITS / seconds)).padStart(8)];
    lines.push(
      `${profile.name.padEnd(15)}  ${cells.join("  ")}  ${ratio.toFixed(2).padStart(7)}  ${perVisit.padStart(14)}`,
    );
  }
  return lines.join("\n");
}
