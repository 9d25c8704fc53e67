/**
 * Puts the parts together: an answer of the edge goes into the page, what happens in the page goes to the edge. The one
 * place where errors of all parts end; none of them reaches the page.
 */
import { follow, type Listen } from "./lifecycle.ts";
import { observe } from "./observe.ts";
import type { Options } from "./options.ts";
import { createPulse } from "./pulse.ts";
import { watchSignals } from "./signals.ts";
import { createSwapper } from "./swap.ts";
import { pageView } from "./touch.ts";
import { createVisit } from "./visit.ts";
import { PULSE_SECONDS, type VisitResponse } from "./wire.ts";

/** What the script tag leaves in `window.ringtrail`. */
export interface PageTracker {
  /** Puts every original number back, byte for byte, and stops. */
  stop(): void;
  /** Looks through the page, or a part of it, at once. Seldom needed: changes are noticed. */
  refresh(root?: Node): void;
  /**
   * A number as this visitor is to see it, in the format it is given in: `"020 7946 0000"` → `"020 7946 0103"`,
   * `"tel:+442079460000"` → `"tel:+442079460103"`. Unchanged while there is nothing to show in its place.
   */
  number(original: string): string;
  /** The present visit, once the edge has answered. */
  visit(): VisitResponse | undefined;
}

declare global {
  interface Window {
    /** The script tag's tracker. */
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
  const pulse = createPulse(options, visit);
  const watch = watchSignals(
    () => visit._answer()?.swaps ?? [],
    (name, number) => {
      pulse._note("signal", { signal: name, number });
      if (name === "tel") pulse._send(true);
    },
    listen,
  );
  const swapper = createSwapper(watch);
  const observer = observe((node, shallow) => attempt(() => swapper._scan(node, shallow)), moved);

  function show(answer: VisitResponse | undefined): void {
    if (signal.aborted) return;
    attempt(() => swapper._use(answer?.swaps ?? []));
    document.dispatchEvent(new CustomEvent(CHANGE_EVENT, { detail: answer }));
  }

  // A single-page application that navigates also changes its document, so nothing has to be patched to learn of it.
  function moved(): void {
    const next = pageView(options.anonymous);
    if (next.url === page.url) return;
    page = next;
    pulse._note("page", { page });
    if (visit._answer()) pulse._send();
  }

  visit._recall();
  listen(window, "storage", visit._recall);
  follow(
    {
      _arrived: visit._ask,
      _seconds: () => visit._answer()?.pulseSeconds || PULSE_SECONDS,
      _is(how) {
        pulse._note(how);
        pulse._send(how !== "alive");
      },
    },
    listen,
    signal,
  );

  return {
    stop() {
      observer.disconnect();
      show(undefined);
      stopping.abort();
    },
    refresh: (root = document) => attempt(() => swapper._scan(root)),
    number: swapper._text,
    visit: visit._answer,
  };
}

function attempt(action: () => void): void {
  try {
    action();
  } catch {
    // The page matters more than what we do in it.
  }
}
