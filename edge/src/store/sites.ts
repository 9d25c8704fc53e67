/** Sites in D1. Every question carries the account, so that nobody is told of another's (A1). */
import type { SiteSettings } from "../core/config.ts";
import { assignments } from "./changes.ts";
import { listBy, type Page, type PageRequest } from "./page.ts";
import { readSettings } from "./site-snapshot.ts";
import { raiseConnectionsOfSite } from "./versions.ts";

export interface SiteRow {
  id: string;
  accountId: string;
  key: string;
  name: string;
  origins: string[];
  country: string;
  timeZone: string;
  currency: string;
  settings: SiteSettings;
  shards: number;
  version: number;
  published: number;
  createdAt: number;
}

/** What an operator may change. Settings are merged into the present ones. */
export type SiteChange = {
  [F in "name" | "origins" | "country" | "timeZone" | "currency" | "shards"]?: SiteRow[F] | undefined;
} & { settings?: { [F in keyof SiteSettings]?: SiteSettings[F] | undefined } | undefined };

const SELECT = `SELECT id, account_id AS accountId, key, name, origins, country, time_zone AS timeZone, currency,
  settings, shards, version, published, created_at AS createdAt FROM site`;

type SiteRecord = Omit<SiteRow, "origins" | "settings"> & { origins: string; settings: string };

function toSite(record: SiteRecord): SiteRow {
  return {
    ...record,
    origins: JSON.parse(record.origins) as string[],
    settings: readSettings(record.settings),
  };
}

export async function listSites(db: D1Database, account: string, request: PageRequest): Promise<Page<SiteRow>> {
  const terms = [["account_id = ?", account], ["deleted_at IS NULL"]] as const;
  const page = await listBy<"id", SiteRecord>(db, SELECT, "id", terms, request);
  return { ...page, items: page.items.map(toSite) };
}

export async function findSite(db: D1Database, account: string, id: string): Promise<SiteRow | null> {
  const record = await db
    .prepare(`${SELECT} WHERE id = ?1 AND account_id = ?2 AND deleted_at IS NULL`)
    .bind(id, account)
    .first<SiteRecord>();
  return record === null ? null : toSite(record);
}

export async function insertSite(db: D1Database, site: SiteRow): Promise<void> {
  await db
    .prepare(
      `INSERT INTO site (id, account_id, key, name, origins, country, time_zone, currency, settings, shards, created_at)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)`,
    )
    .bind(
      site.id,
      site.accountId,
      site.key,
      site.name,
      JSON.stringify(site.origins),
      site.country,
      site.timeZone,
      site.currency,
      JSON.stringify(site.settings),
      site.shards,
      site.createdAt,
    )
    .run();
}

export async function updateSite(db: D1Database, id: string, change: SiteChange): Promise<void> {
  const set = assignments({
    name: change.name,
    origins: change.origins && JSON.stringify(change.origins),
    country: change.country,
    time_zone: change.timeZone,
    currency: change.currency,
    shards: change.shards,
  });
  const settings = Object.entries(change.settings ?? {}).filter(([, value]) => value !== undefined);
  const merged = settings.length > 0 ? `settings = json_set(settings${", ?, json(?)".repeat(settings.length)})` : "";
  const changes = [set.sql, merged, "version = version + 1"];
  await db.batch([
    db
      .prepare(`UPDATE site SET ${changes.filter(Boolean).join(", ")} WHERE id = ?`)
      .bind(...set.values, ...settings.flatMap(([name, value]) => [`$.${name}`, JSON.stringify(value)]), id),
    raiseConnectionsOfSite(db, id),
    // Switchboards that are new have not heard of any deal.
    ...(change.shards === undefined ? [] : [db.prepare("UPDATE deal SET told = 0 WHERE site_id = ?1").bind(id)]),
  ]);
}

/** Adds one code to the site's setting, whatever else is being added. */
export async function addChannelCode(db: D1Database, id: string, code: string, channel: string): Promise<void> {
  await db
    .prepare("UPDATE site SET settings = json_set(settings, ?2, ?3), version = version + 1 WHERE id = ?1")
    .bind(id, `$.channelCodes."${code}"`, channel)
    .run();
}

/**
 * Hides the site, with its placements; the history still names it.
 * @returns false while it has pools or numbers
 */
export async function deleteSite(db: D1Database, id: string, now: number): Promise<boolean> {
  const [update] = await db.batch([
    db
      .prepare(
        `UPDATE site SET deleted_at = ?2, version = version + 1 WHERE id = ?1
         AND NOT EXISTS (SELECT 1 FROM pool WHERE site_id = ?1) AND NOT EXISTS (SELECT 1 FROM number WHERE site_id = ?1)`,
      )
      .bind(id, now),
    db
      .prepare("DELETE FROM placement WHERE site_id = ?1 AND (SELECT deleted_at FROM site WHERE id = ?1) IS NOT NULL")
      .bind(id),
  ]);
  return (update?.meta.changes ?? 0) > 0;
}
