/** Forms that visitors sent, as D1 tells them. Reads only, and only of one account (A1). */
import { listByTime, type Page, type TimeRequest } from "./page.ts";
import { fieldsOf, LEAD_COLUMNS, type LeadRow } from "./rows.ts";

export interface LeadFilter {
  site?: string | undefined;
  visit?: string | undefined;
  visitor?: string | undefined;
  form?: string | undefined;
  phone?: string | undefined;
}

const SELECT = `SELECT ${fieldsOf(LEAD_COLUMNS)} FROM lead`;
const COLUMNS = { site: "site_id", visit: "visit_id", visitor: "visitor_id", form: "form", phone: "phone" } as const;

type LeadRecord = Omit<LeadRow, "fields"> & { fields: string };

function toLeadRow(record: LeadRecord): LeadRow {
  return { ...record, fields: JSON.parse(record.fields) as Record<string, string> };
}

/** A page of leads, newest first. */
export async function listLeads(
  db: D1Database,
  account: string,
  filter: LeadFilter,
  request: TimeRequest,
): Promise<Page<LeadRow>> {
  const terms = Object.entries(COLUMNS).map(([field, column]) => {
    const value = filter[field as keyof LeadFilter];
    return value === undefined ? null : ([`${column} = ?`, value] as const);
  });
  const page = await listByTime<"at", LeadRecord>(db, SELECT, "at", [["account_id = ?", account], ...terms], request);
  return { ...page, items: page.items.map(toLeadRow) };
}

export async function findLead(db: D1Database, account: string, id: string): Promise<LeadRow | null> {
  const record = await db.prepare(`${SELECT} WHERE id = ?1 AND account_id = ?2`).bind(id, account).first<LeadRecord>();
  return record === null ? null : toLeadRow(record);
}
