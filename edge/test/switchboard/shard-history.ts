/**
 * Random histories of a company whose sites are split anew while visitors come and call: operations as plain data, so
 * that a failing history can be kept as JSON.
 */
import fc from "fast-check";
import { type PoolId, SITE_OF } from "./company.ts";
import { CRASHES, type CrashPlan } from "./crash.ts";

export const VISITORS = 8;
/** Six of the visitors are on the shop's pages, two on the cafe's. */
export const siteOf = (visitor: number) => (visitor < 6 ? "shop" : "cafe");
export const NUMBERS = 8;
export const numberOf = (index: number): string => `+4420794601${String(index).padStart(2, "0")}`;

export type ShardOperation =
  /** A visitor opens a page. `lost`: the switchboard has answered, and the answer gets lost. */
  | { op: "visit"; visitor: number; lost: boolean }
  /** The switchboard of a visitor is killed while it takes their page view. */
  | { op: "kill"; visitor: number }
  | { op: "pulse"; visitor: number; type: "alive" | "hidden" | "end" | "tel" }
  /** The visitor calls the number last shown to them, the news of it comes this much later, and twice. */
  | { op: "call"; visitor: number; lateSeconds: number }
  /** The oldest call that still goes on ends. */
  | { op: "hang-up" }
  | { op: "advance"; seconds: number }
  /** The operator changes something, and the Worker that publishes it crashes, or not. */
  | { op: "freeze"; pool: PoolId; seconds: number; afterCallSeconds: number; crash: CrashPlan | null }
  | { op: "move"; number: number; pool: PoolId | null; crash: CrashPlan | null }
  | { op: "reshard"; shards: number; crash: CrashPlan | null }
  /** The cron. */
  | { op: "repair" }
  | { op: "evict" | "alarm"; visitor: number };

const POOL_IDS = Object.keys(SITE_OF) as PoolId[];
const visitor = fc.nat({ max: VISITORS - 1 });
const pool = fc.constantFrom(...POOL_IDS);
const freeze = fc.constantFrom(0, 30, 120, 1_800);
const seconds = fc.oneof(fc.nat({ max: 90 }), fc.nat({ max: 2_000 }), fc.nat({ max: 20_000 }));
const crash = fc.option(fc.record({ at: fc.integer({ min: 1, max: 24 }), when: fc.constantFrom(...CRASHES) }));
const op = <T extends string>(name: T) => fc.constant(name);

const operation: fc.Arbitrary<ShardOperation> = fc.oneof(
  { weight: 9, arbitrary: fc.record({ op: op("visit"), visitor, lost: fc.constant(false) }) },
  { weight: 1, arbitrary: fc.record({ op: op("visit"), visitor, lost: fc.constant(true) }) },
  { weight: 1, arbitrary: fc.record({ op: op("kill"), visitor }) },
  {
    weight: 4,
    arbitrary: fc.record({
      op: op("pulse"),
      visitor,
      type: fc.constantFrom("alive" as const, "hidden" as const, "end" as const, "tel" as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ op: op("call"), visitor, lateSeconds: fc.constantFrom(0, 0, 5, 600) }) },
  { weight: 2, arbitrary: fc.record({ op: op("hang-up") }) },
  { weight: 4, arbitrary: fc.record({ op: op("advance"), seconds }) },
  { weight: 1, arbitrary: fc.record({ op: op("freeze"), pool, seconds: freeze, afterCallSeconds: freeze, crash }) },
  {
    weight: 2,
    arbitrary: fc.record({
      op: op("move"),
      number: fc.nat({ max: NUMBERS - 1 }),
      pool: fc.option(pool, { freq: 6 }),
      crash,
    }),
  },
  { weight: 2, arbitrary: fc.record({ op: op("reshard"), shards: fc.constantFrom(1, 2, 2, 3, 8), crash }) },
  { weight: 1, arbitrary: fc.record({ op: op("repair") }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constantFrom("evict" as const, "alarm" as const), visitor }) },
);

export const shardHistory = fc.array(operation, { minLength: 5, maxLength: 40 });

/** Histories that have failed once, as in `core/model/seeds.ts`; replayed first. */
export const SHARD_HISTORIES: [history: ShardOperation[]][] = [
  // The Worker dies when one switchboard knows of the second, and the second does not know of itself.
  [
    [
      { op: "reshard", shards: 2, crash: { at: 4, when: "before" } },
      { op: "visit", visitor: 0, lost: false },
      { op: "call", visitor: 0, lateSeconds: 0 },
      { op: "visit", visitor: 1, lost: false },
    ],
  ],
  // The number has rested and goes to the second switchboard, but somebody is still on the phone.
  [
    [
      { op: "visit", visitor: 0, lost: false },
      { op: "call", visitor: 0, lateSeconds: 0 },
      { op: "advance", seconds: 7_000 },
      { op: "reshard", shards: 2, crash: null },
      { op: "hang-up" },
    ],
  ],
  // A visit whose number of one pool has gone on, and there is no other, is known all the same by that of the other pool.
  [
    [
      { op: "reshard", shards: 2, crash: null },
      { op: "visit", visitor: 2, lost: false },
      { op: "advance", seconds: 120 },
      { op: "visit", visitor: 0, lost: false },
      { op: "visit", visitor: 2, lost: false },
      { op: "pulse", visitor: 2, type: "alive" },
    ],
  ],
];
