/**
 * A visit and how it grows: page views, touches, signals, signs of life. Pure; every function returns a new record.
 * Lists are bounded, the newest kept, because a page left open for a week must not fill the storage.
 */
import { type Signal, type SignalTimes, withSignal } from "./signals.ts";
import type { Touch } from "./touch.ts";

/** Most pages and touches kept of one visit; pages beyond are only counted. */
export const PAGES_MAX = 50;
export const TOUCHES_MAX = 20;
/** Most ids of other analytics tools kept of one visit. */
export const IDS_MAX = 32;

export interface VisitPage {
  path: string;
  title: string;
  atMs: number;
}

export interface VisitTouch extends Touch {
  /** 0 the first of the visit. */
  n: number;
  atMs: number;
}

/** A number that the visit was shown, from when. */
export interface Showing {
  number: string;
  target: string;
  /** `none`: there was no number for the visit any more, and the page shows its own; the number is empty. */
  kind: "pool" | "static" | "overflow" | "code" | "none";
  pool: string;
  atMs: number;
}

export interface Visit {
  id: string;
  visitor: string;
  /** Hashed client address. */
  address: string;
  startedAtMs: number;
  lastSeenMs: number;
  visible: boolean;
  calledAtMs: number | null;
  /** Grows with every change; D1 keeps the row with the highest. */
  version: number;
  touches: VisitTouch[];
  pages: VisitPage[];
  pageCount: number;
  signals: SignalTimes;
  ids: Record<string, string>;
  place: { country: string; region: string; city: string };
  device: { kind: "mobile" | "tablet" | "desktop"; browser: string; os: string };
  shown: Showing[];
  /** Forms that were sent; absent for none. */
  leads?: number;
  /** Which other shard goes on with the visit: what is known here is only a copy. */
  handedTo?: number;
  /** Tells the visit apart on a number for all; absent until it is shown one. */
  code?: string;
}

/** A page came into view. The same path twice in a row (reload, back to the tab) is one page. */
export function viewPage(visit: Visit, page: VisitPage, contactPaths: readonly string[]): Visit {
  const isContact = contactPaths.some((prefix) => page.path.startsWith(prefix));
  const next = isContact ? giveSignal(visit, "contact", page.atMs) : visit;
  if (next.pages.at(-1)?.path === page.path) return next;
  return { ...next, pages: [...next.pages, page].slice(-PAGES_MAX), pageCount: next.pageCount + 1 };
}

/** The first touch is always kept. */
export function addTouch(visit: Visit, touch: Touch, atMs: number): Visit {
  const [first, ...rest] = visit.touches;
  if (!first) return { ...visit, touches: [{ ...touch, n: 0, atMs }] };
  const n = (rest.at(-1) ?? first).n + 1;
  return { ...visit, touches: [first, ...[...rest, { ...touch, n, atMs }].slice(-(TOUCHES_MAX - 1))] };
}

export function giveSignal(visit: Visit, signal: Signal, atMs: number): Visit {
  return { ...visit, signals: withSignal(visit.signals, signal, Math.max(visit.signals[signal] ?? 0, atMs)) };
}

/** Ids of other analytics tools, only to be passed on: of one name the latest counts; beyond the bound no new names. */
export function keepIds(visit: Visit, ids: Record<string, string>): Visit {
  const entries = Object.entries({ ...visit.ids, ...ids });
  return { ...visit, ids: Object.fromEntries(entries.slice(0, IDS_MAX)) };
}

/** A number was put on the page. Again only after another number of the same target. */
export function show(visit: Visit, showing: Showing): Visit {
  const before = visit.shown.findLast(({ target }) => target === showing.target);
  const isSame = before === undefined ? showing.kind === "none" : before.number === showing.number;
  return isSame ? visit : { ...visit, shown: [...visit.shown, showing].slice(-PAGES_MAX) };
}

/** A sign of life, or the last one. Time does not run backwards. */
export function live(visit: Visit, nowMs: number, visible: boolean): Visit {
  return { ...visit, lastSeenMs: Math.max(visit.lastSeenMs, nowMs), visible };
}

/** Bumps the version: at least the time, so that a row written by a restarted object is never older than its past self. */
export function nextVersion(version: number, nowMs: number): number {
  return Math.max(version + 1, nowMs);
}
