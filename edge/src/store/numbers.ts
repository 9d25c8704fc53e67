/** Numbers in D1. Every question carries the account, so that nobody is told of another's (A1). */
import { assignments } from "./changes.ts";
import { listBy, type Page, type PageRequest } from "./page.ts";
import { raiseConnection, raiseSite } from "./versions.ts";
import type { Term } from "./where.ts";

export interface NumberRow {
  number: string;
  accountId: string;
  connectionId: string;
  siteId: string;
  kind: "pool" | "static" | "overflow" | "code";
  poolId: string | null;
  channel: string;
  destination: string | null;
  createdAt: number;
}

export interface NumberFilter {
  site?: string | undefined;
  pool?: string | undefined;
  connection?: string | undefined;
  kind?: NumberRow["kind"] | undefined;
}

const SELECT = `SELECT e164, e164 AS number, account_id AS accountId, connection_id AS connectionId, site_id AS siteId,
  kind, pool_id AS poolId, channel, destination, created_at AS createdAt FROM number`;

type NumberRecord = NumberRow & { e164: string };
const toNumber = ({ e164: _, ...row }: NumberRecord): NumberRow => row;

export async function listNumbers(
  db: D1Database,
  account: string,
  filter: NumberFilter,
  request: PageRequest,
): Promise<Page<NumberRow>> {
  const terms: (Term | null)[] = [
    ["account_id = ?", account],
    filter.site === undefined ? null : ["site_id = ?", filter.site],
    filter.pool === undefined ? null : ["pool_id = ?", filter.pool],
    filter.connection === undefined ? null : ["connection_id = ?", filter.connection],
    filter.kind === undefined ? null : ["kind = ?", filter.kind],
  ];
  const page = await listBy<"e164", NumberRecord>(db, SELECT, "e164", terms, request);
  return { ...page, items: page.items.map(toNumber) };
}

export async function findNumber(db: D1Database, account: string, number: string): Promise<NumberRow | null> {
  const record = await db
    .prepare(`${SELECT} WHERE e164 = ?1 AND account_id = ?2`)
    .bind(number, account)
    .first<NumberRecord>();
  return record === null ? null : toNumber(record);
}

/** Those of the numbers that somebody has already, whoever it is. */
export async function takenNumbers(db: D1Database, numbers: readonly string[]): Promise<Set<string>> {
  const { results } = await db
    .prepare("SELECT e164 FROM number WHERE e164 IN (SELECT value FROM json_each(?1))")
    .bind(JSON.stringify(numbers))
    .all<{ e164: string }>();
  return new Set(results.map(({ e164 }) => e164));
}

/** Adds the numbers, all or none: `false` if one of them is there already. */
export async function insertNumbers(db: D1Database, rows: readonly NumberRow[]): Promise<boolean> {
  if (
    (
      await takenNumbers(
        db,
        rows.map(({ number }) => number),
      )
    ).size > 0
  )
    return false;
  const values = [
    "number",
    "accountId",
    "connectionId",
    "siteId",
    "kind",
    "poolId",
    "channel",
    "destination",
    "createdAt",
  ];
  await db.batch([
    db
      .prepare(
        `INSERT INTO number (e164, account_id, connection_id, site_id, kind, pool_id, channel, destination, created_at)
         SELECT ${values.map((field) => `value ->> '${field}'`).join(", ")} FROM json_each(?1)`,
      )
      .bind(JSON.stringify(rows)),
    ...raiseAll(db, rows),
  ]);
  return true;
}

/** The number as it shall be; site, pool and connection may be others than before. */
export async function updateNumber(db: D1Database, before: NumberRow, after: NumberRow): Promise<void> {
  const set = assignments({
    connection_id: after.connectionId,
    site_id: after.siteId,
    pool_id: after.poolId,
    channel: after.channel,
    destination: after.destination,
  });
  await db.batch([
    db.prepare(`UPDATE number SET ${set.sql} WHERE e164 = ?`).bind(...set.values, before.number),
    ...raiseAll(db, [before, after]),
  ]);
}

/** @returns false while a pool overflows to it or a placement leads to it */
export async function deleteNumber(db: D1Database, row: NumberRow): Promise<boolean> {
  const [removal] = await db.batch([
    db
      .prepare(
        `DELETE FROM number WHERE e164 = ?1 AND NOT EXISTS (SELECT 1 FROM pool WHERE site_id = ?2 AND overflow = ?1)
         AND NOT EXISTS (SELECT 1 FROM placement WHERE site_id = ?2 AND ?1 IN (action ->> 'static', action ->> 'code'))`,
      )
      .bind(row.number, row.siteId),
    ...raiseAll(db, [row]),
  ]);
  return (removal?.meta.changes ?? 0) > 0;
}

function raiseAll(db: D1Database, rows: readonly NumberRow[]): D1PreparedStatement[] {
  return [
    ...[...new Set(rows.map(({ siteId }) => siteId))].map((site) => raiseSite(db, site)),
    ...[...new Set(rows.map(({ connectionId }) => connectionId))].map((connection) => raiseConnection(db, connection)),
  ];
}
