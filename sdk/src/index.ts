/**
 * The npm entry: `init()` starts the tracker. Importing it does nothing, in a browser or on a server; whatever fails
 * later leaves the page as it is, with its original numbers, and throws nothing into it (S1).
 */
import type { Options } from "./options.ts";
import { CHANGE_EVENT, type PageTracker, startTracker } from "./tracker.ts";

export type { Options } from "./options.ts";
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
    if (window.ringtrail) return Object.assign(window.ringtrail, { subscribe });
    const tracker = startTracker({ ...options, host: options.host.replace(/\/$/, "") });
    window.ringtrail = {
      ...tracker,
      stop() {
        tracker.stop();
        delete window.ringtrail;
      },
    };
    return Object.assign(window.ringtrail, { subscribe });
  } catch (error) {
    console.warn("ringtrail:", error);
    return IDLE;
  }
}

function subscribe(listener: () => void): () => void {
  document.addEventListener(CHANGE_EVENT, listener);
  return () => document.removeEventListener(CHANGE_EVENT, listener);
}
