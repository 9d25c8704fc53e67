/**
 * Puts the parts together: an answer of the edge goes into the page, what happens in the page goes to the edge. The one
 * place where errors of all parts end; none of them reaches the page.
 */
import { follow, whenActivated } from "./lifecycle.ts";
import { type Observer, observe } from "./observe.ts";
import type { Options } from "./options.ts";
import { createPulse } from "./pulse.ts";
import { watchSignals } from "./signals.ts";
import { createSwapper } from "./swap.ts";
import { pageView } from "./touch.ts";
import { createVisit } from "./visit.ts";
import type { Swap, TouchSummary, VisitResponse } from "./wire.ts";

/** The visit as the page may know it. */
export interface VisitInfo {
  /** Visit id, to be passed on with forms and chats. */
  id: string;
  visitor: string;
  touch: TouchSummary;
  swaps: Swap[];
}

export interface Tracker {
  /** Puts every original number back, byte for byte, and stops. */
  stop(): void;
  /** Looks through the page, or a part of it, at once. Seldom needed: changes are noticed. */
  refresh(root?: Node): void;
  /**
   * A number as this visitor is to see it, in the format it is given in: `"020 7946 0000"` → `"020 7946 0103"`,
   * `"tel:+442079460000"` → `"tel:+442079460103"`. Unchanged while there is nothing to show in its place.
   */
  number(original: string): string;
  /** Calls `listener` whenever numbers or the visit change, until the function it returns is called. */
  subscribe(listener: () => void): () => void;
  /** The present visit, once the edge has answered. */
  visit(): VisitInfo | undefined;
}

declare global {
  interface Window {
    /** The script tag's tracker. */
    ringtrail?: Tracker;
  }
}

/** Dispatched on `document` whenever numbers or the visit change; `detail` is the {@link VisitInfo}. */
const CHANGE_EVENT = "ringtrail";

export function startTracker(options: Options): Tracker {
  const stopping = new AbortController();
  const { signal } = stopping;
  const listeners = new Set<() => void>();
  let page = pageView();
  if (options.automation === "skip" && navigator.webdriver) signal.throwIfAborted();

  const swapper = createSwapper(
    (element) => watch(element),
    () => console.warn("ringtrail: another script keeps a number as it was"),
  );
  const observer: Observer = observe((node, shallow) => attempt(() => swapper._scan(node, shallow)), moved);
  const visit = createVisit(options, show, (page) => pulse._add({ type: "page", page, ago: 0 }));
  const pulse = createPulse(options, visit);
  const watch = watchSignals(
    () => visit._answer()?.swaps ?? [],
    (name, number) => {
      pulse._add({ type: "signal", signal: name, number, ago: 0 });
      if (name === "tel") pulse._leave();
    },
    signal,
  );

  function show(answer: VisitResponse | undefined): void {
    if (signal.aborted) return;
    observer._quietly(() => attempt(() => swapper._use(answer?.swaps ?? [])));
    for (const listener of listeners) attempt(listener);
    document.dispatchEvent(new CustomEvent(CHANGE_EVENT, { detail: info() }));
  }

  function info(): VisitInfo | undefined {
    const answer = visit._answer();
    return answer && { id: answer.visit, visitor: answer.visitor, touch: answer.touch, swaps: answer.swaps };
  }

  function moved(): void {
    const next = pageView();
    if (next.url === page.url) return;
    page = next;
    pulse._add({ type: "page", page, ago: 0 });
    pulse._send();
  }

  function leave(type: "hidden" | "end"): void {
    pulse._run(false);
    pulse._add({ type, ago: 0 });
    pulse._leave();
  }

  function arrive(): void {
    visit._ask();
    pulse._run(!document.hidden);
  }

  visit._recall();
  whenActivated(() => {
    arrive();
    follow(
      {
        _visible() {
          pulse._run(true);
          pulse._add({ type: "alive", ago: 0 });
          pulse._send();
        },
        _hidden: () => leave("hidden"),
        _left: () => leave("end"),
        _back: arrive,
        _moved: moved,
        _stored: visit._recall,
      },
      signal,
    );
  }, signal);

  return {
    stop() {
      stopping.abort();
      pulse._run(false);
      observer._quietly(() => swapper._use([]));
      observer._stop();
    },
    refresh: (root = document) => observer._quietly(() => attempt(() => swapper._scan(root))),
    number: swapper._text,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    visit: info,
  };
}

function attempt(action: () => void): void {
  try {
    action();
  } catch {
    // The page matters more than what we do in it.
  }
}
