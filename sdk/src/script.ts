/**
 * The script tag: reads `data-*` of its own element, starts once, and leaves the tracker in `window.ringtrail`.
 *
 * `<script async src="https://HOST/rt.js" data-site="SITE_KEY"></script>`
 */
import { startTracker } from "./tracker.ts";

const script = document.currentScript;
if (script && !window.ringtrail) {
  try {
    // The edge is where the script is from, a proxy's path included; a request must not carry the page's credentials.
    const host = (script as HTMLScriptElement).src.replace(/\/[^/]*$|[^/]*@/g, "");
    window.ringtrail = startTracker({ site: "", host, ...(script as HTMLScriptElement).dataset });
  } catch {
    // A browser that lacks what we need shows the original numbers.
  }
}
