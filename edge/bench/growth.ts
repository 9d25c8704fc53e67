/**
 * How the cost of a lease and of a resolution grows with the pool and with the history: in the pure core, and in the real
 * object within workerd, sizes taken in turn.
 */
import { Board, type HolderFacts } from "../src/core/board.ts";
import { applyLeases, decideLeases } from "../src/core/lease.ts";
import { PRIOR_CURVE } from "../src/core/prior-curve.ts";
import { type Candidate, type ResolveInput, resolve } from "../src/core/resolve.ts";
import { median } from "./median.ts";
import { ask, askObject } from "./remote.ts";
import { callCommand, siteConfig, visitorOf } from "./site.ts";
import type { Runtime } from "./workerd.ts";

/** Of one size, microseconds. */
export interface Cost {
  size: number;
  lease: number;
  resolve: number;
}

const REST_MS = 130_000;
const START_MS = 1_800_000_000_000;
/** All that is weighed for one call. */
const HOLDERS = 64;

/** The core alone: the decision and the board, for visitors who come as fast as numbers become free. */
export function coreCosts(sizes: readonly number[], count: number, rounds: number): Cost[] {
  const boards = sizes.map((size) => {
    const board = new Board();
    const { pools, numbers } = siteConfig("bench", size);
    board.reconcile(pools, numbers, START_MS);
    return { size, board, at: START_MS, n: 0, micros: [] as number[] };
  });
  for (let round = 0; round <= rounds; round++) {
    for (const run of boards) {
      // The first round also fills the pool.
      const visits = round === 0 ? Math.max(count, 2 * run.size) : count;
      const begun = performance.now();
      for (let i = 0; i < visits; i++) {
        run.n += 1;
        run.at += REST_MS / run.size;
        lease(run.board, run.n, run.at);
      }
      if (round > 0) run.micros.push(((performance.now() - begun) / visits) * 1000);
    }
  }
  const resolution = resolveCost(count / 10, rounds);
  return boards.map(({ size, micros }) => ({ size, lease: median(micros), resolve: resolution }));
}

function lease(board: Board, n: number, nowMs: number): void {
  const visit = `visit-${n}`;
  const visitor = visitorOf(n);
  const address = `address-${n}`;
  const command = { visit, visitor, address, pools: ["sales"], nowMs, addressShare: 1 };
  const decisions = decideLeases(board, command, PRIOR_CURVE);
  if (decisions[0]?.outcome !== "leased") throw new Error(`visit ${n}: ${decisions[0]?.outcome}`);
  const facts: HolderFacts = {
    visit,
    visitor,
    address,
    startedAtMs: nowMs,
    lastSeenMs: nowMs,
    visible: true,
    signals: {},
    calledAtMs: null,
  };
  applyLeases(board, facts, decisions);
}

/** Weighing all holders of a number; knows nothing of pools or history, so it has one cost. */
function resolveCost(count: number, rounds: number): number {
  const input = resolveInput();
  const micros: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const begun = performance.now();
    for (let i = 0; i < count; i++) resolve(input, PRIOR_CURVE);
    micros.push(((performance.now() - begun) / count) * 1000);
  }
  return median(micros);
}

function resolveInput(): ResolveInput {
  const { event } = callCommand(0, siteConfig("bench", 1).numbers[0]?.number ?? "", START_MS);
  const candidates = Array.from({ length: HOLDERS }, (_, i): Candidate => {
    const seenMs = START_MS - i * 600_000;
    const times = { leasedAtMs: seenMs - 90_000, lastSeenMs: seenMs, releasedAtMs: i === 0 ? null : seenMs + 500_000 };
    const place = { country: "GB", region: "ENG", device: "mobile" };
    return {
      visit: `visit-${i}`,
      visitor: visitorOf(i),
      ...times,
      visible: true,
      signals: {},
      calledAtMs: null,
      ...place,
    };
  });
  return {
    atMs: START_MS,
    number: event.to ?? "",
    numberKind: "pool",
    callerCountry: "GB",
    channel: "",
    freezeMs: 120_000,
    candidates,
    knownCaller: null,
  };
}

/** The real object with pools of these sizes, each number with a history that its calls are weighed against. */
export async function poolCosts(
  runtime: Runtime,
  sizes: readonly number[],
  count: number,
  rounds: number,
): Promise<Cost[]> {
  const runs = sizes.map((size) => ({ site: `pool-${size}`, size, numbers: size, kept: size * HISTORY }));
  for (const { site, numbers, kept } of runs) await prepare(runtime, site, numbers, kept);
  return inTurn(runtime, runs, count, rounds);
}

/** Earlier holders of each number when the pool's size is what varies. */
const HISTORY = 8;

export interface Kept {
  costs: Cost[];
  leaseBytes: number;
  visitBytes: number;
  /** From an evicted object to its first answer, milliseconds, by size. */
  wakeMs: number[];
}

/** The real object with a pool of ten numbers and so many leases in its history. */
export async function historyCosts(
  runtime: Runtime,
  sizes: readonly number[],
  count: number,
  rounds: number,
): Promise<Kept> {
  const runs = sizes.map((size) => ({ site: `kept-${size}`, size, numbers: 10 }));
  const kept: Kept = { costs: [], leaseBytes: 0, visitBytes: 0, wakeMs: [] };
  for (const { site, size, numbers } of runs) {
    const filled = await prepare(runtime, site, numbers, size);
    kept.leaseBytes = filled.leaseBytes / size;
    kept.visitBytes = filled.visitBytes / size;
    await askObject(runtime, { site }, "restart").catch(() => null);
    const begun = performance.now();
    await askObject(runtime, { site }, "load");
    kept.wakeMs.push(performance.now() - begun);
  }
  kept.costs = await inTurn(runtime, runs, count, rounds);
  return kept;
}

async function prepare(runtime: Runtime, site: string, numbers: number, kept: number) {
  await ask(runtime, "configureSite", site, numbers);
  await askObject(runtime, { site }, "seat", site, 0, 1);
  return askObject(runtime, { site }, "fill", kept, numbers);
}

async function inTurn(
  runtime: Runtime,
  runs: readonly { site: string; size: number; numbers: number }[],
  count: number,
  rounds: number,
): Promise<Cost[]> {
  const state = runs.map((run) => ({ ...run, n: 1, clockMs: 0, lease: [] as number[], resolve: [] as number[] }));
  for (let round = 0; round <= rounds; round++) {
    for (const run of state) {
      // The first round gives every number a holder, and is not counted.
      const visits = round === 0 ? Math.max(count, run.numbers) : count;
      const served = await askObject(runtime, run, "serve", run.site, run.n, visits, run.numbers, run.clockMs);
      if (served.leased < visits) throw new Error(`${run.site}: ${visits - served.leased} visits found no number`);
      run.n += visits;
      run.clockMs = served.clockMs;
      if (round === 0) continue;
      run.lease.push((served.leaseMs / visits) * 1000);
      run.resolve.push((served.resolveMs / visits) * 1000);
    }
  }
  return state.map(({ size, lease, resolve }) => ({ size, lease: median(lease), resolve: median(resolve) }));
}
