/**
 * Numbers that are taken from their pool only for visitors who click for them, or scroll to them; the script's tag lists
 * in `data-targets` those that are not to wait. Without this script the link dials the original, and where the edge does
 * not answer it shows and dials the original.
 *
 * `<a href="tel:+442079460000" data-rt-reveal="020 7946 0000">Show number</a>`, `<p data-rt-view="+442079460000">…</p>`
 */
import { TEXTS } from "../inline.ts";
import { forEach } from "./each.ts";

export function revealNumbers(): void {
  const views = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      views.unobserve(target);
      window.ringtrail?.reveal(take(target, "data-rt-view") as string);
    }
  });
  forEach("[data-rt-view]", (element) => views.observe(element));

  /** Puts the original in the label's place; the script makes the visitor's number of it before anybody sees it. */
  function show(link: Element): void {
    const label = document.createTreeWalker(link, TEXTS).nextNode();
    const original = take(link, "data-rt-reveal");
    if (label && original) label.nodeValue = original;
  }
  // A visit that is shown the number already need not ask.
  forEach<HTMLAnchorElement>("[data-rt-reveal]", (link, answer) => {
    if (answer?.swaps.some(({ number }) => link.href.endsWith(`${number}`))) show(link);
  });
  document.addEventListener(
    "click",
    async (event) => {
      const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-rt-reveal]");
      if (!link) return;
      event.preventDefault();
      // The script waits no longer than five seconds for the edge.
      await window.ringtrail?.reveal(link.href.slice("tel:".length));
      show(link);
      // A telephone dials without a second tap.
      if (matchMedia("(pointer:coarse)").matches) link.click();
    },
    true,
  );
}

/** An attribute's value. The attribute goes: what it asks for is done once. */
function take(element: Element, name: string): string | null {
  const value = element.getAttribute(name);
  element.removeAttribute(name);
  return value;
}
