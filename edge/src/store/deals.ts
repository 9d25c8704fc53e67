/** Deals in D1. Every question carries the account, so that nobody is told of another's (A1). */
import { nextVersion } from "../core/visit.ts";
import { assignments, type Value } from "./changes.ts";
import { listByTime, type Page, type TimeRequest } from "./page.ts";
import { type Columns, fieldsOf } from "./rows.ts";

export interface DealRow {
  id: string;
  accountId: string;
  siteId: string;
  externalId: string | null;
  title: string;
  status: "open" | "won" | "lost";
  /** Minor units. */
  amount: number;
  currency: string;
  /** When it was made. */
  at: number;
  phone: string | null;
  callId: string | null;
  leadId: string | null;
  visitId: string | null;
  visitorId: string | null;
  foundBy: "visit" | "call" | "lead" | "visitor" | "phone" | null;
  confidence: number;
  createdAt: number;
  updatedAt: number;
  /** When what the switchboards know of it last changed: see `tell-deals.ts`. */
  version: number;
}

const COLUMNS: Columns<DealRow> = {
  id: "id",
  accountId: "account_id",
  siteId: "site_id",
  externalId: "external_id",
  title: "title",
  status: "status",
  amount: "amount",
  currency: "currency",
  at: "at",
  phone: "phone",
  callId: "call_id",
  leadId: "lead_id",
  visitId: "visit_id",
  visitorId: "visitor_id",
  foundBy: "found_by",
  confidence: "confidence",
  createdAt: "created_at",
  updatedAt: "updated_at",
  version: "version",
};
const FIELDS = Object.keys(COLUMNS) as (keyof DealRow)[];
const SELECT = `SELECT ${fieldsOf(COLUMNS)} FROM deal`;

export interface DealFilter {
  site?: string | undefined;
  status?: string | undefined;
  visit?: string | undefined;
  visitor?: string | undefined;
  externalId?: string | undefined;
  phone?: string | undefined;
}
const FILTERS = {
  ...{ site: "site_id", status: "status", visit: "visit_id", visitor: "visitor_id" },
  ...{ externalId: "external_id", phone: "phone" },
} as const;

/** A page of deals, the latest first. */
export async function listDeals(
  db: D1Database,
  account: string,
  filter: DealFilter,
  request: TimeRequest,
): Promise<Page<DealRow>> {
  const terms = Object.entries(FILTERS).map(([field, column]) => {
    const value = filter[field as keyof DealFilter];
    return value === undefined ? null : ([`${column} = ?`, value] as const);
  });
  const all = [["account_id = ?", account], ["deleted_at IS NULL"], ...terms] as const;
  return listByTime<"at", DealRow>(db, SELECT, "at", all, request);
}

export async function findDeal(db: D1Database, account: string, id: string): Promise<DealRow | null> {
  return db
    .prepare(`${SELECT} WHERE id = ?1 AND account_id = ?2 AND deleted_at IS NULL`)
    .bind(id, account)
    .first<DealRow>();
}

const KEPT = new Set<keyof DealRow>(["id", "accountId", "siteId", "externalId", "createdAt", "version"]);
const UPSERT = `INSERT INTO deal (${FIELDS.map((field) => COLUMNS[field]).join(", ")})
  VALUES (${FIELDS.map(() => "?").join(", ")})
  ON CONFLICT (site_id, external_id) WHERE external_id IS NOT NULL DO UPDATE SET
    ${FIELDS.filter((field) => !KEPT.has(field))
      .map((field) => `${COLUMNS[field]} = excluded.${COLUMNS[field]}`)
      .join(", ")},
    version = CASE WHEN deal.phone IS excluded.phone AND deal.visit_id IS excluded.visit_id AND deal.at = excluded.at
      THEN deal.version ELSE max(deal.version + 1, excluded.version) END
  RETURNING ${fieldsOf(COLUMNS)}`;

/** Inserts a deal, or puts it in the place of the one with the same `externalId`, whose id stays. */
export async function upsertDeal(db: D1Database, deal: DealRow): Promise<DealRow> {
  const values = FIELDS.map((field) => deal[field]);
  const row = await db
    .prepare(UPSERT)
    .bind(...values)
    .first<DealRow>();
  if (row === null) throw new Error("an upsert returns its row");
  return row;
}

/** Changes some fields; the version, if switchboards have to hear of it. */
export async function updateDeal(
  db: D1Database,
  before: DealRow,
  change: { [F in keyof DealRow]?: DealRow[F] | undefined },
  nowMs: number,
): Promise<void> {
  const isTold = (["phone", "visitId", "at"] as const).some(
    (field) => change[field] !== undefined && change[field] !== before[field],
  );
  const version = isTold ? { version: nextVersion(before.version, nowMs) } : {};
  const columns = Object.entries({ ...change, ...version, updatedAt: nowMs }).map(
    ([field, value]): [string, Value | undefined] => [COLUMNS[field as keyof DealRow], value],
  );
  const { sql, values } = assignments(Object.fromEntries(columns));
  await db
    .prepare(`UPDATE deal SET ${sql} WHERE id = ? AND deleted_at IS NULL`)
    .bind(...values, before.id)
    .run();
}

/** Empties a deal of everything that is somebody's; the row goes when all switchboards have forgotten it, too. */
export async function deleteDeal(db: D1Database, { id, version }: DealRow, nowMs: number): Promise<void> {
  await db
    .prepare(
      `UPDATE deal SET deleted_at = ?2, version = ?3, phone = NULL, title = '', external_id = NULL, call_id = NULL,
         lead_id = NULL, visit_id = NULL, visitor_id = NULL WHERE id = ?1 AND deleted_at IS NULL`,
    )
    .bind(id, nowMs, nextVersion(version, nowMs))
    .run();
}
