/**
 * `ringtrail/element`: `<rt-number target="+442079460000">Call us</rt-number>` for pages without a framework, or with one
 * that has no adapter. It writes to its own text only, and what stood there is back when the tracker stops. Defining it
 * is a call, so that importing does nothing, on a server too.
 */
import { onChange, shown } from "./page-numbers.ts";

/** Defines the element; a second call, and one on a server, do nothing. */
export function defineElement(name = "rt-number"): void {
  if (typeof customElements === "undefined" || customElements.get(name)) return;

  customElements.define(
    name,
    class extends HTMLElement {
      /** What the page wrote, and what we made of it. */
      declare _original: string;
      declare _shown: string | undefined;
      declare _stop: (() => void) | undefined;

      static get observedAttributes(): string[] {
        return ["target"];
      }

      connectedCallback(): void {
        this._stop = onChange(() => this._show());
        this._show();
      }

      disconnectedCallback(): void {
        this._stop?.();
      }

      attributeChangedCallback(): void {
        if (this.isConnected) this._show();
      }

      _show(): void {
        const text = [...this.childNodes].find((node) => node.nodeType === Node.TEXT_NODE);
        if (!text) return;
        // What is not ours was written by the page, or by the tracker in the same way as we would.
        if (text.nodeValue !== this._shown) this._original = text.nodeValue ?? "";
        this._shown = numberFor(this.getAttribute("target"), this._original);
        if (text.nodeValue !== this._shown) text.nodeValue = this._shown;
      }
    },
  );
}

/** The number that stands in `original`, in its format; else the one shown for `target`, as its country writes it. */
function numberFor(target: string | null, original: string): string {
  const inFormat = shown(original);
  if (inFormat !== original || !target || shown(target) === target) return inFormat;
  const swap = window.ringtrail?.visit()?.swaps.find((candidate) => candidate.target === target);
  // The tracker may have been here before us: what it wrote has the right format already.
  const isThere = original.replace(/\D/g, "").endsWith(shown(target).slice(-7));
  return swap && !isThere ? swap.national : original;
}
