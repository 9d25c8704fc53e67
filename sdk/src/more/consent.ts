/**
 * Starts the tracker of a script tag with `data-consent` when the visitor agrees, and takes all back when they withdraw.
 * Until then nothing is stored, and nothing is sent but, where the site chose `data-before="page"`, a request for a
 * number that names the page's path and nothing of the visitor. The site decides what counts as consent; this only obeys.
 */
import type {} from "../script.ts";

declare global {
  interface Window {
    /** Says whether the visitor agrees to be known; as often as they change their mind. */
    ringtrailConsent?: (granted: boolean) => void;
    dataLayer?: unknown[];
  }
}

/**
 * @param settings `consent`: which signals to follow: `google` (Consent Mode's `analytics_storage`), `gpc` and `dnt`,
 * which both refuse whatever else is said. `before`: `page` for an anonymous number until then.
 */
export function watchConsent({ consent = "", before }: DOMStringMap): void {
  const { ringtrailStart: start } = window;
  const tag = document.querySelector<HTMLElement>("script[data-consent][data-site]");
  if (!start || !tag) return;
  const key = `rt.${tag.dataset.site}`;
  const { globalPrivacyControl, doNotTrack } = navigator as { globalPrivacyControl?: boolean; doNotTrack?: string };
  const refused = (consent.includes("gpc") && globalPrivacyControl) || (consent.includes("dnt") && doNotTrack === "1");
  let known = false;

  const decide = (granted: boolean): void => {
    if (refused || granted === known) return;
    known = granted;
    const answer = window.ringtrail?.visit();
    // The visit and its number go on; the tracker is stopped and started at once, before the browser paints.
    window.ringtrail?.stop();
    delete window.ringtrail;
    try {
      if (!granted) localStorage.removeItem(key);
      else if (answer) localStorage.setItem(key, JSON.stringify({ visitor: answer.visitor, at: Date.now(), answer }));
    } catch {
      // Storage is forbidden: the visit begins anew.
    }
    if (granted) start();
    else anonymous();
  };

  const anonymous = () => {
    if (before === "page") start({ anonymous: true });
  };

  window.ringtrailConsent = decide;
  try {
    // What is kept was kept with consent, which holds until it is withdrawn.
    if (localStorage.getItem(key)) decide(true);
  } catch {
    // Storage is forbidden: nothing is kept.
  }
  if (!known) anonymous();
  if (consent.includes("google")) followGoogle(decide);
}

/** Google's Consent Mode has no way to be asked: its commands pass through the data layer, earlier and later ones. */
function followGoogle(decide: (granted: boolean) => void): void {
  window.dataLayer ??= [];
  const layer = window.dataLayer;
  const read = (entry: unknown) => {
    const [command, , signals] = Array.from((entry ?? []) as ArrayLike<unknown>);
    const storage = command === "consent" && (signals as { analytics_storage?: string } | undefined)?.analytics_storage;
    if (storage) decide(storage === "granted");
  };
  const { push } = layer;
  layer.push = (...entries) => {
    for (const entry of entries) read(entry);
    return push.apply(layer, entries);
  };
  for (const entry of [...layer]) read(entry);
}
