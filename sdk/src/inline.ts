/** Which texts a reader sees as one line: a number may be split over those, and over no others. */
import { plain } from "./digits.ts";

/** Places whose text is not for readers, is typed by them, or was excluded by the author. */
export const EXCLUDED =
  "title,script,style,noscript,code,textarea,option,[contenteditable]:not([contenteditable=false]),[data-rt-ignore]";

/** Elements that end a line, or stand for something that is not text, whatever their style says. */
const BREAKS = /^(BR|HR|IMG|INPUT)$/i;

/** `NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT`, and `SHOW_TEXT` alone. */
const ELEMENTS_AND_TEXTS = 5;
export const TEXTS = 4;

/** A number is looked for over no more nodes than this before and after a text. */
const STEPS_MAX = 64;

/**
 * The texts on the line of `text`, itself among them, in order. Excluded elements end a line; a link is one of its own.
 *
 * @param styled ends the line where the box of its style ends, which costs the browser the styles of what is new; without
 * it, more texts may be taken for one line, never fewer
 */
export function lineOf(text: Text, styled?: boolean): Text[] {
  const line = [text];
  for (const [step, add] of [
    ["previousNode", "unshift"],
    ["nextNode", "push"],
  ] as const) {
    const walker = document.createTreeWalker(text.getRootNode(), ELEMENTS_AND_TEXTS);
    walker.currentNode = text;
    for (let steps = STEPS_MAX; steps--; ) {
      const node = walker[step]();
      if (!node || BREAKS.test(node.nodeName)) break;
      // An element, or an empty text.
      if (!node.nodeValue) continue;
      if (partOf(node) !== partOf(text) || (styled && boxOf(node) !== boxOf(text))) break;
      line[add](node as Text);
    }
  }
  return line;
}

/** The link, or the excluded element, that a text belongs to. */
const partOf = (node: Node) => node.parentElement?.closest(`a,${EXCLUDED}`);

/**
 * The element whose lines a text is in. Asks the computed style, since a flex item is a box of its own whatever its tag;
 * only a few nodes of a page get here.
 */
function boxOf(node: Node): Node | null {
  let box = node.parentElement;
  while (box && /^(inline|contents)/.test(getComputedStyle(box).display)) box = box.parentElement;
  return box;
}

/** The texts in `root` that a match touches when all of them are read as one: many times faster than reading each. */
export function textsAt(root: Node, pattern: RegExp): Text[] {
  const found: Text[] = [];
  const walker = document.createTreeWalker(root, TEXTS);
  let text = (root.nodeType === 3 ? root : walker.nextNode()) as Text | null;
  let end = 0;
  const read = plain(((root as Document).documentElement ?? root).textContent);
  for (const { index, 0: match } of read.matchAll(pattern)) {
    for (; text && end < index + match.length; text = walker.nextNode() as Text | null) {
      end += text.length;
      if (end > index) found.push(text);
    }
  }
  return found;
}
