/** Forms that visitors have sent, in the switchboard's SQLite: typed reads and writes, nothing decided. All synchronous. */
import type { LeadRow } from "../store/rows.ts";
import type { Desk } from "./desk.ts";

/** A form that was sent, as the switchboard keeps it. */
export interface StoredLead {
  id: string;
  visit: string;
  visitor: string;
  /** Epoch milliseconds. */
  atMs: number;
  /** Name or id of the form; empty when the page did not say. */
  form: string;
  /** Path of the page. */
  page: string;
  fields: Record<string, string>;
  /** The number that was left, E.164. */
  phone: string | null;
}

export class LeadTable {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  find(id: string): StoredLead | null {
    const [row] = this.#sql.exec<{ data: string }>("SELECT data FROM lead WHERE id = ?", id).toArray();
    return row ? (JSON.parse(row.data) as StoredLead) : null;
  }

  /** A lead never changes. */
  add(lead: StoredLead): void {
    this.#sql.exec("INSERT INTO lead (id, at, data) VALUES (?, ?, ?)", lead.id, lead.atMs, JSON.stringify(lead));
  }

  /** Forgets what is older than a time, except what D1 has not heard of. */
  forget(beforeMs: number): void {
    this.#sql.exec(
      `DELETE FROM lead WHERE at < ?
       AND NOT EXISTS (SELECT 1 FROM outbox WHERE kind = 'lead' AND outbox.id = lead.id)`,
      beforeMs,
    );
  }
}

/** A lead as it stands in D1, or will in a moment. */
export function leadRow({ config }: Pick<Desk, "config">, lead: StoredLead): LeadRow {
  const { visit, visitor, atMs, ...rest } = lead;
  const { account, site } = config;
  return { ...rest, accountId: account, siteId: site, visitId: visit, visitorId: visitor, at: atMs };
}
