/** Pools in D1. Every question carries the account, so that nobody is told of another's (A1). */
import { assignments } from "./changes.ts";
import { listBy, type Page, type PageRequest } from "./page.ts";
import { raiseConnectionsOfPool, raiseSite } from "./versions.ts";
import type { Term } from "./where.ts";

export interface PoolRow {
  id: string;
  accountId: string;
  siteId: string;
  name: string;
  destination: string;
  secondDestination: string | null;
  ringSeconds: number;
  record: boolean;
  whisper: string;
  voicemail: string;
  freezeSeconds: number;
  /** `null`: as `freezeSeconds`. */
  freezeAfterCallSeconds: number | null;
  overflow: string | null;
  createdAt: number;
}

/** What an operator may change. */
export type PoolChange = {
  [F in Exclude<keyof PoolRow, "id" | "accountId" | "siteId" | "createdAt">]?: PoolRow[F] | undefined;
};

const SELECT = `SELECT id, account_id AS accountId, site_id AS siteId, name, destination,
  second_destination AS secondDestination, ring_seconds AS ringSeconds, record, whisper, voicemail,
  freeze_seconds AS freezeSeconds, freeze_after_call_seconds AS freezeAfterCallSeconds, overflow,
  created_at AS createdAt FROM pool`;

type PoolRecord = Omit<PoolRow, "record"> & { record: number };
const toPool = (record: PoolRecord): PoolRow => ({ ...record, record: record.record === 1 });

export async function listPools(
  db: D1Database,
  account: string,
  site: string | undefined,
  request: PageRequest,
): Promise<Page<PoolRow>> {
  const terms: (Term | null)[] = [["account_id = ?", account], site === undefined ? null : ["site_id = ?", site]];
  const page = await listBy<"id", PoolRecord>(db, SELECT, "id", terms, request);
  return { ...page, items: page.items.map(toPool) };
}

export async function findPool(db: D1Database, account: string, id: string): Promise<PoolRow | null> {
  const record = await db.prepare(`${SELECT} WHERE id = ?1 AND account_id = ?2`).bind(id, account).first<PoolRecord>();
  return record === null ? null : toPool(record);
}

export async function insertPool(db: D1Database, pool: PoolRow): Promise<void> {
  const columns = { id: pool.id, account_id: pool.accountId, site_id: pool.siteId, ...changed(pool) };
  const names = [...Object.keys(columns), "created_at"];
  await db.batch([
    db
      .prepare(`INSERT INTO pool (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`)
      .bind(...Object.values(columns), pool.createdAt),
    raiseSite(db, pool.siteId),
  ]);
}

export async function updatePool(db: D1Database, pool: PoolRow, change: PoolChange): Promise<void> {
  const set = assignments(changed(change));
  await db.batch([
    db.prepare(`UPDATE pool SET ${set.sql} WHERE id = ?`).bind(...set.values, pool.id),
    raiseSite(db, pool.siteId),
    raiseConnectionsOfPool(db, pool.id),
  ]);
}

function changed(change: PoolChange) {
  return {
    name: change.name,
    destination: change.destination,
    second_destination: change.secondDestination,
    ring_seconds: change.ringSeconds,
    record: change.record === undefined ? undefined : Number(change.record),
    whisper: change.whisper,
    voicemail: change.voicemail,
    freeze_seconds: change.freezeSeconds,
    freeze_after_call_seconds: change.freezeAfterCallSeconds,
    overflow: change.overflow,
  };
}

/** @returns false while the pool has numbers or a placement leads to it */
export async function deletePool(db: D1Database, pool: PoolRow): Promise<boolean> {
  const [removal] = await db.batch([
    db
      .prepare(
        `DELETE FROM pool WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM number WHERE pool_id = ?1)
         AND NOT EXISTS (SELECT 1 FROM placement WHERE site_id = ?2 AND action ->> 'pool' = ?1)`,
      )
      .bind(pool.id, pool.siteId),
    raiseSite(db, pool.siteId),
  ]);
  return (removal?.meta.changes ?? 0) > 0;
}
