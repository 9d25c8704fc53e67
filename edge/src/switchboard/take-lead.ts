/**
 * A form that a visitor sent: kept with its visit, and the number left in it makes its caller known (R3). Load, decide,
 * save, all synchronous. The same form with the same content is one lead, however often a page sends it.
 */
import { LIMITS } from "../../../sdk/src/wire.ts";
import { keptFields, phoneCandidates } from "../core/lead-fields.ts";
import { cleanText, pagePath } from "../core/page-url.ts";
import { LEAD_CONFIDENCE } from "../core/told.ts";
import { normaliseNumber } from "../numbers/phone-number.ts";
import type { Desk } from "./desk.ts";
import { saveChanged } from "./hand-over.ts";
import type { LeadCommand, LeadOutcome } from "./rpc.ts";

/** Forms kept of one visit, and of one client address in a minute: more are no visitor's. */
export const LEADS_OF_VISIT_MAX = 20;
export const LEADS_PER_MINUTE_MAX = 60;

export function takeLead(desk: Desk, command: LeadCommand, nowMs: number): LeadOutcome {
  const { id, request, client } = command;
  const visit = desk.visits.find(request.visitor, request.visit);
  if (!visit) return { ok: false, reason: "unknown-visit" };
  if (visit.handedTo !== undefined) return { ok: false, reason: "moved", to: visit.handedTo };
  if (desk.leads.find(id)) return { ok: true };
  const count = (visit.leads ?? 0) + 1;
  if (count > LEADS_OF_VISIT_MAX) return { ok: false, reason: "too-many" };
  if (!desk.leadRate.take(client.address, LEADS_PER_MINUTE_MAX, nowMs)) return { ok: false, reason: "too-many" };

  const fields = keptFields(request.fields);
  const phone = phoneOf(desk, fields);
  const page = request.page ? pagePath(request.page.url) : (visit.pages.at(-1)?.path ?? "");
  const who = { visit: visit.id, visitor: visit.visitor };
  desk.leads.add({ id, ...who, atMs: nowMs, form: cleanText(request.form ?? "", LIMITS.form), page, fields, phone });
  desk.outbox.mark("lead", id, nowMs, nowMs);
  saveChanged(desk, { ...visit, leads: count }, nowMs, nowMs);
  if (phone !== null) {
    const known = { ...who, confidence: LEAD_CONFIDENCE };
    desk.told.keep({ id, version: 1, caller: phone, knownAtMs: nowMs, by: "lead", atMs: nowMs, visit: known });
  }
  return { ok: true };
}

/** The number that was left: the first that is one, and none of ours. */
function phoneOf(desk: Desk, fields: Record<string, string>): string | null {
  for (const candidate of phoneCandidates(fields)) {
    const phone = normaliseNumber(candidate, desk.config.country);
    if (phone !== null && !desk.numbers.has(phone)) return phone;
  }
  return null;
}
