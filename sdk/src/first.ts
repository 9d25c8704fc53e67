/**
 * Inline code for the first page of a visitor: asks for the numbers while the page is still being parsed, before the
 * script has come, and leaves the answer where the script looks for it. Later pages have their numbers at once, so it
 * does nothing there. Without storage it does nothing at all, and the script goes on alone.
 *
 * `<script data-site="SITE_KEY" data-host="https://HOST" data-wait="400">…</script>`
 */
import { send } from "./send.ts";
import { deviceHints, pageView } from "./touch.ts";
import { type Memory, newId } from "./visit.ts";
import { VISIT_PATH, type VisitRequest, type VisitResponse } from "./wire.ts";

/** On the document's element until the numbers are there, or for `data-wait` milliseconds: for the page's style sheet. */
const WAITING = "rt-wait";

async function first({ site = "", host = "", wait }: DOMStringMap): Promise<void> {
  const key = `rt.${site}`;
  if (localStorage.getItem(key)) return;
  const keep = (memory: Partial<Memory>) => localStorage.setItem(key, JSON.stringify(memory));
  const visitor = newId();
  const page = pageView();
  // The script, should it come first, is the same visitor on the same page.
  keep({ visitor, landing: page });
  if (wait) hide(Number(wait));
  const at = Date.now();
  const request: VisitRequest = { site, visitor, page, device: deviceHints() };
  const [status, body] = await send(host + VISIT_PATH, request);
  const answer = body as VisitResponse;
  if (status !== 200 || !answer.visit) return;
  keep({ visitor: answer.visitor, at, answer });
  // What the browser tells other tabs of, the script is to hear of here.
  dispatchEvent(new Event("storage"));
}

function hide(milliseconds: number): void {
  const { classList } = document.documentElement;
  const show = () => classList.remove(WAITING);
  classList.add(WAITING);
  document.addEventListener("ringtrail", show);
  setTimeout(show, milliseconds);
}

// Whatever fails leaves the page as it is, and all of it to the script.
first(document.currentScript?.dataset ?? {}).catch(() => {});
