/**
 * The cases a site learns from: a bounded number of calls, spread over as many days as possible, so that neither a busy
 * day nor a bad one (an attack, a broken page, a campaign) bends the curve. Plain JSON.
 */
import type { LearnCase } from "./learn-case.ts";

/** Cases kept, each of some hundreds of bytes: more would teach hardly more. */
export const CASES_MAX = 800;
/** What a day may weigh at least, in calls, however quiet the others were. */
const DAY_MIN = 60;
/** What a day may weigh at most, as a multiple of the median day. */
const DAY_TIMES = 2;

/** A case and how many had been admitted by then, which names it within its book. */
export interface KeptCase extends LearnCase {
  n: number;
}

export interface CaseBook {
  cases: KeptCase[];
  /** Calls ever admitted. */
  admitted: number;
}

/** Once the book is full, one call in so many is studied: the reading is worth less then. */
const STUDY_ONE_IN = 4;

/** Whether to make a case of a site's next call, of which `calls` have come before. */
export const isStudied = (book: CaseBook, calls: number): boolean =>
  book.cases.length < CASES_MAX || calls % STUDY_ONE_IN === 0;

export const emptyCaseBook = (): CaseBook => ({ cases: [], admitted: 0 });

function byDay(cases: readonly LearnCase[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { day } of cases) counts.set(day, (counts.get(day) ?? 0) + 1);
  return counts;
}

/** The book with one more case; when it is full, a case of the day that has the most goes. Changes nothing in place. */
export function admit(book: CaseBook, added: LearnCase): CaseBook {
  const admitted = book.admitted + 1;
  const cases = [...book.cases, { ...added, n: admitted }];
  if (cases.length <= CASES_MAX) return { cases, admitted };
  let fullest = added.day;
  let most = 0;
  // Of equally full days the earliest goes first: what is learned follows the site.
  for (const [day, count] of byDay(cases)) if (count > most) [fullest, most] = [day, count];
  const places = cases.flatMap(({ day }, place) => (day === fullest ? [place] : []));
  // Any of the day will do, as long as it is not always the first or the last.
  const gone = places[(admitted * 7919) % places.length] ?? 0;
  cases.splice(gone, 1);
  return { cases, admitted };
}

/** What each case counts for, 0..1: less on a day that has many more calls than the others. */
export function weightsOf(cases: readonly LearnCase[]): number[] {
  const counts = byDay(cases);
  const sorted = [...counts.values()].sort((a, b) => a - b);
  const median = sorted[(sorted.length - 1) >> 1] ?? 0;
  const cap = Math.max(DAY_MIN, DAY_TIMES * median);
  return cases.map(({ day }) => Math.min(1, cap / (counts.get(day) ?? 1)));
}
