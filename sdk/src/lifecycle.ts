/**
 * The page's life: visible, hidden, left, brought back.
 * https://developer.chrome.com/docs/web-platform/page-lifecycle-api
 */

/** Adds a listener that goes when the tracker stops. */
export type Listen = (target: EventTarget, type: string, listener: (event: Event) => void) => void;

/**
 * Follows the page until `signal` aborts; a prerendered one from when it is shown to someone.
 *
 * @param arrived the page is there for the first time, or again from the back/forward cache
 * @param is `alive`: visible; said when it becomes so, and every `seconds()` while it stays so. `hidden`: not seen any
 * more. `end`: left, maybe to come back from the back/forward cache.
 */
export function follow(
  arrived: () => void,
  is: (how: "alive" | "hidden" | "end") => void,
  seconds: () => number,
  listen: Listen,
  signal: AbortSignal,
): void {
  const page = document as Document & { prerendering?: boolean };
  let left: boolean | undefined;

  function alive(): void {
    if (!page.hidden) is("alive");
  }
  function tick(): void {
    setTimeout(() => {
      if (signal.aborted) return;
      alive();
      tick();
    }, seconds() * 1000);
  }
  function begin(): void {
    arrived();
    tick();
    // A page that is left is hidden as well, right after: that says nothing new.
    listen(page, "visibilitychange", () => (page.hidden && !left ? is("hidden") : alive()));
    listen(window, "pagehide", () => {
      left = true;
      is("end");
    });
    listen(window, "pageshow", (event) => {
      left = false;
      if ((event as PageTransitionEvent).persisted) arrived();
    });
  }

  if (page.prerendering) listen(page, "prerenderingchange", begin);
  else begin();
}
