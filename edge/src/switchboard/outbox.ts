/**
 * The outbox: which visits, calls and leads D1 has not heard of in their present state (T1). It holds marks, not copies; the
 * row is read when it is sent, so many changes of one visit are one write to D1. A mark goes only when the very version
 * that was sent is still the latest. One whose row D1 refuses is set aside: it stays, and is seldom tried.
 */

export type OutboxKind = "visit" | "call" | "lead";

const KINDS: readonly OutboxKind[] = ["call", "lead", "visit"];

export interface Mark {
  kind: OutboxKind;
  id: string;
  /** How often D1 has refused its row. */
  refusals: number;
}

interface Waiting {
  /** Epoch milliseconds. */
  dueMs: number;
  refusals: number;
}

/** Most marks kept while D1 is away. Beyond it visits are given up, oldest first; calls and leads never are (W4). */
export const OUTBOX_MAX = 200_000;
/** Share of the marks that is given up at a time. */
const DROP_SHARE = 0.01;
/** Wait after a refusal: doubled each time up to the longer one, milliseconds. */
const REFUSED_MS = 3_600_000;
const REFUSED_MAX_MS = 86_400_000;

export class Outbox {
  readonly #sql: SqlStorage;
  readonly #max: number;
  /**
   * All marks, by id, in the order in which they were made: marking what is marked already costs no write, and looking for
   * what is due no read.
   */
  readonly #waiting: Record<OutboxKind, Map<string, Waiting>> = {
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
    const marks = sql.exec<{ kind: OutboxKind; id: string; due_at: number; refusals: number }>(
      "SELECT kind, id, due_at, refusals FROM outbox ORDER BY marked_at",
    );
    for (const { kind, id, due_at, refusals } of marks) this.#note(kind, id, { dueMs: due_at, refusals });
  }

  get size(): number {
    return this.#waiting.call.size + this.#waiting.lead.size + this.#waiting.visit.size;
  }

  /** Marks that are set aside. */
  get refused(): number {
    return this.#marks(({ refusals }) => refusals > 0).length;
  }

  /** Marks a row as changed, to be sent by `dueAtMs`. One that D1 has refused is not sent any sooner for that. */
  mark(kind: OutboxKind, id: string, nowMs: number, dueAtMs: number): void {
    const known = this.#waiting[kind].get(id);
    if (known && (known.dueMs <= dueAtMs || known.refusals > 0)) return;
    this.#note(kind, id, { dueMs: dueAtMs, refusals: 0 });
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

  /** The marks that are due: those never refused before the others, calls and leads first, of each the oldest first. */
  due(nowMs: number, limit: number): Mark[] {
    const fresh = this.#marks(({ dueMs, refusals }) => dueMs <= nowMs && refusals === 0, limit);
    const refused = this.#marks(({ dueMs, refusals }) => dueMs <= nowMs && refusals > 0, limit - fresh.length);
    return [...fresh, ...refused];
  }

  /** The rows have arrived. If D1 has refused one of them before, something is different now: all that it has refused is due. */
  settle(marks: readonly Mark[]): void {
    const isDifferent = marks.some(({ kind, id }) => (this.#waiting[kind].get(id)?.refusals ?? 0) > 0);
    this.#remove(marks);
    if (isDifferent) {
      for (const { kind, id, refusals } of this.#marks(({ refusals }) => refusals > 0)) {
        this.#waiting[kind].set(id, { dueMs: 0, refusals });
      }
      this.#sql.exec("UPDATE outbox SET due_at = 0 WHERE refusals > 0");
    }
    this.#findSoonest();
  }

  /** D1 has refused the row of this mark. */
  setAside({ kind, id }: Mark, nowMs: number): void {
    const known = this.#waiting[kind].get(id);
    if (!known) return;
    const refusals = known.refusals + 1;
    const dueMs = nowMs + Math.min(REFUSED_MS * 2 ** known.refusals, REFUSED_MAX_MS);
    this.#waiting[kind].set(id, { dueMs, refusals });
    const update = "UPDATE outbox SET due_at = ?, refusals = ? WHERE kind = ? AND id = ?";
    this.#sql.exec(update, dueMs, refusals, kind, id);
    this.#findSoonest();
  }

  /** Age of the oldest mark that is not set aside, milliseconds. */
  lagMs(nowMs: number): number {
    const query = "SELECT MIN(marked_at) AS oldest FROM outbox WHERE refusals = 0";
    const { oldest } = this.#sql.exec<{ oldest: number | null }>(query).one();
    return oldest === null ? 0 : Math.max(0, nowMs - oldest);
  }

  #marks(isWanted: (waiting: Waiting) => boolean, limit = Number.POSITIVE_INFINITY): Mark[] {
    const marks: Mark[] = [];
    for (const kind of KINDS) {
      for (const [id, waiting] of this.#waiting[kind]) {
        if (marks.length >= limit) return marks;
        if (isWanted(waiting)) marks.push({ kind, id, refusals: waiting.refusals });
      }
    }
    return marks;
  }

  #note(kind: OutboxKind, id: string, waiting: Waiting): void {
    this.#waiting[kind].set(id, waiting);
    this.soonestMs = Math.min(this.soonestMs, waiting.dueMs);
  }

  #remove(marks: readonly Pick<Mark, "kind" | "id">[]): void {
    for (const kind of KINDS) {
      const ids = marks.filter((mark) => mark.kind === kind).map(({ id }) => id);
      if (ids.length === 0) continue;
      for (const id of ids) this.#waiting[kind].delete(id);
      const list = JSON.stringify(ids);
      this.#sql.exec("DELETE FROM outbox WHERE kind = ? AND id IN (SELECT value FROM json_each(?))", kind, list);
    }
  }

  #findSoonest(): void {
    this.soonestMs = Number.POSITIVE_INFINITY;
    for (const kind of KINDS) {
      for (const { dueMs } of this.#waiting[kind].values()) this.soonestMs = Math.min(this.soonestMs, dueMs);
    }
  }

  #dropOldestVisits(): void {
    const oldest = [...this.#waiting.visit.keys()].slice(0, Math.ceil(this.#max * DROP_SHARE));
    this.#remove(oldest.map((id) => ({ kind: "visit", id })));
    this.#findSoonest();
    this.dropped += oldest.length;
  }
}
