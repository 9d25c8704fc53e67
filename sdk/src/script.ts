/**
 * The script tag: reads `data-*` of its own element, starts once, and leaves the tracker in `window.ringtrail`. With
 * `data-consent` it only gets ready: nothing is stored or sent until `rt-more.js` or the page calls `ringtrailStart`.
 *
 * `<script async src="https://HOST/rt.js" data-site="SITE_KEY"></script>`
 */
import type { Options } from "./options.ts";
import { startTracker, type Tracker } from "./tracker.ts";

declare global {
  interface Window {
    /** Starts the tracker of a script tag that waits for consent. */
    ringtrailStart?: (more?: Partial<Options>) => Tracker;
  }
}

const script = document.currentScript as HTMLScriptElement | null;
if (script && !window.ringtrail) {
  try {
    // The edge is where the script is from, a proxy's path included; a request must not carry the page's credentials.
    const host = script.src.replace(/\/[^/]*$|[^/]*@/g, "");
    const { dataset } = script;
    const start: Window["ringtrailStart"] = (more) => {
      window.ringtrail = startTracker({ site: "", host, ...dataset, ...more });
      return window.ringtrail;
    };
    if (dataset.consent) window.ringtrailStart = start;
    else start();
  } catch {
    // A browser that lacks what we need shows the original numbers.
  }
}
