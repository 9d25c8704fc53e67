/**
 * Elements that the page has marked: fields and texts that tell of the visit, elements that stand for a number whatever
 * they say, fields and attributes of any name that hold one, numbers that are taken only for visitors who ask for them or
 * scroll to them. Changes values of texts, fields and attributes, and whether a picture is hidden; all of it goes back
 * when the tracker stops.
 *
 * `<b data-rt-number="+442079460000">1-800-FLOWERS</b>`, `<meta content="020 7946 0000" data-rt-in="content">`,
 * `<a href="tel:+442079460000" data-rt-number="+442079460000" data-rt-lease="click">Show number</a>`
 */
import { TEXTS } from "../inline.ts";
import type { TouchSummary } from "../wire.ts";
import { on, onAnswer, put, swapOf, tracker, visit } from "./page.ts";
import { reveal } from "./reveal.ts";

/** @param settings `numbers`: originals by selector, as JSON: `{"#top .phone": "+442079460000"}` */
export function watchMarks({ numbers = "{}" }: DOMStringMap): void {
  /** Numbers that were asked for: without one for this visitor, the original is shown. */
  let given: Record<string, string> = {};
  const targets: Record<string, string> = { "[data-rt-number]": "", ...JSON.parse(numbers) };

  const views = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) reveal(targetOf(target));
  });

  const stand = (element: HTMLElement, target: string): void => {
    const swap = swapOf(target);
    if (element.matches("img")) element.hidden = !!swap;
    // Nothing is asked for before it is known what is shown already.
    if (element.dataset.rtLease === "view" && visit()) views.observe(element);
    const walker = document.createTreeWalker(element, TEXTS);
    // The first text gets the number, the others are emptied.
    for (let text = swap?.national ?? given[target]; walker.nextNode(); text &&= "") {
      put(walker.currentNode, (original) => text ?? original);
    }
  };

  const all = (): void => {
    const facts = { ...visit(), ...visit()?.touch };
    for (const element of document.querySelectorAll<HTMLElement>("[data-rt-in],[data-rt-field]")) {
      const { rtField, rtIn } = element.dataset;
      const place = rtIn === "value" || !rtIn ? element : element.getAttributeNode(rtIn);
      const make = (original: string) =>
        (rtIn ? tracker()?.number(original) : facts[rtField as keyof TouchSummary]) ?? original;
      if (place) put(place, make);
    }
    for (const selector in targets) {
      for (const element of document.querySelectorAll<HTMLElement>(selector)) {
        stand(element, targets[selector] || targetOf(element));
      }
    }
    // What we wrote ourselves: marks within marks would have us look again for ever.
    observer.takeRecords();
  };

  const observer = new MutationObserver(all);

  on<Partial<Element>>("click", async (event) => {
    const element = event.target.closest?.<HTMLElement>("[data-rt-lease=click]");
    const target = targetOf(element);
    if (!element || swapOf(target) || given[target]) return;
    event.preventDefault();
    // No longer than the script waits for the edge.
    await reveal(target);
    given[target] = target;
    all();
    // A telephone dials without a second tap.
    if (/Mobi/.test(navigator.userAgent)) element.click();
  });
  // Forms that were reset.
  on("submit", all);
  observer.observe(document, { childList: true, subtree: true });
  onAnswer(() => {
    // Stopped, or over: what was hidden is hidden again.
    if (!visit()) given = {};
    all();
  });
}

function targetOf(element: Element | null | undefined): string {
  return (element as HTMLElement | undefined)?.dataset.rtNumber as string;
}
