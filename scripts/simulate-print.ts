/** The results of simulated runs for people: a table, and a chart of the share of right answers. */
import type { PolicyResult, ReplayResult } from "../edge/src/core/simulate/replay.ts";

export interface Run extends ReplayResult {
  numbers: number;
  freezeSeconds: number;
}

const POLICIES = ["strict", "latest", "ours"] as const;
const HEAD = ["numbers", "freeze", "policy", "right", "wrong", "unresolved", "strays left", "overflow", "calibration"];
const BAR = 40;

export function table(runs: readonly Run[]): string {
  const rows = runs.flatMap((run) => POLICIES.map((policy) => row(run, policy)));
  const widths = HEAD.map((title, at) => Math.max(title.length, ...rows.map((cells) => cells[at]?.length ?? 0)));
  return [HEAD, ...rows].map((cells) => cells.map((cell, at) => cell.padStart(widths[at] ?? 0)).join("  ")).join("\n");
}

function row(run: Run, policy: (typeof POLICIES)[number]): string[] {
  const { calls, right, wrong, none, real, strayRight, overflowShare, calibrationError } = run[policy];
  const strays = calls - real;
  return [
    String(run.numbers),
    `${run.freezeSeconds} s`,
    policy,
    percent(right, real),
    percent(wrong, calls),
    percent(none - strayRight, real),
    percent(strayRight, strays),
    percent(overflowShare, 1),
    policy === "ours" ? calibrationError.toFixed(3) : "-",
  ];
}

/** Calls of visits that were traced to the right one, a bar each. */
export function chart(runs: readonly Run[]): string {
  return runs
    .flatMap((run) => [
      `${run.numbers} numbers, freeze ${run.freezeSeconds} s`,
      ...POLICIES.map((policy) => `  ${policy.padEnd(6)} ${bar(run[policy])}`),
    ])
    .join("\n");
}

function bar({ right, real }: PolicyResult): string {
  const filled = Math.round((BAR * right) / Math.max(1, real));
  return `${"█".repeat(filled)}${"·".repeat(BAR - filled)} ${percent(right, real)}`;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? "-" : `${((100 * part) / whole).toFixed(1)} %`;
}
