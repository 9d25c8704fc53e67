/**
 * Fills fields that a form's author has marked, so that what is sent with the form names the visit: `data-rt-field` is
 * one of the names below. Writes values only, and only into fields that are marked.
 */

export function fillFields(): void {
  function fill(): void {
    const answer = window.ringtrail?.visit();
    if (!answer) return;
    const values: Record<string, string> = { visit: answer.visit, visitor: answer.visitor, ...answer.touch };
    for (const field of document.querySelectorAll<HTMLInputElement>("input[data-rt-field]")) {
      field.value = values[field.dataset.rtField ?? ""] ?? field.value;
    }
  }
  document.addEventListener("ringtrail", fill);
  // Forms that came later, and forms that were reset.
  document.addEventListener("submit", fill, true);
  fill();
}
