/** What we were told of callers, in the switchboard's SQLite: typed reads and writes, nothing decided. All synchronous. */
import type { Told } from "../core/told.ts";

export class ToldTable {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Keeps a statement unless a newer one of the same lead or deal is here; one that takes it back is kept as such. */
  keep(told: Told): void {
    this.#sql.exec(
      `INSERT INTO told (id, version, caller, known_at, data) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET version = excluded.version, caller = excluded.caller,
         known_at = excluded.known_at, data = excluded.data WHERE excluded.version > told.version`,
      told.id,
      told.version,
      told.caller,
      told.knownAtMs,
      JSON.stringify(told),
    );
  }

  /** The latest that was known of a caller at a time. */
  latest(caller: string, beforeMs: number, afterMs: number): Told | null {
    const [row] = this.#sql
      .exec<{ data: string }>(
        `SELECT data FROM told WHERE caller = ? AND known_at <= ? AND known_at >= ?
         ORDER BY known_at DESC, id DESC LIMIT 1`,
        caller,
        beforeMs,
        afterMs,
      )
      .toArray();
    return row ? (JSON.parse(row.data) as Told) : null;
  }

  forget(beforeMs: number): void {
    this.#sql.exec("DELETE FROM told WHERE known_at < ?", beforeMs);
  }
}
