/**
 * What the page says of itself when it asks for numbers: where it is and where the visitor came from. Campaign
 * parameters and click ids are read from the URL by the edge, not here. Never sends credentials, nor a fragment that
 * is not a route: fragments carry tokens.
 */
import type { DeviceHints, PageView } from "./wire.ts";

/** @param anonymous leaves out all that tells visitors apart: parameters, referrer, title */
export function pageView(anonymous?: boolean): PageView {
  // `origin` is without credentials.
  const { origin, pathname, search, hash } = location;
  if (anonymous) return { url: origin + pathname, referrer: "" };
  return {
    url: origin + pathname + search + (/^#[!/]|utm_/.test(hash) ? hash : ""),
    referrer: document.referrer,
    title: document.title,
  };
}

/** No more than the edge makes use of: whatever else is said only tells visitors apart. */
export function deviceHints(): DeviceHints {
  return {
    touch: navigator.maxTouchPoints > 0,
    automated: navigator.webdriver,
  };
}
