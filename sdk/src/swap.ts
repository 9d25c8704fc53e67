/**
 * Puts the visitor's numbers into the page. Changes text node values and a few attributes, never a node (S2), so that
 * frameworks go on with what they rendered; looking twice changes nothing; `_restore` puts everything back.
 */
import { rewrite, type Table, tableOf } from "./digits.ts";
import { isHeld } from "./hold.ts";
import { lineOf, TEXTS } from "./inline.ts";
import { baseOf, restore, write } from "./ledger.ts";
import type { Swap } from "./wire.ts";

/** Places whose text is not for readers, is typed by them, or was excluded by the author. */
const EXCLUDED =
  "title,script,style,noscript,code,textarea,option,[contenteditable]:not([contenteditable=false]),[data-rt-ignore]";

/** Links that dial, write to, or open a chat with a number. */
const PHONE_LINK = /^(tel|sms|callto|whatsapp|viber):|\/wa\.me\/|\.whatsapp\.com\//i;

/** The address of the phone link that an element is or belongs to; empty for none. */
export function phoneLink(element: Element | null | undefined): string {
  const link = element?.closest<HTMLAnchorElement>("[href]");
  return link && PHONE_LINK.test(link.href) ? link.href : "";
}

/** Attributes in which numbers stand. */
export const ATTRIBUTES = ["href", "title", "aria-label", "alt", "placeholder"];

export interface Swapper {
  /** Shows these numbers from now on. */
  _use(swaps: Swap[]): void;
  /** Looks through a node and all it contains; with `shallow` only at the node itself. */
  _scan(root: Node, shallow?: boolean): void;
  /** The text with its numbers replaced as in the page. */
  _text(text: string): string;
}

/** @param onShown told of every element that shows one of our numbers */
export function createSwapper(onShown: (element: Element) => void): Swapper {
  let table: Table | undefined;

  /** Swaps the numbers in nodes that are read as one line. */
  function swap(line: Node[], element: Element | null, link: boolean): void {
    const originals = line.map(baseOf);
    const shown = table && rewrite(table, originals, link);
    if (!shown || !element || element.closest(EXCLUDED) || isHeld(element, scan)) return;
    for (const node of line) write(node, originals.shift() as string, shown.shift() as string);
    onShown(element);
  }

  function swapText(text: Text): void {
    swap(lineOf(text, EXCLUDED), text.parentElement, !!phoneLink(text.parentElement));
  }

  function swapAttribute(element: Element, name: string): void {
    // Attribute nodes, and the addresses of links, are made when asked for: that costs more than the whole walk.
    if (!table || (element.getAttribute(name) ?? "").search(table._whole) < 0) return;
    const link = name === "href";
    if (!link || phoneLink(element)) swap([element.getAttributeNode(name) as Attr], element, link);
  }

  function scan(root: Node, shallow?: boolean): void {
    if (!table) return;
    if (root.nodeType === 1) for (const name of ATTRIBUTES) swapAttribute(root as Element, name);
    if (shallow) return;
    const walker = document.createTreeWalker(root, TEXTS);
    let node: Node | null = root.nodeType === 3 ? root : walker.nextNode();
    // What came or changed may go on with a number that begins before it.
    if (node && /^\W*\d/.test((node as Text).data)) swapText(node as Text);
    for (; node; node = walker.nextNode()) if (table._maybe.test((node as Text).data)) swapText(node as Text);
    // One simple selector at a time: browsers find those several times faster than a list of them.
    for (const name of ATTRIBUTES) {
      for (const element of (root as ParentNode).querySelectorAll?.(`[${name}]`) ?? []) swapAttribute(element, name);
    }
  }

  return {
    _scan: scan,
    _use(swaps) {
      restore();
      table = undefined;
      table = tableOf(swaps);
      scan(document);
    },
    _text: (text) => (table && rewrite(table, [text], true)?.[0]) ?? text,
  };
}
