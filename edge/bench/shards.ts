/**
 * A site split into shards. In one workerd all objects share a thread, so this shows what splitting costs; with the shards
 * spread over two processes, as Cloudflare spreads objects over machines, it shows what splitting gives.
 */
import { shardOf } from "../src/core/shards.ts";
import { median } from "./median.ts";
import { ask } from "./remote.ts";
import { visitorOf } from "./site.ts";
import type { Runtime } from "./workerd.ts";

const AT_ONCE = 32;

export interface Throughput {
  shards: number;
  /** Visits per second with all shards in one process, and with each half of them in a process of its own. */
  oneProcess: number;
  twoProcesses: number;
}

export async function shardThroughput(
  runtimes: readonly [Runtime, Runtime],
  counts: readonly number[],
  amount: number,
  rounds: number,
): Promise<Throughput[]> {
  const runs = counts.map((shards) => ({ shards, one: [] as number[], two: [] as number[] }));
  for (let round = 0; round <= rounds; round++) {
    for (const { shards, one, two } of runs) {
      const alone = await visitsPerSecond(runtimes.slice(0, 1), `one-${shards}-${round}`, shards, amount);
      const together = await visitsPerSecond(runtimes, `two-${shards}-${round}`, shards, amount);
      if (round === 0) continue;
      one.push(alone);
      two.push(together);
    }
  }
  return runs.map(({ shards, one, two }) => ({ shards, oneProcess: median(one), twoProcesses: median(two) }));
}

/** From the Worker to its objects, without HTTP. Each process serves the visitors of its own shards. */
async function visitsPerSecond(
  runtimes: readonly Runtime[],
  site: string,
  shards: number,
  amount: number,
): Promise<number> {
  const homeOf = (shard: number) => shard % runtimes.length;
  const visitors = runtimes.map((): number[] => []);
  for (let n = 0; n < amount; n++) visitors[homeOf(shardOf(visitorOf(n), shards))]?.push(n);
  const numbers = Math.ceil((2 * amount) / shards);
  for (let shard = 0; shard < shards; shard++) {
    const runtime = runtimes[homeOf(shard)];
    if (runtime) await ask(runtime, "configureSite", site, numbers, shard, shards);
  }
  const begun = performance.now();
  await Promise.all(runtimes.map((runtime, i) => ask(runtime, "visitAll", site, shards, visitors[i] ?? [], AT_ONCE)));
  return (amount / (performance.now() - begun)) * 1000;
}
