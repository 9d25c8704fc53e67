/**
 * Ids that other analytics tools keep in their cookies, told to the edge only to be passed on with what came of the visit.
 * Reads nothing while the visitor is anonymous, and nothing but the cookies named here.
 */
import { PULSE_PATH } from "../wire.ts";
import { known, on, onAnswer, tracker } from "./page.ts";

/** Google Analytics, Yandex Metrica, Meta; no value that is longer than the edge takes (`LIMITS.idValue`). */
const COOKIES = /\b_(ga(_\w+)?|ym_uid|fb[pc])=.{1,256}?(?=;|$)/g;

export function passIds({ use }: DOMStringMap): void {
  if (!/ids/.test(use as string)) return;
  let told = "";
  const tell = () => {
    const found = document.cookie.match(COOKIES) ?? [];
    if (!known() || `${found}` === told) return;
    told = `${found}`;
    known()?.post(PULSE_PATH, {
      events: [{ type: "ids", ago: 0, ids: Object.fromEntries(found.map((cookie) => cookie.split("="))) }],
    });
  };
  onAnswer(tell);
  // Other tools may set theirs later.
  on("visibilitychange", tell);
}

/**
 * Tells the edge who the visitor is to other tools, only to be passed on. Call it once there is consent to that.
 *
 * @example
 * identify({ _ga: "1162820436.1749482504" });
 */
export function identify(ids: Record<string, string>): void {
  tracker()?.post(PULSE_PATH, { events: [{ type: "ids", ago: 0, ids }] });
}
