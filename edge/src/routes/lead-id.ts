/** The id of a lead: a digest of what was sent, so that a form that a page sends twice (beacon, retry) is one lead. */
import type { LeadRequest } from "../../../sdk/src/wire.ts";

/** 120 bits of the digest, hexadecimal. */
const BYTES = 15;

/** @example await leadId(request) // "lead_5f0c…" */
export async function leadId({ site, visitor, visit, form = "", fields }: LeadRequest): Promise<string> {
  const content = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify([site, visitor, visit, form, content]);
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  const hex = Array.from(new Uint8Array(digest, 0, BYTES), (byte) => byte.toString(16).padStart(2, "0"));
  return `lead_${hex.join("")}`;
}
