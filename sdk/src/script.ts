/**
 * The script tag: reads `data-*` of its own element, starts once, and leaves the tracker in `window.ringtrail`. With
 * `data-consent`, or without `data-site`, it only gets ready: nothing is stored or sent until `ringtrailStart` is called.
 * With `data-use` it loads what not every page needs.
 *
 * `<script async src="https://HOST/rt.js" data-site="SITE_KEY"></script>`
 */
import { host, onDemand, script } from "./on-demand-script.ts";
import type { Options } from "./options.ts";
import { type PageTracker, startTracker } from "./tracker.ts";

declare global {
  interface Window {
    /** Starts the tracker of a script tag that waits for consent, or that could not name its site (a tag manager's). */
    ringtrailStart?: (more?: Partial<Options>) => PageTracker;
  }
}

if (script && !window.ringtrail) {
  try {
    const dataset = script.dataset;
    const start: Window["ringtrailStart"] = (more) => startTracker({ host, ...dataset, ...more } as Options);
    if (dataset.site && !dataset.consent) start();
    else window.ringtrailStart = start;
    if (dataset.use != null) onDemand().catch(() => {});
  } catch {
    // A browser that lacks what we need shows the original numbers.
  }
}
