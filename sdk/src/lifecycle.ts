/**
 * The page's life: visible, hidden, left, brought back.
 * https://developer.chrome.com/docs/web-platform/page-lifecycle-api
 */

export interface Lifecycle {
  /** The page is there for the first time, or again from the back/forward cache. */
  _arrived(): void;
  /**
   * `alive`: visible; said when it becomes so, and every `_seconds()` while it stays so. `hidden`: not seen any more.
   * `end`: left, maybe to come back from the back/forward cache.
   */
  _is(how: "alive" | "hidden" | "end"): void;
  _seconds(): number;
}

/** Adds a listener that goes when the tracker stops. */
export type Listen = (target: EventTarget, type: string, listener: (event: Event) => void) => void;

/** Follows the page until `signal` aborts; a prerendered one from when it is shown to someone. */
export function follow(life: Lifecycle, listen: Listen, signal: AbortSignal): void {
  const page = document as Document & { prerendering?: boolean };
  let left = false;

  function alive(): void {
    if (!page.hidden) life._is("alive");
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
    listen(page, "visibilitychange", () => (page.hidden && !left ? life._is("hidden") : alive()));
    listen(window, "pagehide", () => {
      left = true;
      life._is("end");
    });
    listen(window, "pageshow", (event) => {
      left = false;
      if ((event as PageTransitionEvent).persisted) life._arrived();
    });
  }

  if (page.prerendering) listen(page, "prerenderingchange", begin);
  else begin();
}
