/**
 * Shows the visit's code where the author has left room for it, beside a number that all are shown:
 * `<b data-rt-code></b>`. Empty while there is no code. Writes the text of marked elements only.
 */
import type { VisitResponse } from "../wire.ts";

export function showCode(): void {
  function show(answer: VisitResponse | null | undefined): void {
    for (const element of document.querySelectorAll("[data-rt-code]")) element.textContent = answer?.code ?? "";
  }
  document.addEventListener("ringtrail", (event) => show((event as CustomEvent<VisitResponse | null>).detail));
  show(window.ringtrail?.visit());
}
