/**
 * The page's life: visible, hidden, left, brought back.
 * https://developer.chrome.com/docs/web-platform/page-lifecycle-api
 */

export interface Lifecycle {
  /** The page is there for the first time, or again from the back/forward cache. */
  _arrived(): void;
  /** The page is visible: called when it becomes so, and every `_seconds()` while it stays so. */
  _alive(): void;
  _seconds(): number;
  /** Not seen any more; with `end` left, maybe to come back from the back/forward cache. */
  _gone(how: "hidden" | "end"): void;
}

/** Adds a listener that goes when the tracker stops. */
export type Listen = (target: EventTarget, type: string, listener: (event: Event) => void) => void;

/** Follows the page until `signal` aborts; a prerendered one from when it is shown to someone. */
export function follow(life: Lifecycle, listen: Listen, signal: AbortSignal): void {
  const page = document as Document & { prerendering?: boolean };
  let left = false;

  function alive(): void {
    if (!page.hidden) life._alive();
  }
  function tick(): void {
    setTimeout(() => {
      if (signal.aborted) return;
      alive();
      tick();
    }, life._seconds() * 1000);
  }
  function begin(): void {
    life._arrived();
    tick();
    // A page that is left is hidden as well, right after: that says nothing new.
    listen(page, "visibilitychange", () => (page.hidden && !left ? life._gone("hidden") : alive()));
    listen(window, "pagehide", () => {
      left = true;
      life._gone("end");
    });
    listen(window, "pageshow", (event) => {
      left = false;
      if ((event as PageTransitionEvent).persisted) life._arrived();
    });
  }

  if (page.prerendering) listen(page, "prerenderingchange", begin);
  else begin();
}
