/**
 * Numbers where the script does not look by itself, because the page says where: an element that stands for a number
 * whatever it says, a picture of one, fields and attributes of any name. Changes values of texts, fields and attributes,
 * and whether a picture is hidden; all of it goes back when the tracker stops.
 *
 * `<b data-rt-number="+18005550100">1-800-FLOWERS</b>`, `<meta content="020 7946 0000" data-rt-in="content">`
 */
import { TEXTS } from "../inline.ts";
import { type Answer, forEach } from "./each.ts";

/** @param settings `numbers`: originals by selector, as JSON: `{"#top .phone": "+442079460000"}` */
export function showPlaces({ numbers = "{}" }: DOMStringMap): void {
  const kept = new WeakMap<Node, [original: string, shown: string]>();

  /** Writes what `make` makes of what the page wrote there. */
  function put(node: Node, make: (original: string) => string): void {
    const place = node as unknown as Record<string, string>;
    const key = "value" in node ? "value" : "nodeValue";
    const now = place[key] as string;
    const slot = kept.get(node);
    const base = slot?.[1] === now ? slot[0] : now;
    const next = make(base);
    kept.set(node, [base, next]);
    if (next !== now) place[key] = next;
  }

  function stand(element: HTMLElement, target: string | undefined, answer: Answer): void {
    const { number, national = "" } = answer?.swaps.find((swap) => swap.target === target) ?? {};
    if (element.localName === "img") element.hidden = !!number;
    const walker = document.createTreeWalker(element, TEXTS);
    // The first text gets the number, the others are emptied.
    for (let text = national; walker.nextNode(); text = "") {
      put(walker.currentNode, (original) => (number ? text : original));
    }
  }

  forEach("[data-rt-number]", (element, answer) => stand(element, element.dataset.rtNumber, answer));
  for (const [selector, target] of Object.entries<string>(JSON.parse(numbers))) {
    forEach(selector, (element, answer) => stand(element, target, answer));
  }
  forEach("[data-rt-in]", (element) => {
    const { rtIn = "" } = element.dataset;
    const place = rtIn === "value" ? element : element.getAttributeNode(rtIn);
    if (place) put(place, (original) => window.ringtrail?.number(original) ?? original);
  });
}
