/**
 * Puts the visitor's numbers into the page. Changes text node values and a few attributes, never a node (S2), so that
 * frameworks go on with what they rendered; looking twice changes nothing; `_restore` puts everything back.
 */
import { rewrite, type Table, tableOf } from "./digits.ts";
import { lineOf, TEXTS } from "./inline.ts";
import { createLedger } from "./ledger.ts";
import type { Swap } from "./wire.ts";

/** Places whose text is not for readers, is typed by them, or was excluded by the author. */
const EXCLUDED =
  "head,script,style,noscript,code,textarea,option,[contenteditable]:not([contenteditable=false]),[data-rt-ignore]";

/** Links that dial, write to, or open a chat with a number. */
const PHONE_LINK = /^(tel|sms|callto|whatsapp|viber):|\/(wa\.me|(api|web)\.whatsapp\.com)\//i;

/** The address of the phone link that an element is or belongs to; empty for none. */
export function phoneLink(element: Element | null | undefined): string {
  const { href = "" } = element?.closest<HTMLAnchorElement>("a[href]") ?? {};
  return PHONE_LINK.test(href) ? href : "";
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

/**
 * @param onShown told of every element that shows one of our numbers
 * @param onGiveUp told of a value left to another script that keeps writing its own
 */
export function createSwapper(onShown: (element: Element) => void, onGiveUp: () => void): Swapper {
  const ledger = createLedger(onGiveUp);
  let table: Table | undefined;

  /** Swaps the numbers in nodes that are read as one line. */
  function swap(line: Node[], element: Element | null, link: boolean): void {
    const originals = line.map(ledger._base);
    const shown = table && rewrite(table, originals, link);
    if (!shown || !element || element.closest(EXCLUDED)) return;
    for (const node of line) ledger._write(node, originals.shift(), shown.shift());
    onShown(element);
  }

  function swapText(text: Text): void {
    swap(lineOf(text, EXCLUDED), text.parentElement, !!phoneLink(text.parentElement));
  }

  function swapAttribute(element: Element, name: string): void {
    const node = element.getAttributeNode(name);
    const link = name === "href";
    if (node && table?._maybe.test(ledger._base(node)) && (!link || phoneLink(element))) swap([node], element, link);
  }

  /** A text that came or changed may have completed a number that begins before it. */
  function changedText(text: Text): void {
    if (/\d/.test(text.data)) swapText(text);
  }

  function scan(root: Node, shallow?: boolean): void {
    if (!table) return;
    if (root.nodeType === 3) changedText(root as Text);
    else if (root.nodeType === 1) for (const name of ATTRIBUTES) swapAttribute(root as Element, name);
    if (shallow || !root.firstChild) return;
    const walker = document.createTreeWalker(root, TEXTS);
    let node = walker.nextNode() as Text | null;
    if (node) changedText(node);
    for (; node; node = walker.nextNode() as Text | null) if (table._maybe.test(node.data)) swapText(node);
    // One simple selector at a time: browsers find those several times faster than a list of them.
    for (const name of ATTRIBUTES) {
      for (const element of (root as ParentNode).querySelectorAll(`[${name}]`)) swapAttribute(element, name);
    }
  }

  return {
    _scan: scan,
    _use(swaps) {
      ledger._restore();
      table = undefined;
      table = tableOf(swaps);
      scan(document);
    },
    _text: (text) => (table && rewrite(table, [text], true)?.[0]) ?? text,
  };
}
