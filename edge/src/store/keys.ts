/** Operator keys: only their hashes. A revoked key stays as a record of who once had access. */
import { listBy, type Page, type PageRequest } from "./page.ts";

export interface KeyRow {
  id: string;
  accountId: string;
  name: string;
  hash: string;
  scopes: string[];
  createdAt: number;
  revokedAt: number | null;
}

const SELECT = `SELECT id, account_id AS accountId, name, hash, scopes, created_at AS createdAt, revoked_at AS revokedAt
  FROM api_key`;

type KeyRecord = Omit<KeyRow, "scopes"> & { scopes: string };
const toKey = (record: KeyRecord): KeyRow => ({ ...record, scopes: JSON.parse(record.scopes) as string[] });

/** A key that is not revoked. */
export async function findKeyByHash(db: D1Database, hash: string): Promise<KeyRow | null> {
  const record = await db.prepare(`${SELECT} WHERE hash = ?1 AND revoked_at IS NULL`).bind(hash).first<KeyRecord>();
  return record === null ? null : toKey(record);
}

export async function listKeys(db: D1Database, account: string, request: PageRequest): Promise<Page<KeyRow>> {
  const page = await listBy<"id", KeyRecord>(db, SELECT, "id", [["account_id = ?", account]], request);
  return { ...page, items: page.items.map(toKey) };
}

export async function insertKey(db: D1Database, key: KeyRow): Promise<void> {
  await db
    .prepare("INSERT INTO api_key (id, account_id, name, hash, scopes, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
    .bind(key.id, key.accountId, key.name, key.hash, JSON.stringify(key.scopes), key.createdAt)
    .run();
}

/** @returns whether the account has such a key; revoking twice keeps the first moment */
export async function revokeKey(db: D1Database, account: string, id: string, now: number): Promise<boolean> {
  const { meta } = await db
    .prepare("UPDATE api_key SET revoked_at = coalesce(revoked_at, ?3) WHERE id = ?1 AND account_id = ?2")
    .bind(id, account, now)
    .run();
  return meta.changes > 0;
}
