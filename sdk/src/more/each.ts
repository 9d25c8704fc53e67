/** What features wait for: the edge's answer, and elements that the page has marked for them. */
import type { VisitResponse } from "../wire.ts";

export type Answer = VisitResponse | null | undefined;

/** Calls `listener` with the answer that is in the page, now and whenever it changes; with none once the tracker stops. */
export function onAnswer(listener: (answer: Answer) => void): void {
  document.addEventListener("ringtrail", (event) => listener((event as CustomEvent<Answer>).detail));
  listener(window.ringtrail?.visit());
}

/**
 * Calls `each` for every element, those that come later too, and for all of them again whenever the answer changes. It
 * must not add nodes every time.
 *
 * @returns does so once more
 */
export function forEach<T extends HTMLElement>(
  selector: string,
  each: (element: T, answer: Answer) => void,
): () => void {
  let answer: Answer;
  const all = () => {
    for (const element of document.querySelectorAll<T>(selector)) each(element, answer);
  };
  onAnswer((now) => {
    answer = now;
    all();
  });
  new MutationObserver(all).observe(document, { childList: true, subtree: true });
  return all;
}
