/**
 * The npm entry: `init()` starts the tracker; the other functions are for pages that need them, and cost those that do not
 * import them nothing. Importing does nothing, in a browser or on a server; whatever fails later leaves the page as it is,
 * with its original numbers, and throws nothing into it (S1).
 */
import type { Options } from "./options.ts";
import { CHANGE_EVENT, type PageTracker, startTracker } from "./tracker.ts";

export { code } from "./more/code.ts";
export { identify } from "./more/ids.ts";
export { lead } from "./more/lead.ts";
export { decorate } from "./more/link.ts";
export { reveal } from "./more/reveal.ts";
export type { Options } from "./options.ts";
export type { Reply } from "./send.ts";
export type { Swap, TouchSummary, VisitResponse } from "./wire.ts";

export interface Tracker extends PageTracker {
  /** Calls `listener` whenever numbers or the visit change, until the function it returns is called. */
  subscribe(listener: () => void): () => void;
}

/** What `init` gives where there is nothing to track: on a server, or in a browser that lacks what we need. */
const IDLE: Tracker = {
  stop() {},
  refresh() {},
  number: (original) => original,
  subscribe: () => () => {},
  visit: () => undefined,
  ask: () => Promise.resolve(),
  post: () => Promise.resolve([0]),
  options: { site: "", host: "" },
};

/**
 * Starts tracking this page. A page has one tracker, whoever starts it: where there is one already, of an earlier call or
 * of the script tag, that one is returned.
 *
 * @example
 * const tracker = init({ site: "SITE_KEY", host: "https://calls.example.com" });
 * tracker.number("020 7946 0000"); // "020 7946 0103"
 */
export function init(options: Options): Tracker {
  if (typeof document === "undefined") return IDLE;
  try {
    const tracker = window.ringtrail ?? startTracker({ ...options, host: options.host.replace(/\/$/, "") });
    return Object.assign(tracker, { subscribe });
  } catch (error) {
    console.warn("ringtrail:", error);
    return IDLE;
  }
}

function subscribe(listener: () => void): () => void {
  document.addEventListener(CHANGE_EVENT, listener);
  return () => document.removeEventListener(CHANGE_EVENT, listener);
}
