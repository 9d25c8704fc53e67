/**
 * The directory's SQLite: the connection with its numbers, and the spool of call events. Typed reads and writes, nothing
 * decided. Nothing is created before there is something to keep, so that asking for a made-up connection leaves no trace.
 */
import type { ConnectionConfig, DirectoryEntry } from "../core/config.ts";
import type { CallCommand } from "../switchboard/rpc.ts";

/** A call event and the switchboard that it is for. */
export interface SpooledCall {
  siteKey: string;
  shard: number;
  command: CallCommand;
}

export interface SpoolRow extends SpooledCall {
  id: number;
  attempts: number;
}

/** Numbers written by one statement: some 500 kB, where a bound value may have 2 MB. */
const CHUNK = 2000;

export class DirectoryTables {
  readonly #storage: DurableObjectStorage;
  #exists: boolean;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.#exists = storage.sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'connection'").toArray().length > 0;
  }

  /** The connection as stored; `null` when there is none. */
  load(): ConnectionConfig | null {
    if (!this.#exists) return null;
    const [row] = this.#sql.exec<{ data: string }>("SELECT data FROM connection").toArray();
    if (row === undefined) return null;
    const numbers = this.#sql.exec<{ data: string }>("SELECT data FROM entry ORDER BY number").toArray();
    return {
      ...(JSON.parse(row.data) as ConnectionConfig),
      numbers: numbers.map(({ data }) => JSON.parse(data) as DirectoryEntry),
    };
  }

  /** Replaces the connection; only numbers that differ are written. */
  save(config: ConnectionConfig): void {
    this.#create();
    this.#storage.transactionSync(() => {
      const { numbers, ...connection } = config;
      this.#sql.exec("INSERT OR REPLACE INTO connection (one, data) VALUES (1, ?)", JSON.stringify(connection));
      const kept = JSON.stringify(numbers.map(({ number }) => number));
      this.#sql.exec("DELETE FROM entry WHERE number NOT IN (SELECT value FROM json_each(?))", kept);
      for (let from = 0; from < numbers.length; from += CHUNK) {
        this.#sql.exec(
          `INSERT INTO entry (number, data) SELECT value ->> 'number', value FROM json_each(?) WHERE true
           ON CONFLICT (number) DO UPDATE SET data = excluded.data WHERE data <> excluded.data`,
          JSON.stringify(numbers.slice(from, from + CHUNK)),
        );
      }
    });
  }

  spooled(): number {
    if (!this.#exists) return 0;
    return this.#sql.exec<{ count: number }>("SELECT count(*) AS count FROM spool").one().count;
  }

  spool(call: SpooledCall, dueMs: number): void {
    this.#create();
    this.#sql.exec("INSERT INTO spool (data, attempts, due_at) VALUES (?, 0, ?)", JSON.stringify(call), dueMs);
  }

  due(nowMs: number, limit: number): SpoolRow[] {
    if (!this.#exists) return [];
    return this.#sql
      .exec<{ id: number; data: string; attempts: number }>(
        "SELECT id, data, attempts FROM spool WHERE due_at <= ? ORDER BY due_at, id LIMIT ?",
        nowMs,
        limit,
      )
      .toArray()
      .map(({ id, data, attempts }) => ({ ...(JSON.parse(data) as SpooledCall), id, attempts }));
  }

  /** When the next event is due, epoch milliseconds; `null` when none is left. */
  nextDueMs(): number | null {
    if (!this.#exists) return null;
    return this.#sql.exec<{ at: number | null }>("SELECT min(due_at) AS at FROM spool").one().at;
  }

  delivered(id: number): void {
    this.#sql.exec("DELETE FROM spool WHERE id = ?", id);
  }

  postpone(id: number, dueMs: number): void {
    this.#sql.exec("UPDATE spool SET attempts = attempts + 1, due_at = ? WHERE id = ?", dueMs, id);
  }

  get #sql(): SqlStorage {
    return this.#storage.sql;
  }

  #create(): void {
    if (this.#exists) return;
    this.#sql.exec(`
      CREATE TABLE connection (one INTEGER PRIMARY KEY CHECK (one = 1), data TEXT NOT NULL) STRICT;
      CREATE TABLE entry (number TEXT PRIMARY KEY, data TEXT NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE spool (
        id INTEGER PRIMARY KEY AUTOINCREMENT, data TEXT NOT NULL, attempts INTEGER NOT NULL, due_at INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX spool_due ON spool (due_at);
    `);
    this.#exists = true;
  }
}
