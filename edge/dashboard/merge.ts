/**
 * The list of calls on the page: the newest page as just polled, and whatever older pages were loaded before. Pure.
 */
import type { Call, CallPage } from "./call.ts";

export interface CallList {
  calls: Call[];
  /** Where the page after the oldest call begins; `null` when there is none. */
  next: string | null;
  /** Calls that were not there before the last poll. */
  fresh: ReadonlySet<string>;
}

/** Takes in a newly polled first page. Calls that do not join up with it are dropped, to be loaded again. */
export function withNewest(list: CallList | null, page: CallPage): CallList {
  if (list === null) return { calls: page.items, next: page.next, fresh: new Set() };
  const known = new Set(list.calls.map((call) => call.id));
  const fresh = new Set(page.items.map((call) => call.id).filter((id) => !known.has(id)));
  const joinsUp = page.next === null || page.items.some((call) => known.has(call.id));
  if (!joinsUp) return { calls: page.items, next: page.next, fresh };
  const polled = new Set(page.items.map((call) => call.id));
  const older = page.next === null ? [] : list.calls.filter((call) => !polled.has(call.id));
  return { calls: [...page.items, ...older], next: page.next === null ? null : list.next, fresh };
}

/** Adds the page after the oldest call. */
export function withOlder(list: CallList, page: CallPage): CallList {
  const known = new Set(list.calls.map((call) => call.id));
  const older = page.items.filter((call) => !known.has(call.id));
  return { calls: [...list.calls, ...older], next: page.next, fresh: list.fresh };
}
