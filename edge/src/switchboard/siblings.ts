/**
 * The other switchboards of a site: those of its present shards, and those of shards it had so lately that what they know
 * still counts. An undivided site has none, and asks nobody.
 */
import type { SiteConfig } from "../core/config.ts";
import { lookbackMs } from "./candidates.ts";
import type { Desk } from "./desk.ts";

/** Into how many shards the site was split before, and when that ended, epoch milliseconds. */
interface Former {
  shards: number;
  endedAtMs: number;
}

const STATE = "former_shards";

/** Remembers, before a configuration is taken over, that the site is to have fewer shards than it has. */
export function noteShards(desk: Desk, next: SiteConfig, nowMs: number): void {
  const { shards } = desk.config;
  if (next.shards >= shards) return;
  const former: Former = { shards: Math.max(shards, formerShards(desk, nowMs)), endedAtMs: nowMs };
  desk.sql.exec("INSERT OR REPLACE INTO state (name, value) VALUES (?, ?)", STATE, JSON.stringify(former));
}

/** The shards of the other switchboards, in ascending order. */
export function siblings(desk: Desk, nowMs: number): number[] {
  const { shard, shards } = desk.config;
  const count = Math.max(shards, formerShards(desk, nowMs));
  return Array.from({ length: count }, (_, n) => n).filter((n) => n !== shard);
}

function formerShards(desk: Desk, nowMs: number): number {
  const [row] = desk.sql.exec<{ value: string }>("SELECT value FROM state WHERE name = ?", STATE).toArray();
  const former = row ? (JSON.parse(row.value) as Former) : null;
  return former && nowMs - former.endedAtMs <= lookbackMs(desk) ? former.shards : 0;
}
