/**
 * Everything of one site that its switchboards need, read in one transaction, so that a version always stands for one
 * configuration. Reads only.
 */
import {
  type Conditions,
  DEFAULT_SETTINGS,
  type NumberConfig,
  type Placement,
  type PlacementAction,
  type PoolConfig,
  type SiteSettings,
} from "../core/config.ts";
import type { Dealt } from "../core/deal.ts";

export interface SiteSnapshot {
  id: string;
  account: string;
  key: string;
  origins: string[];
  country: string;
  settings: SiteSettings;
  shards: number;
  version: number;
  published: number;
  /** Shards that may still hold an older configuration. */
  publishedShards: number;
  isDeleted: boolean;
  pools: PoolConfig[];
  numbers: NumberConfig[];
  placements: Placement[];
  /** Who holds this site's numbers, and what its own switchboards hold. */
  dealt: Dealt[];
}

interface SiteRecord {
  id: string;
  account_id: string;
  key: string;
  origins: string;
  country: string;
  settings: string;
  shards: number;
  version: number;
  published: number;
  published_shards: number;
  deleted_at: number | null;
}

interface PoolRecord {
  id: string;
  name: string;
  freeze_seconds: number;
  freeze_after_call_seconds: number | null;
  overflow: string | null;
}

interface PlacementRecord {
  id: string;
  target: string;
  conditions: string;
  action: string;
}

/** The site as it is now; `null` when there is none. */
export async function loadSite(db: D1Database, id: string): Promise<SiteSnapshot | null> {
  const [sites, pools, numbers, placements, dealt] = await db.batch([
    db.prepare("SELECT * FROM site WHERE id = ?1").bind(id),
    db.prepare("SELECT * FROM pool WHERE site_id = ?1 ORDER BY id").bind(id),
    db
      .prepare("SELECT e164 AS number, kind, pool_id AS pool, channel FROM number WHERE site_id = ?1 ORDER BY e164")
      .bind(id),
    db.prepare("SELECT * FROM placement WHERE site_id = ?1 ORDER BY position, id").bind(id),
    db
      .prepare(
        `SELECT number, site_id AS site, shard FROM dealt WHERE site_id = ?1
         UNION SELECT d.number, d.site_id, d.shard FROM number n JOIN dealt d ON d.number = n.e164 WHERE n.site_id = ?1`,
      )
      .bind(id),
  ]);
  const site = sites?.results[0] as SiteRecord | undefined;
  if (site === undefined) return null;
  return {
    id: site.id,
    account: site.account_id,
    key: site.key,
    origins: JSON.parse(site.origins) as string[],
    country: site.country,
    settings: readSettings(site.settings),
    shards: site.shards,
    version: site.version,
    published: site.published,
    publishedShards: site.published_shards,
    isDeleted: site.deleted_at !== null,
    pools: ((pools?.results ?? []) as PoolRecord[]).map(toPoolConfig),
    numbers: (numbers?.results ?? []) as NumberConfig[],
    placements: ((placements?.results ?? []) as PlacementRecord[]).map(toPlacement),
    dealt: (dealt?.results ?? []) as Dealt[],
  };
}

/** Settings as stored, with defaults for those that came into being later. */
export function readSettings(json: string): SiteSettings {
  return { ...DEFAULT_SETTINGS, ...(JSON.parse(json) as Partial<SiteSettings>) };
}

function toPoolConfig(record: PoolRecord): PoolConfig {
  return {
    id: record.id,
    name: record.name,
    freezeMs: record.freeze_seconds * 1000,
    freezeAfterCallMs: (record.freeze_after_call_seconds ?? record.freeze_seconds) * 1000,
    overflow: record.overflow,
  };
}

function toPlacement(record: PlacementRecord): Placement {
  return {
    id: record.id,
    target: record.target,
    conditions: JSON.parse(record.conditions) as Conditions,
    action: JSON.parse(record.action) as PlacementAction,
  };
}
