/**
 * Deals a site's numbers out to its shards. A pool number goes to a shard only when no other switchboard may still
 * lease it (L1): what another one holds is waited for, what this site no longer wants is asked back.
 */
import type { NumberConfig } from "./config.ts";
import { shardOf } from "./shards.ts";

/** Which switchboard may lease a pool number out. */
export interface Dealt {
  number: string;
  site: string;
  shard: number;
}

export interface DealInput {
  site: string;
  shards: number;
  /** All numbers of the site. */
  numbers: readonly NumberConfig[];
  /** What is dealt of these numbers, to whomever, and all that is dealt to this site. */
  dealt: readonly Dealt[];
}

export interface Deal {
  /** Free pool numbers that this site may take. */
  claims: Dealt[];
  /** Numbers dealt to this site's switchboards that they should give back, once nobody holds them. */
  leaving: Dealt[];
  /** Numbers of this site that it cannot have yet. */
  waiting: string[];
  /** For each shard, the numbers that belong into its configuration now. */
  byShard: NumberConfig[][];
}

/** What each shard of the site may have now, and what has to change hands first. */
export function deal({ site, shards, numbers, dealt }: DealInput): Deal {
  const holders = new Map(dealt.map((entry) => [entry.number, entry]));
  const result: Deal = { claims: [], leaving: [], waiting: [], byShard: Array.from({ length: shards }, () => []) };
  const wanted = new Map<string, number>();
  for (const config of numbers) {
    const holder = holders.get(config.number);
    if (config.kind !== "pool") {
      // Shown by every shard, leased by none: but not while somebody still holds it from its time in a pool.
      if (holder === undefined) for (const list of result.byShard) list.push(config);
      else result.waiting.push(config.number);
      continue;
    }
    const shard = shardOf(config.number, shards);
    wanted.set(config.number, shard);
    if (holder === undefined) result.claims.push({ number: config.number, site, shard });
    else if (holder.site === site && holder.shard === shard) result.byShard[shard]?.push(config);
    else result.waiting.push(config.number);
  }
  result.leaving = dealt.filter((entry) => entry.site === site && wanted.get(entry.number) !== entry.shard);
  return result;
}
