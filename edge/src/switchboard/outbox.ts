/**
 * The outbox: which visits, calls and leads D1 has not heard of in their present state (T1). It holds marks, not copies; the
 * row is read when it is sent, so many changes of one visit are one write to D1. A mark goes only when the very version
 * that was sent is still the latest.
 */

export type OutboxKind = "visit" | "call" | "lead";

const KINDS: readonly OutboxKind[] = ["call", "lead", "visit"];

export interface Mark {
  kind: OutboxKind;
  id: string;
}

/** Most marks kept while D1 is away. Beyond it visits are given up, oldest first; calls and leads never are (W4). */
export const OUTBOX_MAX = 200_000;
/** Share of the marks that is given up at a time. */
const DROP_SHARE = 0.01;

export class Outbox {
  readonly #sql: SqlStorage;
  readonly #max: number;
  /**
   * Due time of every mark, by id, in the order in which they were made: marking what is marked already costs no write,
   * and looking for what is due no read.
   */
  readonly #due: Record<OutboxKind, Map<string, number>> = {
    call: new Map(),
    lead: new Map(),
    visit: new Map(),
  };
  dropped = 0;
  /** No mark is due before this, epoch milliseconds. */
  soonestMs = Number.POSITIVE_INFINITY;

  constructor(sql: SqlStorage, max = OUTBOX_MAX) {
    this.#sql = sql;
    this.#max = max;
    const marks = sql.exec<{ kind: OutboxKind; id: string; due_at: number }>(
      "SELECT kind, id, due_at FROM outbox ORDER BY marked_at",
    );
    for (const { kind, id, due_at } of marks) this.#note(kind, id, due_at);
  }

  get size(): number {
    return this.#due.call.size + this.#due.lead.size + this.#due.visit.size;
  }

  /** Marks a row as changed, to be sent by `dueAtMs`. */
  mark(kind: OutboxKind, id: string, nowMs: number, dueAtMs: number): void {
    const due = this.#due[kind].get(id);
    if (due !== undefined && due <= dueAtMs) return;
    this.#note(kind, id, dueAtMs);
    this.#sql.exec(
      `INSERT INTO outbox (kind, id, marked_at, due_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (kind, id) DO UPDATE SET due_at = excluded.due_at`,
      kind,
      id,
      nowMs,
      dueAtMs,
    );
    if (this.size > this.#max) this.#dropOldestVisits();
  }

  /** The marks that are due, calls and leads first, of each the oldest first. */
  due(nowMs: number, limit: number): Mark[] {
    const due: Mark[] = [];
    for (const kind of KINDS) {
      for (const [id, dueAtMs] of this.#due[kind]) {
        if (due.length === limit) return due;
        if (dueAtMs <= nowMs) due.push({ kind, id });
      }
    }
    return due;
  }

  settle(marks: readonly Mark[]): void {
    for (const kind of KINDS) {
      const ids = marks.filter((mark) => mark.kind === kind).map(({ id }) => id);
      if (ids.length === 0) continue;
      for (const id of ids) this.#due[kind].delete(id);
      const list = JSON.stringify(ids);
      this.#sql.exec("DELETE FROM outbox WHERE kind = ? AND id IN (SELECT value FROM json_each(?))", kind, list);
    }
    this.soonestMs = Number.POSITIVE_INFINITY;
    for (const kind of KINDS) {
      for (const dueAtMs of this.#due[kind].values()) this.soonestMs = Math.min(this.soonestMs, dueAtMs);
    }
  }

  /** Age of the oldest mark, milliseconds. */
  lagMs(nowMs: number): number {
    const { oldest } = this.#sql.exec<{ oldest: number | null }>("SELECT MIN(marked_at) AS oldest FROM outbox").one();
    return oldest === null ? 0 : Math.max(0, nowMs - oldest);
  }

  #note(kind: OutboxKind, id: string, dueAtMs: number): void {
    this.#due[kind].set(id, dueAtMs);
    this.soonestMs = Math.min(this.soonestMs, dueAtMs);
  }

  #dropOldestVisits(): void {
    const oldest = [...this.#due.visit.keys()].slice(0, Math.ceil(this.#max * DROP_SHARE));
    this.settle(oldest.map((id) => ({ kind: "visit", id })));
    this.dropped += oldest.length;
  }
}
