/**
 * Remembers for every text and attribute node that we changed what it was before, so that all can be put back byte for
 * byte, and so that looking at a page twice changes nothing. Holds no node alive, and gives way to a script that keeps
 * writing against us. One tracker runs at a time, so this is one for the page.
 */

/**
 * One changed value: what it was and what we made of it. Every time we write it pushes `_cool` (epoch milliseconds) a
 * tenth of a second on; infinite once we have given way.
 */
interface Slot {
  _original: string;
  _shown: string;
  _cool: number;
}

/** A value written thirty times more than ten times a second is fought over with another script; pages merely change. */
const WRITE_MS = 100;
const WRITES_MS_MAX = 3000;

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
export function write(node: Node, original: string, value: string): void {
  if (node.nodeValue === value) return;
  const now = Date.now();
  let slot = slots.get(node);
  if (!slot) {
    slot = { _original: "", _shown: "", _cool: 0 };
    slots.set(node, slot);
    if (nodes.push(new WeakRef(node)) % PRUNE_EVERY === 0) nodes = nodes.filter((ref) => ref.deref());
  }
  slot._cool = Math.max(slot._cool, now - WRITES_MS_MAX) + WRITE_MS;
  if (slot._cool > now) {
    if (slot._cool < Infinity) console.warn("ringtrail gave way");
    slot._cool = Infinity;
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
