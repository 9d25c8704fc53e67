/** What the script on this page knows, as the panel reads it: the public tracker, and the kept time of the last sign of life. */
import { useEffect, useState } from "preact/hooks";
import type { Tracker, VisitInfo } from "../../../sdk/src/index.ts";

declare global {
  interface Window {
    ringtrail?: Tracker;
  }
}

/** Where the script keeps what must outlive the page; see `sdk/src/visit.ts`. */
const MEMORY = "rt.demo";

/** The present visit; `undefined` until the edge has answered. */
export function useVisit(): VisitInfo | undefined {
  const [visit, setVisit] = useState(() => window.ringtrail?.visit());
  useEffect(() => {
    const update = () => setVisit(window.ringtrail?.visit());
    document.addEventListener("ringtrail", update);
    update();
    return () => document.removeEventListener("ringtrail", update);
  }, []);
  return visit;
}

/** How long the numbers rest for this visitor after the last sign of life, and when that was. */
export function freezeOf(): { seconds: number; lastSeenMs: number } | null {
  const kept: unknown = JSON.parse(localStorage.getItem(MEMORY) ?? "null");
  const { at, answer } = (kept ?? {}) as { at?: number; answer?: { freezeSeconds?: number } };
  return at !== undefined && answer?.freezeSeconds !== undefined
    ? { seconds: answer.freezeSeconds, lastSeenMs: at }
    : null;
}

/** Comes back as somebody the shop has never seen. */
export function becomeNewVisitor(): void {
  window.ringtrail?.stop();
  localStorage.removeItem(MEMORY);
  sessionStorage.removeItem(`${MEMORY}.landing`);
  location.assign("/demo/");
}
