/**
 * Remembers for every text and attribute node that we changed what it was before, so that all can be put back byte for
 * byte, and so that looking at a page twice changes nothing. Holds no node alive, and gives way to a script that keeps
 * writing against us. One tracker runs at a time, so this is one for the page.
 */

/**
 * One changed value: what it was and what we made of it. `_heat` counts how often it was written, less ten for every
 * second that passed since (`_at`, epoch milliseconds); infinite once we have given way.
 */
interface Slot {
  _original: string;
  _shown: string;
  _heat: number;
  _at: number;
}

/** A value hotter than this is fought over with another script; a page that merely changes stays cooler. */
const HEAT_MAX = 30;

/** Every so many changed values, those that are gone from the page and from memory are forgotten. */
const PRUNE_EVERY = 512;

let slots = new WeakMap<Node, Slot>();
let nodes: WeakRef<Node>[] = [];

/** What the page's author wrote there: the present value, or the original of what we show. */
export function baseOf(node: Node): string {
  const slot = slots.get(node);
  return (slot?._shown === node.nodeValue ? slot?._original : node.nodeValue) ?? "";
}

/** Shows `value` in place of `original`. */
export function write(node: Node, original = "", value = ""): void {
  if (node.nodeValue === value) return;
  const now = Date.now();
  let slot = slots.get(node);
  if (!slot) {
    slot = { _original: "", _shown: "", _heat: 0, _at: now };
    slots.set(node, slot);
    if (nodes.push(new WeakRef(node)) % PRUNE_EVERY === 0) nodes = nodes.filter((ref) => ref.deref());
  }
  slot._heat = Math.max(0, slot._heat - (now - slot._at) / 100) + 1;
  slot._at = now;
  if (slot._heat > HEAT_MAX) {
    if (slot._heat < Infinity) console.warn("ringtrail: gave way to another script");
    slot._heat = Infinity;
  } else {
    slot._original = original;
    slot._shown = node.nodeValue = value;
  }
}

/** Puts every original back and forgets all. */
export function restore(): void {
  for (const ref of nodes) {
    const node = ref.deref();
    if (node) node.nodeValue = baseOf(node);
  }
  slots = new WeakMap();
  nodes = [];
}
