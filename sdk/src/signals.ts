/**
 * Evidence that a visitor means to call: a number came into view, was clicked, was copied. Watches; never prevents or
 * changes what the page does with the same events.
 */
import { digitsOf } from "./digits.ts";
import type { Listen } from "./lifecycle.ts";
import { phoneLink } from "./swap.ts";
import type { Signal, Swap } from "./wire.ts";

/**
 * @param noted called with each signal; `number` is the E.164 of ours it is about
 * @returns to be told of every element that shows one of our numbers
 */
export function watchSignals(
  swaps: () => Swap[],
  noted: (signal: Signal, number: string) => void,
  listen: Listen,
): (element: Element) => void {
  const seen = new Set<string>();

  /** Notes the signal if the text shows a number of ours. */
  function note(name: Signal, text: string): void {
    const digits = digitsOf(text);
    for (const { number, digits: pairs } of swaps()) {
      if (!number || !pairs.some(([, to]) => digits.includes(to))) continue;
      if (name !== "seen" || !seen.has(number)) noted(name, number);
      seen.add(number);
    }
  }

  const views = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      views.unobserve(target);
      note("seen", target.textContent + phoneLink(target));
    }
  });

  listen(document, "click", (event) => note("tel", phoneLink(event.composedPath()[0] as Element)));
  listen(document, "copy", () => note("copy", `${getSelection()}`));

  return (element) => views.observe(element);
}
