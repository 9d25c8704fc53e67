/**
 * Shows the visit's code where the author has left room for it, beside a number that all are shown:
 * `<b data-rt-code></b>`. Empty while there is no code. Writes the text of marked elements only.
 */
import { forEach } from "./each.ts";

export function showCode(): void {
  forEach("[data-rt-code]", (element, answer) => {
    const code = answer?.code ?? "";
    if (element.textContent !== code) element.textContent = code;
  });
}
