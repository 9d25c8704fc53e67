/**
 * Two Workers in turn under the same load. While one is measured the other's process is stopped, so that neither takes
 * from the other, and what a Worker has still to do afterwards (the switchboard's alarm) it does in its own time.
 */
import type { Result } from "./load.ts";
import { median } from "./median.ts";
import type { Runtime } from "./workerd.ts";

export interface Contender {
  runtime: Runtime;
  /** Before each round, not measured. */
  prepare?(round: number): Promise<void>;
  run(round: number): Promise<Result>;
}

export interface Figures extends Result {
  /** CPU time of the process for one request, microseconds. */
  cpuMicros: number;
}

/** Medians over the rounds; the ratios are medians of each round's own ratio. */
export interface Comparison {
  ours: Figures;
  floor: Figures;
  /** Throughput of ours over the floor's. */
  throughput: number;
  /** Median latency of ours over the floor's. */
  latency: number;
}

/**
 * Alternates which of the two goes first; one round more than asked for warms both up and is not counted.
 * @param amount requests of each run
 */
export async function compare(
  contenders: { ours: Contender; floor: Contender },
  amount: number,
  rounds: number,
): Promise<Comparison> {
  const { ours, floor } = contenders;
  const counted: { ours: Figures; floor: Figures }[] = [];
  for (let round = 0; round <= rounds; round++) {
    const first = round % 2 === 0 ? await measure(ours, floor, amount, round) : null;
    const second = await measure(floor, ours, amount, round);
    const figures = { ours: first ?? (await measure(ours, floor, amount, round)), floor: second };
    if (round > 0) counted.push(figures);
  }
  return {
    ours: middle(counted.map((figures) => figures.ours)),
    floor: middle(counted.map((figures) => figures.floor)),
    throughput: median(counted.map((figures) => figures.ours.perSecond / figures.floor.perSecond)),
    latency: median(counted.map((figures) => figures.ours.p50 / figures.floor.p50)),
  };
}

async function measure(one: Contender, other: Contender, amount: number, round: number): Promise<Figures> {
  other.runtime.pause();
  try {
    await one.prepare?.(round);
    const before = await one.runtime.cpuSeconds();
    const result = await one.run(round);
    return { ...result, cpuMicros: (((await one.runtime.cpuSeconds()) - before) / amount) * 1e6 };
  } finally {
    other.runtime.resume();
  }
}

function middle(all: readonly Figures[]): Figures {
  const of = (field: keyof Figures) => median(all.map((figures) => figures[field]));
  return { perSecond: of("perSecond"), p50: of("p50"), p99: of("p99"), cpuMicros: of("cpuMicros") };
}
