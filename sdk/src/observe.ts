/**
 * Looks again at what changes: content that comes later, and what frameworks write back. Works in the observer's
 * callback, which runs before the browser paints, and never sees its own changes, so that it cannot chase itself.
 */
import { ATTRIBUTES } from "./swap.ts";

export interface Observer {
  /** Runs `change`, which may write to the page, without taking its writes for the page's. */
  _quietly(change: () => void): void;
  _stop(): void;
}

/**
 * @param scan looks at a node and all in it; `shallow`: at its attributes only
 * @param changed called after every round of changes
 */
export function observe(scan: (node: Node, shallow: boolean) => void, changed: () => void): Observer {
  const observer = new MutationObserver(look);

  function look(records: MutationRecord[]): void {
    // A parser reports every node it adds: what lies in a node that was looked at already is not looked at again.
    const seen = new Set<Node | null>();
    for (const { type, target, addedNodes } of records) {
      if (type !== "childList") scan(target, type === "attributes");
      for (const node of addedNodes) {
        if (!seen.has(node.parentNode)) scan(node, false);
        seen.add(node);
      }
    }
    observer.takeRecords();
    changed();
  }

  observer.observe(document, { childList: true, subtree: true, characterData: true, attributeFilter: ATTRIBUTES });

  return {
    _quietly(change) {
      look(observer.takeRecords());
      change();
      observer.takeRecords();
    },
    _stop: () => observer.disconnect(),
  };
}
