/**
 * Tells the edge of forms that visitors send, where the form's author says which of its fields: `<form data-rt-lead="name
 * phone">`. Only reads, and never a password or a card. What becomes of the form is the page's business.
 */
import { LEAD_PATH } from "../wire.ts";
import { on, tracker } from "./page.ts";

/** In a field's name or type, or in what a browser may fill it with. */
const SECRET = /pass|cc-/i;

export function sendLeads(): void {
  on<HTMLFormElement>("submit", ({ target: form }) => {
    const rtLead = form.dataset?.rtLead;
    const fields: Record<string, string> = {};
    for (const name of `${rtLead}`.split(" ")) {
      const { type, autocomplete, checked, value } = (form.elements.namedItem(name) ?? {}) as HTMLInputElement;
      if (!SECRET.test(name + type + autocomplete) && (checked || !/radio|box/.test(type))) fields[name] = value;
    }
    // Not `form.id`, which may be a field of that name.
    if (rtLead) lead(fields, form.getAttribute("id") ?? undefined);
  });
}

/**
 * Tells the edge what a visitor has said of themselves: the visit, and calls from a number among the fields, are known by
 * it. Only what they have sent to you.
 *
 * @param fields by name; never a password or a card
 * @param form what you call the form
 * @example
 * lead({ name: "Ada", phone: "020 7946 0991" }, "callback");
 */
export function lead(fields: Record<string, string>, form?: string): void {
  tracker()?.post(LEAD_PATH, { form, fields });
}
