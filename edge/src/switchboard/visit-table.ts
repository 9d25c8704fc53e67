/**
 * Visits and leases in the switchboard's SQLite: typed reads and writes, nothing decided. All synchronous, so that a
 * round of load, decide and save is one transaction.
 */
import type { Visit } from "../core/visit.ts";

type VisitRow = {
  visitor: string;
  id: string;
  last_seen_at: number;
  visible: number;
  called_at: number | null;
  version: number;
  data: string;
};

/** A lease's row joined to its visit's, whose values are all `null` when it is forgotten. */
type HolderRow = [
  leasedAt: number,
  pool: string,
  visitor: string,
  id: string,
  lastSeenAt: number,
  visible: number,
  calledAt: number | null,
  version: number,
  data: string | null,
];

/** What is kept as JSON: all that has no column of its own. */
type VisitData = Omit<Visit, "id" | "visitor" | "lastSeenMs" | "visible" | "calledAtMs" | "version">;

export interface LeaseRow {
  number: string;
  leasedAtMs: number;
  visit: string;
  visitor: string;
  /** Pool id; empty for an overflow number that the visit was shown. */
  pool: string;
}

/** A lease from the holder's side. */
export interface Holding extends Pick<LeaseRow, "leasedAtMs" | "pool"> {
  /** `null` when it is forgotten. */
  visit: Visit | null;
}

export class VisitTable {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  find(visitor: string, id: string): Visit | null {
    return this.#one("SELECT * FROM visit WHERE visitor = ? AND id = ?", visitor, id);
  }

  /** Its version alone: nothing is parsed. */
  version(visitor: string, id: string): number | null {
    const query = "SELECT version FROM visit WHERE visitor = ? AND id = ?";
    const [row] = this.#sql.exec<{ version: number }>(query, visitor, id).toArray();
    return row?.version ?? null;
  }

  /** The visitor's latest visit: ids sort by time. */
  latest(visitor: string): Visit | null {
    return this.#one("SELECT * FROM visit WHERE visitor = ? ORDER BY id DESC LIMIT 1", visitor);
  }

  save(visit: Visit): void {
    const { id, visitor, lastSeenMs, visible, calledAtMs, version, ...data } = visit;
    this.#sql.exec(
      "INSERT OR REPLACE INTO visit (visitor, id, last_seen_at, visible, called_at, version, data) VALUES (?, ?, ?, ?, ?, ?, ?)",
      visitor,
      id,
      lastSeenMs,
      visible ? 1 : 0,
      calledAtMs,
      version,
      JSON.stringify(data satisfies VisitData),
    );
  }

  addLease(lease: LeaseRow): void {
    this.#sql.exec(
      "INSERT OR IGNORE INTO lease (number, leased_at, visit, visitor, pool) VALUES (?, ?, ?, ?, ?)",
      lease.number,
      lease.leasedAtMs,
      lease.visit,
      lease.visitor,
      lease.pool,
    );
  }

  /** Who was shown a number before a time, the latest first, each with the visit as it is now. */
  holders(number: string, beforeMs: number, afterMs: number, limit: number): Holding[] {
    // A LEFT join, so that it begins with the leases: also that of a forgotten visit ends the one before. Raw rows,
    // because a call reads many, and naming every value of each costs as much as finding them.
    const rows = this.#sql
      .exec(
        `SELECT lease.leased_at, lease.pool, lease.visitor, lease.visit, last_seen_at, visible, called_at, version, data
         FROM lease LEFT JOIN visit ON visit.visitor = lease.visitor AND visit.id = lease.visit
         WHERE lease.number = ? AND lease.leased_at <= ? AND lease.leased_at >= ?
         ORDER BY lease.leased_at DESC, lease.visit DESC LIMIT ?`,
        number,
        beforeMs,
        afterMs,
        limit,
      )
      .raw<HolderRow>();
    return Array.from(rows, ([leasedAtMs, pool, visitor, id, last_seen_at, visible, called_at, version, data]) => {
      const visit = data === null ? null : fromRow({ visitor, id, last_seen_at, visible, called_at, version, data });
      return { leasedAtMs, pool, visit };
    });
  }

  /** Who holds a pool number, or held it last, and since when; `null` for nobody who is not forgotten. */
  holder(number: string): { visit: Visit; leasedAtMs: number } | null {
    const [row] = this.#sql
      .exec<{ leased_at: number; visitor: string; visit: string }>(
        "SELECT leased_at, visitor, visit FROM lease WHERE number = ? AND pool <> '' ORDER BY leased_at DESC, visit DESC LIMIT 1",
        number,
      )
      .toArray();
    const visit = row ? this.find(row.visitor, row.visit) : null;
    return row && visit ? { visit, leasedAtMs: row.leased_at } : null;
  }

  /** Forgets what ended before a time, except visits that D1 has not heard of. A lease is kept as long as its visit. */
  forget(beforeMs: number): void {
    this.#sql.exec(
      `DELETE FROM visit WHERE max(last_seen_at, coalesce(called_at, 0)) < ?
       AND NOT EXISTS (SELECT 1 FROM outbox WHERE kind = 'visit' AND outbox.id = visit.visitor || ' ' || visit.id)`,
      beforeMs,
    );
    this.#sql.exec(
      `DELETE FROM lease WHERE leased_at < ?
       AND NOT EXISTS (SELECT 1 FROM visit WHERE visit.visitor = lease.visitor AND visit.id = lease.visit)`,
      beforeMs,
    );
  }

  #one(query: string, ...parameters: string[]): Visit | null {
    const [row] = this.#sql.exec<VisitRow>(query, ...parameters).toArray();
    return row ? fromRow(row) : null;
  }
}

function fromRow(row: VisitRow): Visit {
  const data = JSON.parse(row.data) as VisitData;
  return {
    ...data,
    id: row.id,
    visitor: row.visitor,
    lastSeenMs: row.last_seen_at,
    visible: row.visible === 1,
    calledAtMs: row.called_at,
    version: row.version,
  };
}
