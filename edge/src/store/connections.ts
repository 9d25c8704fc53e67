/** Connections in D1. Secrets come in encrypted and are never selected here; only the directory gets them. */
import { assignments } from "./changes.ts";
import { listBy, type Page, type PageRequest } from "./page.ts";

export interface ConnectionRow {
  id: string;
  accountId: string;
  provider: string;
  name: string;
  destination: string;
  version: number;
  published: number;
  createdAt: number;
}

/** `secrets` encrypted. */
export type ConnectionChange = { [F in "name" | "destination" | "secrets"]?: string | undefined };

const SELECT = `SELECT id, account_id AS accountId, provider, name, destination, version, published,
  created_at AS createdAt FROM connection`;

export async function listConnections(
  db: D1Database,
  account: string,
  request: PageRequest,
): Promise<Page<ConnectionRow>> {
  const terms = [["account_id = ?", account], ["deleted_at IS NULL"]] as const;
  return listBy<"id", ConnectionRow>(db, SELECT, "id", terms, request);
}

export async function findConnection(db: D1Database, account: string, id: string): Promise<ConnectionRow | null> {
  return db
    .prepare(`${SELECT} WHERE id = ?1 AND account_id = ?2 AND deleted_at IS NULL`)
    .bind(id, account)
    .first<ConnectionRow>();
}

/** @param secrets encrypted */
export async function insertConnection(db: D1Database, row: ConnectionRow, secrets: string): Promise<void> {
  await db
    .prepare(
      `INSERT INTO connection (id, account_id, provider, name, secrets, destination, created_at)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)`,
    )
    .bind(row.id, row.accountId, row.provider, row.name, secrets, row.destination, row.createdAt)
    .run();
}

export async function updateConnection(db: D1Database, id: string, change: ConnectionChange): Promise<void> {
  const set = assignments({ name: change.name, destination: change.destination, secrets: change.secrets });
  await db
    .prepare(`UPDATE connection SET ${set.sql}, version = version + 1 WHERE id = ?`)
    .bind(...set.values, id)
    .run();
}

/**
 * Forgets the secrets and hides the connection; the history still names it.
 * @returns false while it has numbers
 */
export async function deleteConnection(db: D1Database, id: string, now: number): Promise<boolean> {
  const { meta } = await db
    .prepare(
      `UPDATE connection SET deleted_at = ?2, secrets = '', version = version + 1 WHERE id = ?1
       AND NOT EXISTS (SELECT 1 FROM number WHERE connection_id = ?1)`,
    )
    .bind(id, now)
    .run();
  return meta.changes > 0;
}
