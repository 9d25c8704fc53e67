/**
 * The page's life: visible, hidden, left, brought back, and moving on within itself. Patches nothing: a single-page
 * application that navigates also changes its document, and its address is looked at then.
 * https://developer.chrome.com/docs/web-platform/page-lifecycle-api
 */

export interface Lifecycle {
  _visible(): void;
  _hidden(): void;
  /** The page is left, maybe to come back from the back/forward cache. */
  _left(): void;
  /** The page came back from the back/forward cache. */
  _back(): void;
  /** The address may have changed. */
  _moved(): void;
  /** Another tab has written to storage. */
  _stored(): void;
}

/** Listens until `signal` aborts. */
export function follow(life: Lifecycle, signal: AbortSignal): void {
  let left = false;
  const on = (type: string, listener: (event: Event) => void, target: EventTarget | undefined = window) =>
    target.addEventListener(type, listener, { signal });
  // A page that is left is hidden as well, right after: that says nothing new.
  on("visibilitychange", () => (document.hidden ? left || life._hidden() : life._visible()), document);
  on("pagehide", () => {
    left = true;
    life._left();
  });
  on("pageshow", (event) => {
    left = false;
    if ((event as PageTransitionEvent).persisted) life._back();
  });
  on("currententrychange", life._moved, (window as { navigation?: EventTarget }).navigation);
  on("popstate", life._moved);
  on("storage", life._stored);
}

/** Runs `begin` now; on a prerendered page, when it is shown to someone. */
export function whenActivated(begin: () => void, signal: AbortSignal): void {
  if ((document as { prerendering?: boolean }).prerendering) {
    document.addEventListener("prerenderingchange", begin, { once: true, signal });
  } else begin();
}
