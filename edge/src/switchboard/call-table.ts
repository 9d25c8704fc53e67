/** Calls and known callers in the switchboard's SQLite: typed reads and writes, nothing decided. All synchronous. */
import { type CallRecord, type CallStatus, isTerminal } from "../core/call.ts";
import type { KnownCaller } from "../core/known-caller.ts";
import type { Resolution } from "../core/resolve.ts";
import { knownFrom } from "../core/told.ts";
import type { Visit } from "../core/visit.ts";
import { ToldTable } from "./told-table.ts";

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

/** A call is over after this time even if nobody said so, and this long after its last news nothing more is expected. */
const CALL_MAX_MS = 14_400_000;
const LAST_NEWS_MS = 900_000;

export const NO_ARRIVAL: Arrival = { channel: "", source: "", medium: "", campaign: "", term: "" };

export class CallTable {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  find(id: string): StoredCall | null {
    const [row] = this.#sql.exec<{ data: string }>("SELECT data FROM call WHERE id = ?", id).toArray();
    return row ? (JSON.parse(row.data) as StoredCall) : null;
  }

  /** Its version alone: nothing is parsed. */
  version(id: string): number | null {
    const [row] = this.#sql.exec<{ version: number }>("SELECT version FROM call WHERE id = ?", id).toArray();
    return row?.version ?? null;
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

  /** What is known of this caller, from their latest earlier call or by being told; the given call itself does not count. */
  knownCaller(caller: string, exceptCall: string, beforeMs: number, afterMs: number): KnownCaller | null {
    const call = this.#calledBefore(caller, exceptCall, beforeMs, afterMs);
    return knownFrom(call, new ToldTable(this.#sql).latest(caller, beforeMs, afterMs));
  }

  #calledBefore(caller: string, exceptCall: string, beforeMs: number, afterMs: number): KnownCaller | null {
    const [row] = this.#sql
      .exec<{ data: string }>(
        `SELECT data FROM caller WHERE caller = ? AND called_at <= ? AND called_at >= ? AND call <> ?
         ORDER BY called_at DESC LIMIT 1`,
        caller,
        beforeMs,
        afterMs,
        exceptCall,
      )
      .toArray();
    return row ? (JSON.parse(row.data) as KnownCaller) : null;
  }

  /** Remembers what a call says of its caller, in place of what the same call said before. */
  remember(caller: string, call: string, known: KnownCaller): void {
    this.unremember(caller, call);
    this.#sql.exec(
      "INSERT INTO caller (caller, called_at, call, data) VALUES (?, ?, ?, ?)",
      caller,
      known.calledAtMs,
      call,
      JSON.stringify(known),
    );
  }

  unremember(caller: string, call: string): void {
    this.#sql.exec("DELETE FROM caller WHERE caller = ? AND call = ?", caller, call);
  }

  /** When a visit last called, epoch milliseconds, the given call aside; `null` for never. Reads all calls since it began. */
  lastOf(visit: Pick<Visit, "id" | "startedAtMs">, exceptCall: string): number | null {
    return this.#sql
      .exec<{ at: number | null }>(
        `SELECT MAX(started_at) AS at FROM call
         WHERE started_at >= ? AND id <> ? AND data ->> '$.resolution.visit' = ?`,
        visit.startedAtMs,
        exceptCall,
        visit.id,
      )
      .one().at;
  }

  /** Numbers with a call that goes on, or of which more may be heard. */
  engaged(nowMs: number): Set<string> {
    const calls = this.#sql.exec<{ number: string | null; status: CallStatus; version: number }>(
      `SELECT data ->> '$.record.to' AS number, data ->> '$.record.status' AS status, version FROM call
       WHERE started_at >= ?`,
      nowMs - CALL_MAX_MS,
    );
    const engaged = new Set<string>();
    for (const { number, status, version } of calls) {
      if (number !== null && (!isTerminal(status) || version > nowMs - LAST_NEWS_MS)) engaged.add(number);
    }
    return engaged;
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
