/**
 * Puts the visitor's numbers into the page. Changes text node values and a few attributes, never a node (S2), so that
 * frameworks go on with what they rendered; looking twice changes nothing; `_restore` puts everything back.
 */
import { rewrite, type Table, tableOf } from "./digits.ts";
import { lineOf } from "./inline.ts";
import { createLedger } from "./ledger.ts";
import type { Swap } from "./wire.ts";

/** Places whose text is not for readers, is typed by them, or was excluded by the author. */
const EXCLUDED =
  "head,script,style,noscript,code,textarea,option,[contenteditable]:not([contenteditable=false]),[data-rt-ignore]";

/** Links that dial, write to, or open a chat with a number. */
export const PHONE_LINK = /^(tel|sms|callto|whatsapp|viber):|\/(wa\.me|(api|web)\.whatsapp\.com)\//i;

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

  /** Swaps the numbers of the line on which `text` stands. */
  function swapText(text: Text): void {
    const parent = text.parentElement;
    if (!table || !parent || parent.closest(EXCLUDED)) return;
    const line = lineOf(text, EXCLUDED);
    const originals = line.map(ledger._base);
    const shown = rewrite(table, originals, (index) =>
      PHONE_LINK.test(line[index]?.parentElement?.closest("a[href]")?.getAttribute("href") ?? ""),
    );
    if (!shown) return;
    for (const piece of line) ledger._write(piece, originals.shift(), shown.shift());
    onShown(parent);
  }

  function swapAttribute(element: Element, name: string): void {
    const node = element.getAttributeNode(name);
    const original = node && ledger._base(node);
    const link = name === "href";
    if (!original || !table?._maybe.test(original) || (link && !PHONE_LINK.test(original))) return;
    const shown = !element.closest(EXCLUDED) && rewrite(table, [original], () => link);
    if (!shown) return;
    ledger._write(node, original, shown[0]);
    onShown(element);
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
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
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
      table = tableOf(swaps);
      scan(document);
    },
    _text: (text) => (table && rewrite(table, [text], () => true)?.[0]) ?? text,
  };
}
