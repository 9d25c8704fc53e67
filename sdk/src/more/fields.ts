/**
 * Fills fields that a form's author has marked, so that what is sent with the form names the visit: `data-rt-field` is
 * one of the names below. Writes values only, and only into fields that are marked.
 */
import type { TouchSummary } from "../wire.ts";
import { forEach } from "./each.ts";

export function fillFields(): void {
  const fill = forEach<HTMLInputElement>("input[data-rt-field]", (field, answer) => {
    const value = { ...answer, ...answer?.touch }[field.dataset.rtField as keyof TouchSummary];
    field.value = value ?? field.value;
  });
  // Forms that were reset.
  document.addEventListener("submit", fill, true);
}
