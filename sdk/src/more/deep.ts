/**
 * Numbers in open shadow roots and in iframes of the same origin: neither a walk through the document nor an observer of
 * it gets there, so each is entered and observed on its own. Closed roots and other origins' frames stay as they are.
 */
import { ATTRIBUTES } from "../swap.ts";
import { onAnswer } from "./each.ts";

export function watchDeep(): void {
  const roots = new Set<Node>();

  function enter(root: Node | null | undefined): void {
    if (!root || roots.has(root)) return;
    roots.add(root);
    new MutationObserver((records) => {
      for (const { type, target, addedNodes } of records) {
        for (const node of type === "childList" ? addedNodes : [target]) {
          // The document itself is the tracker's.
          if (root !== document) window.ringtrail?.refresh(node);
          search(node);
        }
      }
    }).observe(root, { childList: true, subtree: true, characterData: true, attributeFilter: ATTRIBUTES });
    if (root !== document) window.ringtrail?.refresh(root);
    search(root);
  }

  /** Enters what lies in and under a node. */
  function search(node: Node): void {
    if (!("querySelectorAll" in node)) return;
    look(node);
    for (const element of (node as ParentNode).querySelectorAll("*")) look(element);
  }

  function look(node: Node): void {
    const { shadowRoot, localName } = node as Element;
    if (shadowRoot && !(node as Element).closest("[data-rt-ignore]")) enter(shadowRoot);
    if (localName !== "iframe") return;
    const frame = node as HTMLIFrameElement;
    const open = () => {
      try {
        enter(frame.contentDocument);
      } catch {
        // Another origin's.
      }
    };
    frame.addEventListener("load", open);
    open();
  }

  /** A root that is attached to an element already in the page changes nothing that an observer sees. */
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (init) {
    const root = attachShadow.call(this, init);
    if (init.mode === "open") queueMicrotask(() => this.isConnected && look(this));
    return root;
  };

  onAnswer(() => {
    for (const root of roots) if (root !== document) window.ringtrail?.refresh(root);
  });
  enter(document);
}
