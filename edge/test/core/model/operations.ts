/**
 * Random histories of a switchboard: operations as plain data, so that the same history can be played against the pure
 * core and against the real Durable Object, and a failing one can be kept as JSON.
 */
import fc from "fast-check";

export const POOLS = ["sales", "support"] as const;
export type PoolId = (typeof POOLS)[number];

export type Operation =
  /** A visitor opens a page. `again` starts a new visit as after half an hour away. */
  | { op: "visit"; visitor: number; again: boolean }
  | { op: "pulse"; visitor: number; type: "alive" | "hidden" | "end" }
  | { op: "signal"; visitor: number; signal: "seen" | "copy" | "contact" | "tel" }
  /** The visitor called the number last shown to them; the news of it comes this much later. */
  | { op: "call"; visitor: number; lateSeconds: number }
  | { op: "advance"; seconds: number }
  | { op: "freeze"; pool: PoolId; seconds: number; afterCallSeconds: number }
  /** Puts a number into a pool, or takes it out of all. */
  | { op: "move"; number: number; pool: PoolId | null }
  /** What only a real object can suffer; the pure core has nothing to lose. */
  | { op: "evict" | "alarm" | "clock-back" };

export const VISITORS = 8;
/** Visitors share addresses in pairs. */
export const addressOf = (visitor: number): string => `address-${visitor >> 1}`;
export const NUMBERS = 6;
export const numberOf = (index: number): string => `+4420794601${String(index).padStart(2, "0")}`;

const visitor = fc.nat({ max: VISITORS - 1 });
const seconds = fc.oneof(fc.nat({ max: 90 }), fc.nat({ max: 2_000 }), fc.nat({ max: 20_000 }));
const freeze = fc.constantFrom(0, 30, 120, 1_800);

export const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ op: fc.constant("visit" as const), visitor, again: fc.boolean() }) },
  {
    weight: 5,
    arbitrary: fc.record({
      op: fc.constant("pulse" as const),
      visitor,
      type: fc.constantFrom("alive" as const, "hidden" as const, "end" as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      op: fc.constant("signal" as const),
      visitor,
      signal: fc.constantFrom("seen" as const, "copy" as const, "contact" as const, "tel" as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ op: fc.constant("call" as const), visitor, lateSeconds: fc.nat({ max: 600 }) }) },
  { weight: 5, arbitrary: fc.record({ op: fc.constant("advance" as const), seconds }) },
  {
    weight: 1,
    arbitrary: fc.record({
      op: fc.constant("freeze" as const),
      pool: fc.constantFrom(...POOLS),
      seconds: freeze,
      afterCallSeconds: freeze,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      op: fc.constant("move" as const),
      number: fc.nat({ max: NUMBERS - 1 }),
      pool: fc.constantFrom(...POOLS, null),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ op: fc.constantFrom("evict" as const, "alarm" as const, "clock-back" as const) }),
  },
);

export const history = fc.array(operation, { minLength: 1, maxLength: 60 });
