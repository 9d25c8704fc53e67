/**
 * The traffic of an ordinary site, as plain events in the order of time: what its visitors' browsers and its telephone
 * provider send. Deterministic. The figures are assumptions, stated in `docs/performance.md`, not measurements.
 */
import { Random } from "../src/core/simulate/random.ts";

/** Pages that a visitor looks at, and for how long each, seconds. */
export const PAGES = 3;
const PAGE_SECONDS = 50;
/** Between two signs of life of a page in view (`PULSE_SECONDS` of the script). */
const PULSE_SECONDS = 20;
/** One visit in so many calls, on its last page. */
const CALL_ONE_IN = 50;
/** A call rings, is answered, ends; and its recording is there. */
const CALL_EVENTS = [
  { status: "ringing", seconds: 0 },
  { status: "answered", seconds: 8 },
  { status: "completed", seconds: 190 },
  { status: "recorded", seconds: 200 },
] as const;

export type TrafficEvent = { atMs: number; visitor: number } & (
  | { what: "page"; page: number }
  /** The number came into view; a sign of life; the page is left. */
  | { what: "seen" | "alive" | "end" }
  | { what: "call"; status: (typeof CALL_EVENTS)[number]["status"] }
);

/**
 * @param visits how many
 * @param perHour how many an hour, at random moments
 */
export function traffic(visits: number, perHour: number, startMs: number): TrafficEvent[] {
  const random = new Random(1);
  const events: TrafficEvent[] = [];
  let atMs = startMs;
  for (let visitor = 0; visitor < visits; visitor++) {
    atMs += Math.ceil(random.exponential(3_600_000 / perHour));
    for (let page = 0; page < PAGES; page++) events.push(...pageEvents(visitor, page, atMs));
    if (visitor % CALL_ONE_IN === 0) events.push(...callEvents(visitor, atMs + (PAGES - 1) * PAGE_SECONDS * 1000));
  }
  return events.sort((a, b) => a.atMs - b.atMs);
}

function pageEvents(visitor: number, page: number, visitMs: number): TrafficEvent[] {
  const atMs = (seconds: number) => visitMs + (page * PAGE_SECONDS + seconds) * 1000;
  return [
    { what: "page", page, visitor, atMs: atMs(0) },
    // What is noted goes with the next sign of life.
    { what: "seen", visitor, atMs: atMs(PULSE_SECONDS) },
    { what: "alive", visitor, atMs: atMs(2 * PULSE_SECONDS) },
    { what: "end", visitor, atMs: atMs(PAGE_SECONDS) - 1 },
  ];
}

function callEvents(visitor: number, pageMs: number): TrafficEvent[] {
  return CALL_EVENTS.map(({ status, seconds }) => ({
    what: "call",
    status,
    visitor,
    atMs: pageMs + (PULSE_SECONDS + 5 + seconds) * 1000,
  }));
}
