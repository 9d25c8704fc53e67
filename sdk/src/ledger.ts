/**
 * Remembers for every text and attribute node that we changed what it was before, so that all can be put back byte for
 * byte, and so that looking at a page twice changes nothing. Holds no node alive, and gives way to a script that keeps
 * writing against us.
 */

/** One changed value: what it was, what we made of it, and how often that was written over in the present second. */
interface Slot {
  _original: string;
  _shown: string;
  _fights: number;
  _since: number;
}

/** More write-backs of one value than this in a second are a fight with another script, not a page that changes. */
const FIGHTS_MAX = 30;

export interface Ledger {
  /** What the page's author wrote there: the present value, or the original of what we show. */
  _base(node: Node): string;
  /** Shows `value` in place of `original`. */
  _write(node: Node, original?: string, value?: string): void;
  /** Puts every original back and forgets all. */
  _restore(): void;
}

/** @param onGiveUp told once for every value that is left to another script */
export function createLedger(onGiveUp: () => void): Ledger {
  let slots = new WeakMap<Node, Slot>();
  let nodes = new Set<WeakRef<Node>>();

  function slotOf(node: Node): Slot {
    let slot = slots.get(node);
    if (!slot) {
      slot = { _original: "", _shown: "", _fights: 0, _since: 0 };
      slots.set(node, slot);
      nodes.add(new WeakRef(node));
      if (nodes.size % 512 === 0) for (const ref of nodes) if (!ref.deref()) nodes.delete(ref);
    }
    return slot;
  }

  return {
    _base(node) {
      const slot = slots.get(node);
      const now = node.nodeValue ?? "";
      return slot && slot._shown === now ? slot._original : now;
    },
    _write(node, original = "", value = "") {
      if (node.nodeValue === value) return;
      const slot = slotOf(node);
      const now = Date.now();
      if (now - slot._since > 1000 && slot._fights <= FIGHTS_MAX) {
        slot._since = now;
        slot._fights = 0;
      }
      if (slot._fights++ >= FIGHTS_MAX) {
        if (slot._fights === FIGHTS_MAX + 1) onGiveUp();
        return;
      }
      node.nodeValue = value;
      slot._original = original;
      slot._shown = value;
    },
    _restore() {
      for (const ref of nodes) {
        const node = ref.deref();
        const slot = node && slots.get(node);
        if (slot && node.nodeValue === slot._shown) node.nodeValue = slot._original;
      }
      slots = new WeakMap();
      nodes = new Set();
    },
  };
}
