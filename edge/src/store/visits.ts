/** Visits and their touches as D1 tells them. Reads only, and only of one account (A1). */
import { listByTime, type Page, type TimeRequest } from "./page.ts";
import { fieldsOf, TOUCH_COLUMNS, type TouchRow, VISIT_COLUMNS, type VisitData, type VisitRow } from "./rows.ts";

export interface VisitFilter {
  site?: string | undefined;
  visitor?: string | undefined;
  channel?: string | undefined;
  source?: string | undefined;
  medium?: string | undefined;
  campaign?: string | undefined;
  term?: string | undefined;
  code?: string | undefined;
}

/** A visit without what only its own page shows. */
export type VisitSummary = Omit<VisitRow, "data">;

const { data: _, ...SUMMARY_COLUMNS } = VISIT_COLUMNS;
const SELECT_SUMMARY = `SELECT ${fieldsOf<VisitSummary>(SUMMARY_COLUMNS)} FROM visit`;
const SELECT = `SELECT ${fieldsOf(VISIT_COLUMNS)} FROM visit`;
const SELECT_TOUCH = `SELECT ${fieldsOf(TOUCH_COLUMNS)} FROM touch`;

/** A page of visits, newest first. */
export async function listVisits(
  db: D1Database,
  account: string,
  filter: VisitFilter,
  request: TimeRequest,
): Promise<Page<VisitSummary>> {
  const { site, visitor, ...same } = filter;
  return listByTime<"startedAt", VisitSummary>(
    db,
    SELECT_SUMMARY,
    "startedAt",
    [
      ["account_id = ?", account],
      site === undefined ? null : ["site_id = ?", site],
      visitor === undefined ? null : ["visitor_id = ?", visitor],
      ...Object.entries(same).map(([column, value]) =>
        value === undefined ? null : ([`${column} = ?`, value] as const),
      ),
    ],
    request,
  );
}

/** Those of the visits that are there, by id. */
export async function findVisits(
  db: D1Database,
  account: string,
  ids: readonly string[],
): Promise<Map<string, VisitSummary>> {
  if (ids.length === 0) return new Map();
  const { results } = await db
    .prepare(`${SELECT_SUMMARY} WHERE id IN (SELECT value FROM json_each(?1)) AND account_id = ?2`)
    .bind(JSON.stringify(ids), account)
    .all<VisitSummary>();
  return new Map(results.map((visit) => [visit.id, visit]));
}

/** One visit with everything known of it. */
export async function findVisit(
  db: D1Database,
  account: string,
  id: string,
): Promise<{ visit: VisitRow; touches: TouchRow[] } | null> {
  const [visits, touches] = await db.batch([
    db.prepare(`${SELECT} WHERE id = ?1 AND account_id = ?2`).bind(id, account),
    db.prepare(`${SELECT_TOUCH} WHERE visit_id = ?1 ORDER BY n`).bind(id),
  ]);
  const record = visits?.results[0] as (VisitSummary & { data: string }) | undefined;
  if (record === undefined) return null;
  const touchRecords = (touches?.results ?? []) as (Omit<TouchRow, "clickIds"> & { clickIds: string })[];
  return {
    visit: { ...record, data: JSON.parse(record.data) as VisitData },
    touches: touchRecords.map((row) => ({ ...row, clickIds: JSON.parse(row.clickIds) as Record<string, string> })),
  };
}
