/**
 * What the adapters for frameworks stand on: numbers as the page's one tracker shows them, whichever way it was started
 * (script tag, tag manager, `init`), before or after them. Imports nothing of the tracker, so an adapter adds a few lines
 * to a bundle and works beside any copy of it.
 */
import type {} from "./tracker.ts";

/** What the tracker dispatches on `document`. */
const CHANGE_EVENT = "ringtrail";

/** A number in the format it is given in, as this visitor is to see it now. */
export function shown(original: string): string {
  return (typeof window === "object" && window.ringtrail?.number(original)) || original;
}

/** Calls `listener` whenever numbers may have changed, until the function it returns is called. */
export function onChange(listener: () => void): () => void {
  document.addEventListener(CHANGE_EVENT, listener);
  return () => document.removeEventListener(CHANGE_EVENT, listener);
}
