/**
 * Histories that have failed once, as fast-check printed them or as somebody thought them up: replayed before the random
 * ones, so that what was mended stays mended. Whole histories and not seeds, which would mean something else with every
 * change of the generator.
 */
import type { Operation } from "./operations.ts";

const visit = (visitor: number): Operation => ({ op: "visit", visitor, again: false });
const end = (visitor: number): Operation => ({ op: "pulse", visitor, type: "end" });
const take = (number: number): Operation => ({ op: "move", number, pool: null });

/** Played against the pure core and against the real object alike. */
export const HISTORIES: [history: Operation[]][] = [
  // The only number of a pool goes through four hands within one millisecond of a clock that stands still: after an
  // eviction the last one must have it, whatever the visits' ids are (L1).
  [
    [
      ...[take(1), take(2), take(3)],
      { op: "freeze", pool: "sales", seconds: 0, afterCallSeconds: 0 },
      { op: "clock-back" },
      ...[0, 2, 4].flatMap((visitor) => [visit(visitor), end(visitor)]),
      ...[visit(6), { op: "evict" } as const, visit(1)],
    ],
  ],
];
