/**
 * The book of which switchboard may lease which number, and of what is published. Every entry is made only if the site
 * is still at the version that the decision was made from, and raises it, so that of two publications that cross one
 * starts over (L1).
 */
import type { Dealt } from "../core/deal.ts";
import type { SiteSnapshot } from "./site-snapshot.ts";

/** Takes free numbers. Those that another site was quicker to take stay with it. */
export async function claim(db: D1Database, site: SiteSnapshot, claims: readonly Dealt[]): Promise<void> {
  const numbers = JSON.stringify(claims);
  await db.batch([
    db
      .prepare(
        `INSERT INTO dealt (number, site_id, shard)
         SELECT value ->> 'number', value ->> 'site', value ->> 'shard' FROM json_each(?1) WHERE ${UNCHANGED}
         ON CONFLICT (number) DO NOTHING`,
      )
      .bind(numbers, site.id, site.version),
    ...raise(db, site, numbers),
  ]);
}

/** Gives numbers back that their switchboard has confirmed nobody holds. */
export async function release(db: D1Database, site: SiteSnapshot, free: readonly Dealt[]): Promise<void> {
  const numbers = JSON.stringify(free);
  await db.batch([
    db
      .prepare(
        `DELETE FROM dealt WHERE site_id = ?2 AND ${UNCHANGED}
         AND number IN (SELECT value ->> 'number' FROM json_each(?1))`,
      )
      .bind(numbers, site.id, site.version),
    ...raise(db, site, numbers),
  ]);
}

/** Notes that all switchboards of the site have the version. */
export async function markSitePublished(db: D1Database, site: SiteSnapshot): Promise<void> {
  await db
    .prepare("UPDATE site SET published = ?2, published_shards = shards WHERE id = ?1 AND version = ?2")
    .bind(site.id, site.version)
    .run();
}

/** Notes, before any switchboard is told, how many shards will know of the site: none is ever forgotten. */
export async function noteShards(db: D1Database, site: SiteSnapshot): Promise<void> {
  await db
    .prepare("UPDATE site SET published_shards = max(published_shards, ?2) WHERE id = ?1")
    .bind(site.id, site.shards)
    .run();
}

const UNCHANGED = "(SELECT version FROM site WHERE id = ?2) = ?3";

/** Raises the site, last, and before it the connections whose directory names the shard of a number. */
function raise(db: D1Database, site: SiteSnapshot, numbers: string): D1PreparedStatement[] {
  return [
    db
      .prepare(
        `UPDATE connection SET version = version + 1 WHERE ${UNCHANGED} AND id IN
         (SELECT connection_id FROM number WHERE e164 IN (SELECT value ->> 'number' FROM json_each(?1)))`,
      )
      .bind(numbers, site.id, site.version),
    db.prepare("UPDATE site SET version = version + 1 WHERE id = ?1 AND version = ?2").bind(site.id, site.version),
  ];
}
