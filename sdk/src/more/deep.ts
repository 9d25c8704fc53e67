/**
 * Numbers in open shadow roots and in iframes of the same origin: neither a walk through the document nor an observer of
 * it gets there, so each is entered on its own. Closed roots and other origins' frames stay as they are.
 */
import { onAnswer, tracker } from "./page.ts";

export function watchDeep({ use }: DOMStringMap): void {
  if (!/deep/.test(use as string)) return;
  const roots = new Set<Node>();

  function watch(root: Node): void {
    root.addEventListener("load", ({ target }) => look(target as Node), true);
    new MutationObserver((records) => {
      for (const { addedNodes } of records) addedNodes.forEach(search);
    }).observe(root, { childList: true, subtree: true });
    tracker()?.refresh(root);
    search(root);
  }

  /** Enters what lies in and under a node. */
  function search(node: Node): void {
    look(node);
    (node as Partial<ParentNode>).querySelectorAll?.("*").forEach(look);
  }

  function look(node: Node): void {
    // That of another origin's frame is none.
    const root = (node as Element).shadowRoot ?? (node as HTMLIFrameElement).contentDocument;
    if (!root || roots.has(root) || (node as Element).closest("[data-rt-ignore]")) return;
    roots.add(root);
    watch(root);
  }

  /** A root that is attached to an element already in the page changes nothing that an observer sees. */
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (init) {
    const root = attachShadow.call(this, init);
    if (this.isConnected) look(this);
    return root;
  };

  onAnswer(() => {
    for (const root of roots) tracker()?.refresh(root);
  });
  watch(document);
}
