/**
 * D1's schema in an object of its own, which counts what the switchboards' batches cost there: D1 is SQLite too, and
 * bills the rows that SQLite says it read and wrote, those of indexes included.
 */
import { DurableObject } from "cloudflare:workers";
import type { Env } from "../src/env.ts";

export interface Statement {
  query: string;
  values: SqlStorageValue[];
}

export interface DatabaseUse {
  rowsRead: number;
  rowsWritten: number;
  /** Size of all there is. */
  bytes: number;
}

export class Database extends DurableObject<Env> {
  /**
   * @param migrations the SQL of each, in order
   * @returns its size, bytes
   */
  async migrate(migrations: readonly string[]): Promise<number> {
    const { sql } = this.ctx.storage;
    const isNew = sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'visit'").toArray().length === 0;
    for (const migration of isNew ? migrations : []) sql.exec(migration);
    return sql.databaseSize;
  }

  async batch(statements: readonly Statement[]): Promise<DatabaseUse> {
    const { storage } = this.ctx;
    const cursors = storage.transactionSync(() =>
      statements.map(({ query, values }) => {
        const cursor = storage.sql.exec(query, ...values);
        cursor.toArray();
        return cursor;
      }),
    );
    const sum = (of: "rowsRead" | "rowsWritten") => cursors.reduce((total, cursor) => total + cursor[of], 0);
    return { rowsRead: sum("rowsRead"), rowsWritten: sum("rowsWritten"), bytes: storage.sql.databaseSize };
  }
}

/** The benchmarks have one. */
export function databaseOf(env: Env): DurableObjectStub<Database> {
  const namespace = (env as unknown as { DATABASE: DurableObjectNamespace<Database> }).DATABASE;
  return namespace.get(namespace.idFromName("d1"));
}

/** What a switchboard sees of it, and what all its batches have used so far. */
export function countingDatabase(database: Pick<Database, "batch">): { db: D1Database; use: DatabaseUse } {
  const use: DatabaseUse = { rowsRead: 0, rowsWritten: 0, bytes: 0 };
  const prepare = (query: string) => ({ bind: (...values: SqlStorageValue[]): Statement => ({ query, values }) });
  const batch = async (statements: Statement[]) => {
    const one = await database.batch(statements);
    use.rowsRead += one.rowsRead;
    use.rowsWritten += one.rowsWritten;
    use.bytes = one.bytes;
    return [];
  };
  return { db: { prepare, batch } as unknown as D1Database, use };
}
