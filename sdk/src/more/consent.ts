/**
 * Starts the tracker of a script tag with `data-consent` when the visitor agrees, and takes all back when they withdraw.
 * Until then nothing is stored, and nothing is sent but, where the site chose `data-before="page"`, a request for a
 * number that names the page's path and nothing of the visitor. The site decides what counts as consent; this only obeys.
 */
import type {} from "../script.ts";
import { tracker } from "./page.ts";

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
export function watchConsent({ consent, site, before }: DOMStringMap): void {
  const start = window.ringtrailStart;
  if (!start || !consent) return;
  const key = `rt.${site}`;
  const { globalPrivacyControl, doNotTrack } = navigator as { globalPrivacyControl?: boolean; doNotTrack?: string };
  const refused = (/gpc/.test(consent) && globalPrivacyControl) || (/dnt/.test(consent) && doNotTrack === "1");
  let agreed: boolean | undefined;

  const decide = (granted: boolean): void => {
    granted &&= !refused;
    if (granted === agreed) return;
    agreed = granted;
    const ringtrail = tracker();
    if (ringtrail) {
      // From now on, for answers under way as well.
      ringtrail.options.anonymous = !granted;
      // On consent the visit and its number go on; else the edge takes its cookie back.
      ringtrail.ask(true);
    }
    if (granted) {
      if (!ringtrail) start();
      return;
    }
    ringtrail?.stop();
    try {
      localStorage.removeItem(key);
    } catch {
      // Storage is forbidden: nothing is kept.
    }
    if (before) start({ anonymous: true });
  };

  window.ringtrailConsent = decide;
  try {
    // What is kept was kept with consent, which holds until it is withdrawn.
    decide(!!localStorage.getItem(key));
  } catch {
    decide(false);
  }
  if (/google/.test(consent)) followGoogle(decide);
}

/** A command as `gtag` leaves it: `arguments` of `("consent", "update", { analytics_storage: "granted" })`. */
type Command = { 0?: unknown; 2?: { analytics_storage?: string } };

/** Google's Consent Mode has no way to be asked: its commands pass through the data layer, earlier and later ones. */
function followGoogle(decide: (granted: boolean) => void): void {
  window.dataLayer ??= [];
  const layer = window.dataLayer;
  const { push } = layer;
  const read = (entry: unknown) => {
    const { 0: command, 2: signals } = (entry ?? {}) as Command;
    if (command === "consent" && signals?.analytics_storage) decide(signals.analytics_storage === "granted");
  };
  layer.push = (...entries) => {
    entries.forEach(read);
    return push.apply(layer, entries);
  };
  layer.forEach(read);
}
