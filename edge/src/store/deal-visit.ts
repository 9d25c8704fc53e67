/** Whose deal it is: the visit that a deal leads to by what was said of it. Reads only, of one site. */
import { DEAL_CONFIDENCE, LEAD_CONFIDENCE } from "../core/told.ts";
import type { DealRow } from "./deals.ts";

/** What was said of a deal. */
export interface Whose {
  visit: string | null;
  call: string | null;
  lead: string | null;
  visitor: string | null;
  phone: string | null;
}

export type DealVisit = Pick<DealRow, "phone" | "visitId" | "visitorId" | "foundBy" | "confidence">;

/** The visit and, if none was given, the phone number; or the field that names what is not there. */
export async function findDealVisit(
  db: D1Database,
  site: { id: string; accountId: string },
  whose: Whose,
): Promise<{ ok: true; found: DealVisit } | { ok: false; field: keyof Whose }> {
  let phone = whose.phone;
  let found: Found | null = null;
  for (const field of ["visit", "call", "lead", "visitor", "phone"] as const) {
    const value = field === "phone" ? phone : whose[field];
    if (value === null) continue;
    const said = await db.prepare(QUESTIONS[field]).bind(site.id, value, site.accountId).first<Found>();
    // A number that nobody has called from says nothing yet; anything else that is named has to be there.
    if (said === null && field !== "phone") return { ok: false, field };
    phone ??= said?.phone ?? null;
    if (said?.visitId != null) found ??= { ...said, foundBy: field };
  }
  const { visitId = null, visitorId = null, foundBy = null, confidence = 0 } = found ?? {};
  return { ok: true, found: { phone, visitId, visitorId, foundBy, confidence } };
}

interface Found {
  phone: string | null;
  visitId: string | null;
  visitorId: string | null;
  confidence: number;
  foundBy: keyof Whose;
}

/** Each of site, what was said, and account. */
const QUESTIONS: Record<keyof Whose, string> = {
  visit: `SELECT NULL AS phone, id AS visitId, visitor_id AS visitorId, ${DEAL_CONFIDENCE} AS confidence FROM visit
    WHERE site_id = ?1 AND id = ?2 AND account_id = ?3`,
  call: `SELECT caller AS phone, visit_id AS visitId, visitor_id AS visitorId, confidence FROM "call"
    WHERE site_id = ?1 AND id = ?2 AND account_id = ?3`,
  lead: `SELECT phone, visit_id AS visitId, visitor_id AS visitorId, ${DEAL_CONFIDENCE} AS confidence FROM lead
    WHERE site_id = ?1 AND id = ?2 AND account_id = ?3`,
  visitor: `SELECT NULL AS phone, id AS visitId, visitor_id AS visitorId, ${DEAL_CONFIDENCE} AS confidence FROM visit
    WHERE site_id = ?1 AND visitor_id = ?2 AND account_id = ?3 ORDER BY started_at DESC, id LIMIT 1`,
  // Their own history: the last call that was found to be somebody's, or the last form, whichever came later.
  phone: `SELECT ?2 AS phone, visitId, visitorId, confidence FROM (
      SELECT visit_id AS visitId, visitor_id AS visitorId, confidence, started_at AS at FROM "call"
        WHERE site_id = ?1 AND caller = ?2 AND account_id = ?3 AND visit_id IS NOT NULL
      UNION ALL
      SELECT visit_id, visitor_id, ${LEAD_CONFIDENCE}, at FROM lead
        WHERE site_id = ?1 AND phone = ?2 AND account_id = ?3
    ) ORDER BY at DESC LIMIT 1`,
};
