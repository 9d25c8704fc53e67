/**
 * Puts the parts together: an answer of the edge goes into the page, what happens in the page goes to the edge. The one
 * place where errors of all parts end; none of them reaches the page.
 */
import { follow, type Listen } from "./lifecycle.ts";
import { observe, WATCHED } from "./observe.ts";
import type { Options } from "./options.ts";
import { createPulse } from "./pulse.ts";
import { watchSignals } from "./signals.ts";
import { createSwapper } from "./swap.ts";
import { pageView } from "./touch.ts";
import { createVisit, type Visit } from "./visit.ts";
import { PULSE_SECONDS, type VisitResponse } from "./wire.ts";

/** What the script tag leaves in `window.ringtrail`. */
export interface PageTracker extends Pick<Visit, "visit" | "ask" | "post"> {
  /** Puts every original number back, byte for byte, and stops. */
  stop(): void;
  /**
   * Looks through the page, or a part of it, at once, and watches it from then on. Seldom needed: changes are noticed,
   * but in shadow roots and frames.
   */
  refresh(root?: Node): void;
  /**
   * A number as this visitor is to see it, in the format it is given in: `"020 7946 0000"` → `"020 7946 0103"`,
   * `"tel:+442079460000"` → `"tel:+442079460103"`. Unchanged while there is nothing to show in its place.
   */
  number(original: string): string;
  /** What it was started with. What is changed here holds from the next `ask(true)` on. */
  options: Options;
}

declare global {
  interface Window {
    /** The page's tracker, from its start to its end. */
    ringtrail?: PageTracker;
  }
}

/** Dispatched on `document` whenever numbers or the visit change; `detail` is what `visit()` gives. */
export const CHANGE_EVENT = "ringtrail";

export function startTracker(options: Options): PageTracker {
  const stopping = new AbortController();
  const { signal } = stopping;
  const listen: Listen = (target, type, listener) =>
    target.addEventListener(type, (event) => attempt(() => listener(event)), { capture: true, signal });
  let page = pageView(options.anonymous);

  const visit = createVisit(options, show);
  const tell = createPulse(visit);
  const watch = watchSignals(
    () => visit.visit()?.swaps ?? [],
    (signal, number) => tell("signal", { signal, number }, signal !== "tel"),
    listen,
  );
  const swapper = createSwapper(watch);
  const observer = observe((node, shallow) => attempt(() => swapper._scan(node, shallow)), moved);

  function show(answer?: VisitResponse): void {
    if (signal.aborted) return;
    attempt(() => swapper._use(answer?.swaps ?? []));
    document.dispatchEvent(new CustomEvent(CHANGE_EVENT, { detail: answer }));
  }

  // A single-page application that navigates also changes its document, so nothing has to be patched to learn of it.
  function moved(): void {
    const next = pageView(options.anonymous);
    if (next.url === page.url) return;
    page = next;
    tell("page", { page });
  }

  const tracker: PageTracker = {
    stop() {
      observer.disconnect();
      delete window.ringtrail;
      show();
      stopping.abort();
    },
    refresh(root = document) {
      attempt(() => swapper._scan(root));
      observer.observe(root, WATCHED);
    },
    number: swapper._text,
    options,
    ...visit,
  };
  // Before anything is shown: who is told of it asks the page's tracker.
  window.ringtrail = tracker;

  visit._recall();
  listen(window, "storage", visit._recall);
  follow(visit.ask, tell, () => visit.visit()?.pulseSeconds || PULSE_SECONDS, listen, signal);
  return tracker;
}

function attempt(action: () => void): void {
  try {
    action();
  } catch {
    // The page matters more than what we do in it.
  }
}
