/** Calls as D1 tells them. Reads only, and only of one account (A1). */
import { listByTime, type Page, type TimeRequest } from "./page.ts";
import { CALL_COLUMNS, type CallRow, fieldsOf } from "./rows.ts";
import type { Term } from "./where.ts";

export interface CallFilter {
  site?: string | undefined;
  number?: string | undefined;
  caller?: string | undefined;
  visit?: string | undefined;
  status?: string | undefined;
  method?: string | undefined;
  channel?: string | undefined;
  source?: string | undefined;
  medium?: string | undefined;
  campaign?: string | undefined;
  term?: string | undefined;
  /** Stands somewhere in what the call came by, or in the called number. */
  q?: string | undefined;
}

const SELECT = `SELECT ${fieldsOf(CALL_COLUMNS)} FROM "call"`;

type CallRecord = Omit<CallRow, "voicemail" | "runnerUp" | "evidence"> & {
  voicemail: number;
  runnerUp: string | null;
  evidence: string;
};

function toCallRow(record: CallRecord): CallRow {
  return {
    ...record,
    voicemail: record.voicemail === 1,
    runnerUp: record.runnerUp === null ? null : (JSON.parse(record.runnerUp) as CallRow["runnerUp"]),
    evidence: JSON.parse(record.evidence) as string[],
  };
}

/** A page of calls, newest first. */
export async function listCalls(
  db: D1Database,
  account: string,
  filter: CallFilter,
  request: TimeRequest,
): Promise<Page<CallRow>> {
  const page = await listByTime<"startedAt", CallRecord>(
    db,
    SELECT,
    "startedAt",
    [["account_id = ?", account], ...terms(filter)],
    request,
  );
  return { ...page, items: page.items.map(toCallRow) };
}

export async function findCall(db: D1Database, account: string, id: string): Promise<CallRow | null> {
  const record = await db.prepare(`${SELECT} WHERE id = ?1 AND account_id = ?2`).bind(id, account).first<CallRecord>();
  return record === null ? null : toCallRow(record);
}

/** Which column a filter compares, as it stands. */
const EXACT = {
  site: "site_id",
  number: "number",
  caller: "caller",
  visit: "visit_id",
  status: "status",
  method: "method",
  channel: "channel",
  source: "source",
  medium: "medium",
  campaign: "campaign",
  term: "term",
} satisfies { [F in Exclude<keyof CallFilter, "q">]-?: string };

function terms(filter: CallFilter): (Term | null)[] {
  const exact = Object.entries(EXACT).map(([field, column]): Term | null => {
    const value = filter[field as keyof typeof EXACT];
    return value === undefined ? null : [`${column} = ?`, value];
  });
  return [...exact, filter.q === undefined ? null : [SEARCH, JSON.stringify(spellings(filter.q))]];
}

const SEARCH = `EXISTS (SELECT 1 FROM json_each(?) WHERE
  instr(concat_ws(char(10), channel, source, medium, campaign, term, number), value) > 0)`;

/** SQLite folds the case of ASCII alone: the usual spellings of a word find it in any alphabet. */
function spellings(q: string): string[] {
  const lower = q.toLowerCase();
  return [...new Set([q, lower, q.toUpperCase(), lower.charAt(0).toUpperCase() + lower.slice(1)])];
}
