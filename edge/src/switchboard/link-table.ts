/** Codes of links to another domain of the site, in the switchboard's SQLite: typed reads and writes. All synchronous. */

export interface Link {
  code: string;
  visitor: string;
  visit: string;
  /** Digest of the user agent that asked for the code. */
  browser: string;
  /** Epoch milliseconds. */
  expiresAtMs: number;
}

export class LinkTable {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Adds a code; those that are too old by now go, and of the visit's own all but the latest. */
  add({ code, visitor, visit, browser, expiresAtMs }: Link, nowMs: number, keep: number): void {
    this.#sql.exec("DELETE FROM link WHERE expires_at <= ?", nowMs);
    this.#sql.exec(
      `DELETE FROM link WHERE code IN
       (SELECT code FROM link WHERE visitor = ? AND visit = ? ORDER BY expires_at DESC LIMIT -1 OFFSET ?)`,
      visitor,
      visit,
      keep - 1,
    );
    this.#sql.exec(
      "INSERT INTO link (code, visitor, visit, browser, expires_at) VALUES (?, ?, ?, ?, ?)",
      code,
      visitor,
      visit,
      browser,
      expiresAtMs,
    );
  }

  /** The code's link, which is gone with that. */
  take(code: string): Link | null {
    const [row] = this.#sql
      .exec<{ code: string; visitor: string; visit: string; browser: string; expires_at: number }>(
        "DELETE FROM link WHERE code = ? RETURNING *",
        code,
      )
      .toArray();
    if (!row) return null;
    const { expires_at: expiresAtMs, ...link } = row;
    return { ...link, expiresAtMs };
  }
}
