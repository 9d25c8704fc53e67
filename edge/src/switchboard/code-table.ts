/** Codes of visits in the switchboard's SQLite: typed reads and writes, nothing decided. All synchronous. */

/** A visit's key. */
export interface CodeOwner {
  visitor: string;
  visit: string;
}

export class CodeTable {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Whose code this is, or was last. */
  owner(code: string): CodeOwner | null {
    const [row] = this.#sql
      .exec<{ visitor: string; visit: string }>("SELECT visitor, visit FROM code WHERE code = ?", code)
      .toArray();
    return row ?? null;
  }

  /** Forgets the codes of visits that are forgotten. */
  forget(): void {
    this.#sql.exec(
      "DELETE FROM code WHERE NOT EXISTS (SELECT 1 FROM visit WHERE visit.visitor = code.visitor AND visit.id = code.visit)",
    );
  }

  give(code: string, { visitor, visit }: CodeOwner): void {
    this.#sql.exec("INSERT OR REPLACE INTO code (code, visitor, visit) VALUES (?, ?, ?)", code, visitor, visit);
  }
}
