/**
 * `npm run bench`: what the budgets say, measured, each figure beside that of a floor Worker in the same run. With
 * `--quick` it only shows that everything runs. Needs Linux or macOS: processes are stopped and continued by signal.
 */
import { cpus } from "node:os";
import { itemsOf } from "./cost.ts";
import { coreCosts, historyCosts, poolCosts } from "./growth.ts";
import type { Load } from "./load.ts";
import { pageUse } from "./month.ts";
import {
  type Requests,
  reportCost,
  reportGrowth,
  reportHead,
  reportShards,
  reportStorage,
  reportThroughput,
} from "./report.ts";
import { shardThroughput } from "./shards.ts";
import { comparePulses, compareVisits, type Workers } from "./visits.ts";
import { compareWebhooks } from "./webhooks.ts";
import { startWorkerd } from "./workerd.ts";
import { countWrites, rowsOf } from "./writes.ts";

const isQuick = process.argv.includes("--quick");
const rounds = isQuick ? 1 : 5;
const many = isQuick ? 300 : 2000;
const few = isQuick ? 20 : 80;
/** Visits and calls within an object. */
const inside = isQuick ? 100 : 500;
const poolSizes = isQuick ? [10, 100] : [100, 1_000, 10_000];
const keptSizes = isQuick ? [1_000, 10_000] : [1_000, 30_000, 1_000_000];
/** Visits of the month's traffic that are played. */
const played = isQuick ? 20 : 300;
/** Over how many sites a month's page views are spread. */
const spreads = [1, 100];

const begun = performance.now();
const entry = "edge/bench/entry.ts";
const classes = ["Switchboard", "Directory", "Database"];
const [ours, second, floor] = await Promise.all([
  startWorkerd(entry, classes),
  startWorkerd(entry, classes),
  startWorkerd("edge/bench/floor.ts", ["Floor"]),
]);
try {
  reportHead(cpus().length, rounds, many);
  second.pause();
  const requests = await measureRequests({ ours, floor });
  floor.pause();
  second.resume();
  reportShards(await shardThroughput([ours, second], [1, 2, 4, 8], many / 2, Math.min(rounds, 3)));
  second.pause();
  const core = coreCosts(poolSizes, isQuick ? 10_000 : 50_000, rounds);
  const pools = await poolCosts(ours, poolSizes, inside, rounds);
  const kept = await historyCosts(ours, keptSizes, inside, rounds);
  reportGrowth(core, pools, kept);
  reportCost(await measureCost(requests));
} finally {
  await Promise.all([ours.stop(), second.stop(), floor.stop()]);
}
console.log(`\n${((performance.now() - begun) / 1000).toFixed(0)} s`);

async function measureRequests(workers: Workers): Promise<Requests> {
  const writes = await countWrites(ours);
  reportStorage(writes);
  const visits = await compareVisits(workers, rowsOf(writes.visit, writes.flushedVisit), many, rounds);
  const pulses = await comparePulses(workers, rowsOf(writes.pulse), many, rounds);
  const call = (earlier: number, how: Load, rows: number) => compareWebhooks(workers, { rows, earlier, how }, rounds);
  // Whoever is on the line waits for what is written before the answer; of a crowd each waits for all that is done.
  const paced: Load = { amount: few, connections: 1, rate: 20 };
  const single = await call(1, paced, rowsOf(writes.heard));
  const weighed = await call(128, paced, rowsOf(writes.heard));
  const all = rowsOf(writes.heard, writes.taken, writes.flushedCall);
  const busy = await call(128, { amount: 4 * few, connections: 16 }, all);
  const requests = { visits, pulses, single, weighed, busy };
  reportThroughput(requests);
  return requests;
}

async function measureCost({ visits, pulses, single }: Requests) {
  const cpu = {
    page: visits.ours.cpuMicros / 1000,
    pulse: pulses.ours.cpuMicros / 1000,
    webhook: single.ours.cpuMicros / 1000,
  };
  const costs = [];
  for (const sites of spreads) costs.push({ sites, items: itemsOf(await pageUse(ours, sites, played), cpu) });
  return costs;
}
