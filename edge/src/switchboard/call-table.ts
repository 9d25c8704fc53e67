/** Calls and known callers in the switchboard's SQLite: typed reads and writes, nothing decided. All synchronous. */
import type { CallRecord } from "../core/call.ts";
import type { KnownCaller, Resolution } from "../core/resolve.ts";

/** A call as the switchboard keeps it. */
export interface StoredCall {
  /** Connection, ":" and the provider's call id. */
  id: string;
  connection: string;
  record: CallRecord;
  /** `null` until the called number is known. */
  resolution: Resolution | null;
  /** How the resolved visit had arrived by then, or the channel of a static number. */
  arrival: Arrival;
  version: number;
}

export interface Arrival {
  channel: string;
  source: string;
  medium: string;
  campaign: string;
  term: string;
}

export const NO_ARRIVAL: Arrival = { channel: "", source: "", medium: "", campaign: "", term: "" };

export interface CallerRow extends KnownCaller {
  caller: string;
  /** The call this was learnt from. */
  call: string;
}

export class CallTable {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  find(id: string): StoredCall | null {
    const [row] = this.#sql.exec<{ data: string }>("SELECT data FROM call WHERE id = ?", id).toArray();
    return row ? (JSON.parse(row.data) as StoredCall) : null;
  }

  save(call: StoredCall, startedAtMs: number): void {
    this.#sql.exec(
      "INSERT OR REPLACE INTO call (id, started_at, version, data) VALUES (?, ?, ?, ?)",
      call.id,
      startedAtMs,
      call.version,
      JSON.stringify(call),
    );
  }

  /** What an earlier call of this caller was resolved to; not the given call itself. */
  knownCaller(caller: string, exceptCall: string, beforeMs: number, afterMs: number): KnownCaller | null {
    const [row] = this.#sql
      .exec<{ visit: string; visitor: string; called_at: number; number: string; confidence: number }>(
        "SELECT * FROM caller WHERE caller = ? AND call <> ? AND called_at <= ? AND called_at >= ?",
        caller,
        exceptCall,
        beforeMs,
        afterMs,
      )
      .toArray();
    if (!row) return null;
    const { visit, visitor, called_at, number, confidence } = row;
    return { visit, visitor, calledAtMs: called_at, number, confidence };
  }

  /** Remembers a caller; an older call never replaces a newer one. */
  remember(row: CallerRow): void {
    this.#sql.exec(
      `INSERT INTO caller (caller, called_at, call, visit, visitor, number, confidence) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (caller) DO UPDATE SET called_at = excluded.called_at, call = excluded.call, visit = excluded.visit,
         visitor = excluded.visitor, number = excluded.number, confidence = excluded.confidence
       WHERE excluded.called_at >= caller.called_at`,
      row.caller,
      row.calledAtMs,
      row.call,
      row.visit,
      row.visitor,
      row.number,
      row.confidence,
    );
  }

  forget(beforeMs: number): void {
    this.#sql.exec("DELETE FROM caller WHERE called_at < ?", beforeMs);
    this.#sql.exec(
      `DELETE FROM call WHERE started_at < ?
       AND NOT EXISTS (SELECT 1 FROM outbox WHERE kind = 'call' AND outbox.id = call.id)`,
      beforeMs,
    );
  }
}
