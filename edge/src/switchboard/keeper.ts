/**
 * Keeps a switchboard's desk: opens it when the object has woken up, runs rounds over it, and keeps its clock and its alarm.
 * Decides nothing. What it has in memory may be lost at any time.
 */
import { type Desk, openDesk } from "./desk.ts";
import { hasSchema, migrate } from "./schema.ts";

/** An alarm this late did not come: it is set again. */
const ALARM_LOST_MS = 30_000;

export class Keeper {
  readonly #storage: DurableObjectStorage;
  #desk: Desk | null = null;
  /** No time is ever taken before this: the clock of a switchboard does not step back (L1). */
  #latestMs = 0;
  /** When the alarm is set for, as far as this instance knows. */
  #alarmMs: number | null = null;
  /** What is due waits until then, epoch milliseconds: D1 has just failed. */
  retryMs = 0;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  /** The desk; `null` until it is configured. */
  open(): Desk | null {
    if (this.#desk) return this.#desk;
    const { sql } = this.#storage;
    if (!hasSchema(sql)) return null;
    migrate(sql);
    const desk = openDesk(sql);
    if (!desk) return null;
    for (const { lastSeenMs } of desk.board.holders.values()) this.#latestMs = Math.max(this.#latestMs, lastSeenMs);
    this.#desk = desk;
    return desk;
  }

  /** Runs a round in a transaction. If it fails, memory may disagree with storage: it is dropped, and loaded anew. */
  transact<T>(round: () => T): T {
    return this.run(() => this.#storage.transactionSync(round));
  }

  /**
   * Runs a round that needs no transaction, since what it has written may stay if it fails. A crash leaves all of it or
   * nothing in either case; the transaction is a tenth of what a pulse takes of the processor.
   */
  run<T>(round: () => T): T {
    try {
      return round();
    } catch (error) {
      this.#desk = null;
      throw error;
    }
  }

  now(): number {
    this.#latestMs = Math.max(this.#latestMs, Date.now());
    return this.#latestMs;
  }

  /** Sets the alarm for what is due next, not before `earliestMs`, unless one that is early enough is set already. */
  arm(earliestMs: number): void {
    const dueMs = this.#desk ? dueOf(this.#desk, earliestMs) : Number.POSITIVE_INFINITY;
    if (dueMs === Number.POSITIVE_INFINITY) return;
    const atMs = Math.max(dueMs, earliestMs, this.retryMs);
    const isSet = this.#alarmMs !== null && this.#alarmMs <= atMs && this.#alarmMs > earliestMs - ALARM_LOST_MS;
    if (isSet) return;
    this.#alarmMs = atMs;
    // Not awaited: the output gate holds the answer until this write is durable too.
    void this.#storage.setAlarm(atMs);
  }

  /** The alarm has come: none is set any more. */
  alarmed(): void {
    this.#alarmMs = null;
  }
}

function dueOf({ inbox, notices, outbox }: Desk, earliestMs: number): number {
  if (inbox.waiting.length > 0) return earliestMs;
  return Math.min(outbox.soonestMs, notices.size > 0 ? notices.dueMs : Number.POSITIVE_INFINITY);
}
