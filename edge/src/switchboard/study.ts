/**
 * How a site learns its own call-delay curve: calls are noted when they are resolved and studied at the next alarm, when
 * nobody waits. What has been learned is kept with its version, and every call it was learned from in a row of its own; what
 * is lost in a crash is a call or two to learn from.
 */
import { admit, type CaseBook, emptyCaseBook, isStudied } from "../core/case-book.ts";
import type { DelayCurve } from "../core/delay-curve.ts";
import { caseOf, controlsOf, type LearnCase } from "../core/learn-case.ts";
import { learnCurve } from "../core/learn-curve.ts";
import { PRIOR_CURVE } from "../core/prior-curve.ts";
import { candidatesOf } from "./candidates.ts";
import type { Desk } from "./desk.ts";

/** New cases after which the curve is learned anew: at least so many, and a quarter of what it was learned from. */
const LEARN_AFTER = 10;
const LEARN_SHARE = 0.25;

/** A call to a pool number by somebody not known before. */
export interface NotedCall {
  number: string;
  pool: string;
  atMs: number;
}

/** What the site has learned and from what. */
export interface Study {
  book: CaseBook;
  /** Calls noted so far. */
  calls: number;
  /** Cases admitted when the curve was last learned. */
  learnedAt: number;
  curve: DelayCurve;
  /** Calls that are still to be studied; in memory alone. */
  noted: NotedCall[];
}

/** What is kept of a study in one row, beside a row for each case. */
type Kept = Pick<Study, "calls" | "learnedAt" | "curve"> & Pick<CaseBook, "admitted">;

const STATE = "study";

export function loadStudy(sql: SqlStorage): Study {
  const [row] = sql.exec<{ value: string }>("SELECT value FROM state WHERE name = ?", STATE).toArray();
  if (!row) return { book: emptyCaseBook(), calls: 0, learnedAt: 0, curve: PRIOR_CURVE, noted: [] };
  const { admitted, ...kept } = JSON.parse(row.value) as Kept;
  const rows = sql.exec<{ n: number; data: string }>("SELECT n, data FROM study_case ORDER BY n");
  const cases = Array.from(rows, ({ n, data }) => ({ ...(JSON.parse(data) as LearnCase), n }));
  return { ...kept, book: { cases, admitted }, noted: [] };
}

/** Studies the calls noted since the last time, and learns the curve anew when enough is new. */
export function studyCalls(desk: Desk): void {
  const { noted, ...before } = desk.study;
  if (noted.length === 0) return;
  let { book, calls, learnedAt, curve } = before;
  for (const call of noted) {
    if (isStudied(book, calls++)) book = studied(desk, book, call);
  }
  if (book.admitted >= learnedAt + Math.max(LEARN_AFTER, learnedAt * LEARN_SHARE)) {
    learnedAt = book.admitted;
    curve = learnCurve(book.cases, PRIOR_CURVE, curve.version + 1);
  }
  save(desk.sql, before.book, { book, calls, learnedAt, curve });
  desk.study = { book, calls, learnedAt, curve, noted: [] };
}

/** Writes only what has changed: the whole book would be hundreds of kilobytes at every alarm. */
function save(sql: SqlStorage, before: CaseBook, { book, ...rest }: Omit<Study, "noted">): void {
  const left = new Set(book.cases);
  for (const one of before.cases) if (!left.has(one)) sql.exec("DELETE FROM study_case WHERE n = ?", one.n);
  for (const { n, ...data } of book.cases) {
    if (n > before.admitted) sql.exec("INSERT INTO study_case (n, data) VALUES (?, ?)", n, JSON.stringify(data));
  }
  const kept: Kept = { ...rest, admitted: book.admitted };
  sql.exec("INSERT OR REPLACE INTO state (name, value) VALUES (?, ?)", STATE, JSON.stringify(kept));
}

/** Compares who might have dialled the called number with who might have dialled others of its pool. */
function studied(desk: Desk, book: CaseBook, { number, pool, atMs }: NotedCall): CaseBook {
  const numbers = [...desk.board.slots.values()].flatMap((slot) => (slot.pool === pool ? slot.number : [])).sort();
  if (!numbers.includes(number)) return book;
  const others = controlsOf(numbers, number).map((other) => candidatesOf(desk, other, atMs));
  const found = caseOf(atMs, candidatesOf(desk, number, atMs), others);
  return found === null ? book : admit(book, found);
}
