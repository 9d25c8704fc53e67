/** Says in tables what was measured, and whether the budgets of `docs/performance.md` are met. */
import { billOf, type Item } from "./cost.ts";
import type { Cost, Kept } from "./growth.ts";
import type { StorageUse } from "./metered-storage.ts";
import type { Comparison } from "./rounds.ts";
import type { Throughput } from "./shards.ts";
import { count, dollars, micros, milliseconds, table, within } from "./table.ts";
import type { Writes } from "./writes.ts";

/** Most that anything may cost more at its largest size than at its smallest. */
const GROWTH = 1.3;
/** A month's bill for so many million page views. */
const MILLIONS = [1, 10, 100];

export function reportHead(cores: number, rounds: number, amount: number): void {
  console.log(
    `workerd on ${cores} cores; medians of ${rounds} rounds of ${amount} requests, the two Workers in turn\n`,
  );
}

export function reportStorage(writes: Writes): void {
  const row = (name: string, { rowsRead, rowsWritten, alarms }: StorageUse) => [
    name,
    rowsRead.toFixed(1),
    rowsWritten.toFixed(1),
    alarms.toFixed(2),
  ];
  const rows = [
    row("page view, new visitor", writes.visit),
    row("page view, same visit", writes.nextPage),
    row("pulse: alive", writes.pulse),
    row("pulse: signal", writes.signal),
    row("webhook, until it is answered", writes.heard),
    row("webhook: call ringing, afterwards", writes.taken),
    row("webhook: call ended, afterwards", writes.endTaken),
    row("flush, each visit", writes.flushedVisit),
    row("flush, each call and its visit", writes.flushedCall),
  ];
  console.log(table([["storage of the object", "rows read", "rows written", "alarms set"], ...rows]));
}

export interface Requests {
  visits: Comparison;
  pulses: Comparison;
  single: Comparison;
  weighed: Comparison;
  busy: Comparison;
}

export function reportThroughput({ visits, pulses, single, weighed, busy }: Requests): void {
  const head = [
    "over HTTP",
    "per second",
    "floor",
    "p50",
    "floor",
    "p99",
    "floor",
    "CPU",
    "floor",
    "against the floor",
  ];
  const row = (name: string, { ours, floor }: Comparison, verdict: string) => [
    name,
    count(ours.perSecond),
    count(floor.perSecond),
    milliseconds(ours.p50),
    milliseconds(floor.p50),
    milliseconds(ours.p99),
    milliseconds(floor.p99),
    micros(ours.cpuMicros),
    micros(floor.cpuMicros),
    verdict,
  ];
  const rate = (one: Comparison, budget: number) => `rate ${within(one.throughput, budget, "at least")}`;
  const delay = (one: Comparison) => `p50 ${within(one.latency, 2, "at most")}`;
  const rows = [
    row("page views, 32 at a time", visits, rate(visits, 0.7)),
    row("pulses, 32 at a time", pulses, rate(pulses, 0.8)),
    row("calls, 20 a second, a new number", single, delay(single)),
    row("calls, 20 a second, 128 earlier holders", weighed, delay(weighed)),
    row("calls, 16 at a time, 128 earlier holders", busy, delay(busy)),
  ];
  console.log(`\n${table([head, ...rows])}`);
}

export function reportShards(all: readonly Throughput[]): void {
  const rows = all.map(({ shards, oneProcess, twoProcesses }) => [`${shards}`, count(oneProcess), count(twoProcesses)]);
  console.log(`\n${table([["shards of a site", "visits/s, one process", "visits/s, two processes"], ...rows])}`);
}

export function reportGrowth(core: readonly Cost[], pools: readonly Cost[], kept: Kept): void {
  const rows = [
    ...core.map((cost) => ["core", `${count(cost.size)} numbers`, micros(cost.lease), micros(cost.resolve), ""]),
    ...pools.map((cost) => ["object", `${count(cost.size)} numbers`, micros(cost.lease), micros(cost.resolve), ""]),
    ...kept.costs.map(({ size, lease, resolve }, i) => [
      "object",
      `${count(size)} kept leases`,
      micros(lease),
      micros(resolve),
      milliseconds(kept.wakeMs[i] ?? Number.NaN),
    ]),
  ];
  console.log(`\n${table([["cost", "size", "lease", "resolve", "wake up"], ...rows])}`);
  const perSecond = core.map(({ lease }) => count(1e6 / lease)).join(" / ");
  console.log(`\ncore, leases per second on one core: ${perSecond}`);
  const growth = (costs: readonly Cost[], of: "lease" | "resolve") => {
    const ratio = (costs.at(-1)?.[of] ?? Number.NaN) / (costs[0]?.[of] ?? Number.NaN);
    return `${of} ${within(ratio, GROWTH, "at most")}`;
  };
  console.log(
    `growth with the pool: core ${growth(core, "lease")}, object ${growth(pools, "lease")}, ${growth(pools, "resolve")}`,
  );
  console.log(`growth with the history: object ${growth(kept.costs, "lease")}, ${growth(kept.costs, "resolve")}`);
  console.log(`bytes stored: ${Math.round(kept.visitBytes)} a visit, ${Math.round(kept.leaseBytes)} a lease`);
}

/** @param costs the same items for different numbers of sites */
export function reportCost(costs: readonly { sites: number; items: readonly Item[] }[]): void {
  const head = costs.flatMap(({ sites }) => [
    `${sites === 1 ? "one site" : `${sites} sites`}`,
    "list price",
    "of plan",
  ]);
  const rows = (costs[0]?.items ?? []).map(({ what }, i) => [
    what,
    ...costs.flatMap(({ items }) => {
      const item = items[i];
      if (item === undefined) return ["", "", ""];
      return [`${count(item.amount)}${item.unit && ` ${item.unit}`}`, dollars(item.dollars), percent(item.ofPlan)];
    }),
  ]);
  const total = costs.flatMap(({ items }) => ["", dollars(items.reduce((sum, item) => sum + item.dollars, 0)), ""]);
  console.log(`\n${table([["a million page views", ...head], ...rows, ["together", ...total]])}`);
  for (const { sites, items } of costs) {
    const bills = MILLIONS.map((millions) => `${millions} million: ${dollars(billOf(items, millions))}`);
    console.log(`a month's bill with the plan, ${sites === 1 ? "one site" : `${sites} sites`}: ${bills.join(", ")}`);
  }
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
}
