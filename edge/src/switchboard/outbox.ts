/**
 * The outbox: which visits and calls D1 has not heard of in their present state (T1). It holds marks, not copies; the
 * row is read when it is sent, so many changes of one visit are one write to D1. A mark goes only when the very version
 * that was sent is still the latest.
 */

export type OutboxKind = "visit" | "call";

export interface Mark {
  kind: OutboxKind;
  id: string;
  markedAtMs: number;
  dueAtMs: number;
}

/** Most marks kept while D1 is away. Beyond it visits are given up, oldest first; calls never are (W4). */
export const OUTBOX_MAX = 200_000;
/** Share of the marks that is given up at a time. */
const DROP_SHARE = 0.01;

export class Outbox {
  readonly #sql: SqlStorage;
  readonly #max: number;
  /** Due time of every mark, so that marking what is marked already costs no write. */
  readonly #due = new Map<string, number>();
  dropped = 0;
  /** No mark is due before this, epoch milliseconds. */
  soonestMs = Number.POSITIVE_INFINITY;

  constructor(sql: SqlStorage, max = OUTBOX_MAX) {
    this.#sql = sql;
    this.#max = max;
    for (const mark of this.#read("SELECT * FROM outbox ORDER BY marked_at")) this.#note(mark);
  }

  get size(): number {
    return this.#due.size;
  }

  /** Marks a row as changed, to be sent by `dueAtMs`. */
  mark(kind: OutboxKind, id: string, nowMs: number, dueAtMs: number): void {
    const due = this.#due.get(key({ kind, id }));
    if (due !== undefined && due <= dueAtMs) return;
    this.#note({ kind, id, dueAtMs });
    this.#sql.exec(
      `INSERT INTO outbox (kind, id, marked_at, due_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (kind, id) DO UPDATE SET due_at = excluded.due_at`,
      kind,
      id,
      nowMs,
      dueAtMs,
    );
    if (this.#due.size > this.#max) this.#dropOldestVisits();
  }

  /** The marks that are due, calls first. */
  due(nowMs: number, limit: number): Mark[] {
    return this.#read("SELECT * FROM outbox WHERE due_at <= ? ORDER BY kind, due_at LIMIT ?", nowMs, limit);
  }

  settle(marks: readonly Mark[]): void {
    for (const mark of marks) {
      this.#due.delete(key(mark));
      this.#sql.exec("DELETE FROM outbox WHERE kind = ? AND id = ?", mark.kind, mark.id);
    }
    const { due } = this.#sql.exec<{ due: number | null }>("SELECT MIN(due_at) AS due FROM outbox").one();
    this.soonestMs = due ?? Number.POSITIVE_INFINITY;
  }

  /** Age of the oldest mark, milliseconds. */
  lagMs(nowMs: number): number {
    const { oldest } = this.#sql.exec<{ oldest: number | null }>("SELECT MIN(marked_at) AS oldest FROM outbox").one();
    return oldest === null ? 0 : Math.max(0, nowMs - oldest);
  }

  #note({ kind, id, dueAtMs }: Omit<Mark, "markedAtMs">): void {
    this.#due.set(key({ kind, id }), dueAtMs);
    this.soonestMs = Math.min(this.soonestMs, dueAtMs);
  }

  #dropOldestVisits(): void {
    const oldest = this.#read(
      "SELECT * FROM outbox WHERE kind = 'visit' ORDER BY marked_at LIMIT ?",
      Math.ceil(this.#max * DROP_SHARE),
    );
    this.settle(oldest);
    this.dropped += oldest.length;
  }

  #read(query: string, ...parameters: number[]): Mark[] {
    return this.#sql
      .exec<{ kind: OutboxKind; id: string; marked_at: number; due_at: number }>(query, ...parameters)
      .toArray()
      .map(({ kind, id, marked_at, due_at }) => ({ kind, id, markedAtMs: marked_at, dueAtMs: due_at }));
  }
}

function key(mark: { kind: OutboxKind; id: string }): string {
  return `${mark.kind} ${mark.id}`;
}
