/**
 * What features share: the tracker and its answer, listening, and writing what can be taken back. They talk to the
 * tracker only as the page can (`window.ringtrail`, the `ringtrail` event), so that two files of different ages go together.
 */
import type { PageTracker } from "../tracker.ts";
import type { Swap, VisitResponse } from "../wire.ts";

/** What we wrote, and over what. */
const kept = new WeakMap<Node, [original: string, shown: string]>();

/** The page's tracker, from its start to its end; none on a server. */
export const tracker = (): PageTracker | undefined => (globalThis as { ringtrail?: PageTracker | undefined }).ringtrail;

/** The answer that is in the page; none before it came, and none any more once the tracker has stopped. */
export const visit = (): VisitResponse | undefined => tracker()?.visit();

/** What is shown for an original, E.164, if anything is. */
export function swapOf(target: string): Swap | undefined {
  return visit()?.swaps.find((swap) => swap.number && swap.target === target);
}

/** The tracker of a visit that may be known beyond this page. */
export const known = (): PageTracker | undefined => (visit() && !tracker()?.options.anonymous ? tracker() : undefined);

/** Listens before the page does. */
export const on = <Target>(type: string, listener: (event: Event & { target: Target }) => void): void =>
  document.addEventListener(type, listener as EventListener, true);

/** Calls `listener` now and whenever the answer changes. */
export function onAnswer(listener: () => void): void {
  on("ringtrail", listener);
  listener();
}

/** Writes what `make` makes of what the page wrote there. */
export function put(node: Node & { value?: string }, make: (original: string) => string): void {
  const key = "defaultValue" in node ? "value" : "textContent";
  const now = node[key] as string;
  const slot = kept.get(node);
  const base = slot?.[1] === now ? slot[0] : now;
  const next = make(base);
  kept.set(node, [base, next]);
  if (next !== now) node[key] = next;
}
