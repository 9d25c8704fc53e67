/** Which texts a reader sees as one line: a number may be split over those, and over no others. */

/** Elements that end a line, or stand for something that is not text, whatever their style says. */
const BREAKS = /^(BR|HR|IMG|INPUT)$/i;

/** `NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT`, and `SHOW_TEXT` alone. */
const ELEMENTS_AND_TEXTS = 5;
export const TEXTS = 4;

/** A line of more texts than this is looked at in part. */
const TEXTS_MAX = 32;

/** The texts on the line of `text`, itself among them, in order. Excluded elements end a line; a link is one of its own. */
export function lineOf(text: Text, excluded: string): Text[] {
  const line = [text];
  const link = text.parentElement?.closest("a");
  for (const forward of [false, true]) {
    const walker = document.createTreeWalker(text.getRootNode(), ELEMENTS_AND_TEXTS);
    walker.currentNode = text;
    let last = text;
    while (line.length < TEXTS_MAX) {
      const node = forward ? walker.nextNode() : walker.previousNode();
      if (!node || BREAKS.test(node.nodeName)) break;
      if (node.nodeType !== 3 || !node.nodeValue) continue;
      if (!isInlineUpTo(last, node) || !isInlineUpTo(node, last) || node.parentElement?.closest(excluded)) break;
      if (node.parentElement?.closest("a") !== link) break;
      last = node as Text;
      line[forward ? "push" : "unshift"](last);
    }
  }
  return line;
}

/**
 * Whether nothing but inline boxes lie between a text and its common ancestor with another. Asks the computed style,
 * since a flex item is a box of its own whatever its tag; only a few nodes of a page get here.
 */
function isInlineUpTo(from: Node, other: Node): boolean {
  for (let box = from.parentElement; box && !box.contains(other); box = box.parentElement) {
    if (!/^(inline|contents)/.test(getComputedStyle(box).display)) return false;
  }
  return true;
}
