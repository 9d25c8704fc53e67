/**
 * `npm run bench`: what the budgets say, measured, each figure beside that of a floor Worker in the same run. With
 * `--quick` it only shows that everything runs. Needs Linux or macOS: processes are stopped and continued by signal.
 */
import { cpus } from "node:os";
import { coreCosts, historyCosts, poolCosts } from "./growth.ts";
import type { Load } from "./load.ts";
import { reportGrowth, reportHead, reportShards, reportStorage, reportThroughput } from "./report.ts";
import { shardThroughput } from "./shards.ts";
import { comparePulses, compareVisits, type Workers } from "./visits.ts";
import { compareWebhooks } from "./webhooks.ts";
import { startWorkerd } from "./workerd.ts";
import { countWrites, rowsOf } from "./writes.ts";

const isQuick = process.argv.includes("--quick");
const rounds = isQuick ? 1 : 7;
const many = isQuick ? 300 : 3000;
const few = isQuick ? 20 : 60;
/** Visits and calls within an object. */
const inside = isQuick ? 100 : 500;
const poolSizes = isQuick ? [10, 100] : [100, 1_000, 10_000];
const keptSizes = isQuick ? [1_000, 10_000] : [1_000, 100_000, 1_000_000];

const begun = performance.now();
const entry = "edge/bench/entry.ts";
const classes = ["Switchboard", "Directory"];
const [ours, second, floor] = await Promise.all([
  startWorkerd(entry, classes),
  startWorkerd(entry, classes),
  startWorkerd("edge/bench/floor.ts", ["Floor"]),
]);
try {
  reportHead(cpus().length, rounds, many);
  second.pause();
  await measureRequests({ ours, floor });
  floor.pause();
  second.resume();
  reportShards(await shardThroughput([ours, second], [1, 2, 8], many, Math.min(rounds, 3)));
  second.pause();
  const core = coreCosts(poolSizes, isQuick ? 10_000 : 100_000, rounds);
  const pools = await poolCosts(ours, poolSizes, inside, rounds);
  const kept = await historyCosts(ours, keptSizes, inside, rounds);
  reportGrowth(core, pools, kept);
} finally {
  await Promise.all([ours.stop(), second.stop(), floor.stop()]);
}
console.log(`\n${((performance.now() - begun) / 1000).toFixed(0)} s`);

async function measureRequests(workers: Workers): Promise<void> {
  const writes = await countWrites(ours);
  reportStorage(writes);
  const visitRows = rowsOf(writes.visit, writes.flushedVisit);
  const callRows = rowsOf(writes.call, writes.flushedCall);
  const visits = await compareVisits(workers, visitRows, many, rounds);
  const pulses = await comparePulses(workers, rowsOf(writes.pulse), many, rounds);
  const call = (earlier: number, how: Load) => compareWebhooks(workers, { rows: callRows, earlier, how }, rounds);
  const paced: Load = { amount: few, connections: 1, rate: 20 };
  const single = await call(1, paced);
  const weighed = await call(128, paced);
  const busy = await call(128, { amount: 10 * few, connections: 16 });
  reportThroughput({ visits, pulses, single, weighed, busy });
}
