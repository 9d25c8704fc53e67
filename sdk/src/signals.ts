/**
 * Evidence that a visitor means to call: a number came into view, was clicked, was copied. Watches; never prevents or
 * changes what the page does with the same events.
 */
import { digitsOf } from "./digits.ts";
import { PHONE_LINK } from "./swap.ts";
import type { Signal, Swap } from "./wire.ts";

/**
 * Watches until `signal` aborts.
 * @param noted called with each signal; `number` is the E.164 of ours it is about
 * @returns to be told of every element that shows one of our numbers
 */
export function watchSignals(
  swaps: () => Swap[],
  noted: (signal: Signal, number: string) => void,
  signal: AbortSignal,
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
      note("seen", target.textContent + (target.getAttribute("href") ?? ""));
    }
  });

  const on = (type: string, listener: (event: Event) => void) =>
    document.addEventListener(type, listener, { capture: true, signal });
  on("copy", () => note("copy", `${getSelection()}`));
  on("click", (event) => {
    const href = (event.composedPath()[0] as Element).closest?.("a[href]")?.getAttribute("href") ?? "";
    if (PHONE_LINK.test(href)) note("tel", href);
  });
  signal.addEventListener("abort", () => views.disconnect());

  return (element) => views.observe(element);
}
