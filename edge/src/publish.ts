/**
 * Publication: brings what D1 says of sites and connections to their switchboards and directories. May be called at any
 * time and any number of times; a failure leaves the rest to the next call (`repairPublications`, from the cron). Must
 * never give a number to a switchboard before the last one that had it has let go of it (L1).
 */
import { addressBounds } from "./core/address-share.ts";
import type { ConnectionConfig, SiteConfig } from "./core/config.ts";
import { type Deal, deal } from "./core/deal.ts";
import type { Env } from "./env.ts";
import { loadConnection, markConnectionPublished } from "./store/connection-snapshot.ts";
import { claim, markSitePublished, noteShards, release } from "./store/dealings.ts";
import { loadSite, type SiteSnapshot } from "./store/site-snapshot.ts";
import type { ConfigureOutcome } from "./switchboard/rpc.ts";
import type { TellPorts } from "./tell-deals.ts";

/** `pending`: something is left to do, and will be done by the cron. */
export type Published = "done" | "pending";

/** What publication needs of the world. */
export interface PublicationPorts {
  db: D1Database;
  /** Configures one shard of a site. */
  switchboard(siteKey: string, shard: number, config: SiteConfig): Promise<ConfigureOutcome>;
  /** Configures the directory of a connection. */
  directory(config: ConnectionConfig): Promise<unknown>;
}

/** Taking, configuring, giving back and taking anew, and once more for a publication that crossed. */
const ROUNDS = 6;
/** Sites and connections repaired in one tick of the cron: each costs some subrequests of the invocation. */
const REPAIRS = 20;

export function publicationPorts(env: Env): PublicationPorts {
  return {
    db: env.DB,
    switchboard: (siteKey, shard, config) =>
      env.SWITCHBOARD.get(env.SWITCHBOARD.idFromName(`${siteKey}/${shard}`)).configure(config),
    directory: (config) => env.DIRECTORY.get(env.DIRECTORY.idFromName(config.id)).configure(config),
  };
}

export function tellPorts(env: Env): TellPorts {
  return {
    db: env.DB,
    tell: (siteKey, shard, told) => env.SWITCHBOARD.get(env.SWITCHBOARD.idFromName(`${siteKey}/${shard}`)).tell(told),
  };
}

/** Publishes sites, then every connection of the account that is behind, as moved numbers change directories too. */
export async function publish(ports: PublicationPorts, account: string, sites: readonly string[]): Promise<Published> {
  let isDone = true;
  for (const id of sites) isDone = (await attempt("site", id, () => publishSite(ports, id))) && isDone;
  const behind = await ports.db
    .prepare("SELECT id FROM connection WHERE account_id = ?1 AND version > published ORDER BY random() LIMIT ?2")
    .bind(account, REPAIRS)
    .all<{ id: string }>();
  for (const { id } of behind.results) {
    isDone = (await attempt("connection", id, () => publishConnection(ports, id))) && isDone;
  }
  return isDone ? "done" : "pending";
}

/** The cron's work: whatever is behind, in random order so that one that keeps failing cannot hold up the others. */
export async function repairPublications(env: Env): Promise<void> {
  const ports = publicationPorts(env);
  for (const [table, publishOne] of [
    ["site", publishSite],
    ["connection", publishConnection],
  ] as const) {
    const behind = await ports.db
      .prepare(`SELECT id FROM ${table} WHERE version > published ORDER BY random() LIMIT ?1`)
      .bind(REPAIRS)
      .all<{ id: string }>();
    for (const { id } of behind.results) await attempt(table, id, () => publishOne(ports, id));
  }
}

async function attempt(what: string, id: string, publishOne: () => Promise<Published>): Promise<boolean> {
  try {
    return (await publishOne()) === "done";
  } catch (error) {
    console.warn(JSON.stringify({ at: "publish", what, id, error: String(error) }));
    return false;
  }
}

/**
 * Brings all switchboards of a site to its latest version. Round by round: take the numbers that are free, tell every
 * shard what it has, give back what nobody holds any more, until nothing is left to change.
 */
export async function publishSite(ports: PublicationPorts, id: string): Promise<Published> {
  for (let round = 0; round < ROUNDS; round++) {
    const site = await loadSite(ports.db, id);
    if (site === null) return "done";
    // Before a number is dealt to a switchboard: one that is not noted would never be asked to give it back.
    if (site.shards > site.publishedShards) await noteShards(ports.db, site);
    const dealt = deal({ site: site.id, shards: site.shards, numbers: site.numbers, dealt: site.dealt });
    if (dealt.claims.length > 0) {
      await claim(ports.db, site, dealt.claims);
      continue;
    }
    const held = await configureShards(ports, site, dealt);
    // A newer version is on its way already.
    if (held === null) continue;
    const free = dealt.leaving.filter(({ number, shard }) => held[shard]?.has(number) === false);
    if (free.length > 0) {
      await release(ports.db, site, free);
      continue;
    }
    if (dealt.leaving.length > 0 || dealt.waiting.length > 0) return "pending";
    await markSitePublished(ports.db, site);
    return "done";
  }
  return "pending";
}

/**
 * Tells every shard that may know of the site, also those it no longer has.
 * @returns for each shard the numbers it still holds; `null` if one knows a newer version
 */
async function configureShards(
  ports: PublicationPorts,
  site: SiteSnapshot,
  dealt: Deal,
): Promise<Set<string>[] | null> {
  const count = Math.max(site.shards, site.publishedShards);
  const outcomes = await Promise.all(
    Array.from({ length: count }, (_, shard) => ports.switchboard(site.key, shard, siteConfig(site, shard, dealt))),
  );
  if (outcomes.some(({ version }) => version !== site.version)) return null;
  return outcomes.map(({ held }) => new Set(held));
}

/** A deleted site allows no origin and shows no number. */
function siteConfig(site: SiteSnapshot, shard: number, dealt: Deal): SiteConfig {
  return {
    version: site.version,
    account: site.account,
    site: site.id,
    siteKey: site.key,
    shard,
    shards: site.shards,
    origins: site.isDeleted ? [] : site.origins,
    country: site.country,
    settings: site.settings,
    pools: site.pools,
    numbers: dealt.byShard[shard] ?? [],
    placements: site.placements,
    ...(site.shards > 1 ? { addressBounds: boundsOf(site, shard, dealt) } : {}),
  };
}

/** The part of a shard in what an address may hold of each pool. */
function boundsOf(site: SiteSnapshot, shard: number, { byShard }: Deal): Record<string, number> {
  const parts = site.pools.map(({ id }) => {
    const sizes = byShard.map((numbers) => numbers.filter(({ pool }) => pool === id).length);
    return [id, addressBounds(sizes, site.settings.addressShare)[shard] ?? 1] as const;
  });
  return Object.fromEntries(parts);
}

/** Brings a connection's directory to its latest version. */
export async function publishConnection(ports: PublicationPorts, id: string): Promise<Published> {
  const config = await loadConnection(ports.db, id);
  if (config === null) return "done";
  await ports.directory(config);
  await markConnectionPublished(ports.db, config.id, config.version);
  return "done";
}
