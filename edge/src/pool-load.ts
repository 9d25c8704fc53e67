/** How full a pool is and how many numbers it needs: asks the switchboards, and computes. */
import { type Advice, type HourOfWeek, measure, sizePool } from "./core/sizing.ts";
import type { Env } from "./env.ts";
import type { PoolRow } from "./store/pools.ts";
import type { SiteRow } from "./store/sites.ts";
import type { PoolHour } from "./switchboard/load-table.ts";
import { shardStub } from "./switchboard/route-visit.ts";

const DAY_MS = 86_400_000;
/** Share of the visits that may find no number, unless another is asked for: the usual grade of service of a trunk. */
export const DEFAULT_TARGET = 0.01;

export interface PoolState {
  numbers: number;
  active: number;
  frozen: number;
  resting: number;
  /** Within a day. */
  leased: number;
  overflowed: number;
  hours: HourOfWeek[];
  advice: Advice;
}

/** Asks every switchboard of the site and adds up what they say of the pool. Throws when one does not answer. */
export async function poolState(env: Env, site: SiteRow, pool: PoolRow, nowMs: number): Promise<PoolState> {
  const shards = Array.from({ length: site.shards }, (_, shard) => shardStub(env, site.key, shard).load());
  const loads = (await Promise.all(shards)).flat().filter((load) => load.pool === pool.id);
  const sum = (field: "numbers" | "active" | "frozen" | "resting") =>
    loads.reduce((total, load) => total + load[field], 0);
  const hours = merge(loads.flatMap((load) => load.hours));
  const today = hours.filter(({ hourMs }) => hourMs > nowMs - DAY_MS);
  const overflowed = today.reduce((total, hour) => total + hour.overflowed, 0);
  const measured = measure(hours, pool.freezeSeconds, site.timeZone, nowMs);
  return {
    numbers: sum("numbers"),
    active: sum("active"),
    frozen: sum("frozen"),
    resting: sum("resting"),
    leased: today.reduce((total, hour) => total + hour.asked, 0) - overflowed,
    overflowed,
    hours: measured.hours,
    advice: sizePool(measured.demand, sum("numbers"), DEFAULT_TARGET),
  };
}

/** The same hour of several switchboards is one hour. */
function merge(hours: readonly PoolHour[]): PoolHour[] {
  const byHour = new Map<number, PoolHour>();
  for (const hour of hours) {
    const { asked = 0, overflowed = 0, stayMs = 0 } = byHour.get(hour.hourMs) ?? {};
    const added = { asked: asked + hour.asked, overflowed: overflowed + hour.overflowed, stayMs: stayMs + hour.stayMs };
    byHour.set(hour.hourMs, { hourMs: hour.hourMs, ...added });
  }
  return [...byHour.values()].sort((a, b) => a.hourMs - b.hourMs);
}
