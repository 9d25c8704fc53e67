/**
 * Visits that have called, as the switchboards of a site tell each other: what others still have to be told, and what
 * others have told of our visits. Typed reads and writes in SQLite, nothing decided. All synchronous.
 */

/** A call was found to be of a visit, or is so no more. */
export interface Notice {
  call: string;
  visit: string;
  visitor: string;
  /** When the call began, epoch milliseconds; `null` takes an earlier notice back. */
  calledAtMs: number | null;
  /** Grows with every notice about the same call; an older one changes nothing. */
  version: number;
}

/** A notice, and who is to be told. */
export interface Addressed extends Notice {
  shard: number;
}

type NoticeRow = {
  call: string;
  visit: string;
  visitor: string;
  shard: number;
  called_at: number | null;
  version: number;
};

export class NoticeTable {
  readonly #sql: SqlStorage;
  #size: number;
  /** When the next are told, epoch milliseconds. */
  dueMs = 0;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    this.#size = sql.exec<{ n: number }>("SELECT COUNT(*) AS n FROM notice").one().n;
  }

  /** How many have not been told yet. */
  get size(): number {
    return this.#size;
  }

  /** Others have to be told: in place of what they should have been told before about the same call and visit. */
  add({ call, visit, visitor, shard, calledAtMs, version }: Addressed): void {
    this.#sql.exec(
      "INSERT OR REPLACE INTO notice (call, visit, shard, visitor, called_at, version) VALUES (?, ?, ?, ?, ?, ?)",
      call,
      visit,
      shard,
      visitor,
      calledAtMs,
      version,
    );
    this.#count();
  }

  /**
   * What is to be told, the oldest first.
   * @param limit of each shard: one that does not listen must not stand in the way of the others
   */
  due(limit: number): Addressed[] {
    return this.#sql
      .exec<NoticeRow>(
        `SELECT call, visit, visitor, shard, called_at, version
         FROM (SELECT *, row_number() OVER (PARTITION BY shard ORDER BY version) AS nth FROM notice)
         WHERE nth <= ? ORDER BY version`,
        limit,
      )
      .toArray()
      .map(({ called_at, ...notice }) => ({ ...notice, calledAtMs: called_at }));
  }

  /** Has been told; what has changed since is still to be. */
  settle({ call, visit, shard, version }: Addressed): void {
    const query = "DELETE FROM notice WHERE call = ? AND visit = ? AND shard = ? AND version = ?";
    this.#sql.exec(query, call, visit, shard, version);
    this.#count();
  }

  /** Keeps what another switchboard tells; false if it has told something newer. */
  keep({ call, visit, calledAtMs, version }: Notice): boolean {
    const { rowsWritten } = this.#sql.exec(
      `INSERT INTO call_elsewhere (visit, call, called_at, version) VALUES (?, ?, ?, ?)
       ON CONFLICT (visit, call) DO UPDATE SET called_at = excluded.called_at, version = excluded.version
       WHERE excluded.version > call_elsewhere.version`,
      visit,
      call,
      calledAtMs,
      version,
    );
    return rowsWritten > 0;
  }

  /** Visits of ours that a call of another switchboard was ever found to be of. */
  visitsOf(call: string): Set<string> {
    const rows = this.#sql.exec<{ visit: string }>("SELECT visit FROM call_elsewhere WHERE call = ?", call);
    return new Set(Array.from(rows, ({ visit }) => visit));
  }

  /** When a visit last called as others have told, epoch milliseconds, the given call aside; `null` for never. */
  lastOf(visit: string, exceptCall: string): number | null {
    const query = "SELECT MAX(called_at) AS at FROM call_elsewhere WHERE visit = ? AND call <> ?";
    return this.#sql.exec<{ at: number | null }>(query, visit, exceptCall).one().at;
  }

  /** Versions are times as well (`nextVersion`). */
  forget(beforeMs: number): void {
    this.#sql.exec("DELETE FROM notice WHERE version < ?", beforeMs);
    this.#sql.exec("DELETE FROM call_elsewhere WHERE version < ?", beforeMs);
    this.#count();
  }

  #count(): void {
    this.#size = this.#sql.exec<{ n: number }>("SELECT COUNT(*) AS n FROM notice").one().n;
  }
}
