/**
 * Looks again at what changes: content that comes later, and what frameworks write back. Works in the observer's
 * callback, which runs before the browser paints. It sees our own writes as well; looking at those changes nothing.
 */
import { ATTRIBUTES } from "./swap.ts";

/** Every change that can bring a number. */
export const WATCHED = { childList: true, subtree: true, characterData: true, attributeFilter: ATTRIBUTES };

/**
 * @param scan looks at a node and all in it; `shallow`: at its attributes only
 * @param changed called after every round of changes
 */
export function observe(scan: (node: Node, shallow: boolean) => void, changed: () => void): MutationObserver {
  const observer = new MutationObserver((records) => {
    // A parser reports every node it adds: what lies in a node that was just looked at is not looked at again.
    let last: Node | undefined;
    for (const { target, type, addedNodes } of records) {
      if (last?.contains(target)) continue;
      if (type !== "childList") scan(target, type === "attributes");
      for (const node of addedNodes) {
        scan(node, false);
        last = node;
      }
    }
    changed();
  });
  observer.observe(document, WATCHED);
  return observer;
}
