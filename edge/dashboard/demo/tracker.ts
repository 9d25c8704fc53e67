/** What the script on this page knows, as the panel reads it: the public tracker, and the kept time of the last sign of life. */
import { useEffect, useState } from "preact/hooks";
import type { VisitResponse } from "../../../sdk/src/index.ts";

/** Where the script keeps what must outlive the page; see `sdk/src/visit.ts`. */
const MEMORY = "rt.demo";
const LOOK_EVERY_MS = 500;

export interface Knowledge {
  visit: VisitResponse;
  /** How long the numbers are kept for this visitor, were the page left now, seconds. */
  keptSeconds: number;
}

/** What is known now; `undefined` until the edge has answered. */
export function useKnowledge(): Knowledge | undefined {
  const [known, setKnown] = useState(look);
  useEffect(() => {
    const update = () => setKnown(look());
    document.addEventListener("ringtrail", update);
    const timer = setInterval(update, LOOK_EVERY_MS);
    return () => {
      document.removeEventListener("ringtrail", update);
      clearInterval(timer);
    };
  }, []);
  return known;
}

function look(): Knowledge | undefined {
  const visit = window.ringtrail?.visit();
  if (!visit) return;
  const kept = JSON.parse(localStorage.getItem(MEMORY) ?? "{}") as { at?: number };
  const age = (Date.now() - (kept.at ?? Date.now())) / 1000;
  return { visit, keptSeconds: Math.max(0, visit.freezeSeconds - age) };
}

/** Comes back as somebody the shop has never seen. */
export async function becomeNewVisitor(): Promise<void> {
  window.ringtrail?.stop();
  localStorage.removeItem(MEMORY);
  // The cookie is out of a script's reach.
  await fetch("/demo/forget", { method: "POST" }).catch(() => undefined);
  location.assign("/demo/");
}
