/**
 * Puts the visitor's numbers into the page. Changes text node values and a few attributes, never a node (S2), so that
 * frameworks go on with what they rendered; looking twice changes nothing; `_use([])` puts everything back.
 */
import { plain, rewrite, type Table, tableOf } from "./digits.ts";
import { isHeld } from "./hold.ts";
import { EXCLUDED, lineOf, textsAt } from "./inline.ts";
import { baseOf, restore, write } from "./ledger.ts";
import type { Swap } from "./wire.ts";

/** Links that dial, write to, or open a chat with a number. */
const PHONE_LINK = /^(tel|mailto|sms|callto):|whatsapp|viber|\/wa\.me\//i;

/** The address of the phone link that an element is or belongs to; empty for none. */
export function phoneLink(element: Element | null | undefined): string {
  const link = element?.closest<HTMLAnchorElement>("[href]");
  return link && PHONE_LINK.test(link.href) ? link.href : "";
}

/** Attributes in which numbers stand. */
export const ATTRIBUTES = ["href", "title", "aria-label", "alt", "placeholder"];

/** Elements whose attributes may hold a number: most links do not, and are left to the browser to pass over. */
const WITH_ATTRIBUTES = '[title],[aria-label],[alt],[placeholder],[href*=":"]';

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
  function swap(line: Node[]): void {
    const { ownerElement, parentElement, name } = line[0] as Attr;
    const element = ownerElement ?? parentElement;
    const link = !!phoneLink(element);
    const originals = line.map(baseOf);
    const shown = table && (link || name !== "href") && rewrite(table, originals, link);
    if (!shown || !element || element.closest(EXCLUDED) || isHeld(element, scan)) return;
    for (const node of line) write(node, originals.shift() as string, shown.shift() as string);
    onShown(element);
  }

  /** Whether there is a number in the text, be it a part of something else. */
  const hasNumber = (text: string | null | undefined) => !!table && plain(text).search(table._whole) >= 0;

  function swapText(text: Text): void {
    if (hasNumber(lineOf(text).map(baseOf).join(""))) swap(lineOf(text, true));
  }

  function swapAttributes(element: Element): void {
    for (const name of ATTRIBUTES) {
      // Attribute nodes, and the addresses of links, are made when asked for: that costs more than the whole search.
      if (hasNumber(element.getAttribute?.(name))) swap([element.getAttributeNode(name) as Attr]);
    }
  }

  function scan(root: Node, shallow?: boolean): void {
    if (!table) return;
    swapAttributes(root as Element);
    if (shallow) return;
    for (const text of textsAt(root, table._maybe)) swapText(text);
    for (const element of (root as ParentNode).querySelectorAll?.(WITH_ATTRIBUTES) ?? []) swapAttributes(element);
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
