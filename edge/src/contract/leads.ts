/** Forms that visitors sent, as operators see them: masked unless the key may see callers (A2). */
import { z } from "@hono/zod-openapi";
import { maskNumber } from "../numbers/mask.ts";
import type { LeadRow } from "../store/rows.ts";
import { id, instant, queryNumber, text, timeListQuery, toInstant } from "./operator.ts";
import { visitId } from "./visits.ts";

export const leadQuery = timeListQuery.extend({
  site: id.optional(),
  visit: visitId.optional(),
  visitor: text(64).optional(),
  form: text(64).optional(),
  phone: queryNumber.optional().openapi({ type: "string", description: "Needs the scope `callers`." }),
});

export const lead = z
  .object({
    id: id.openapi({ example: "lead_1f9ab3c0d4e5f60718293a4b5c6d7e" }),
    site: id,
    visit: visitId,
    visitor: z.string(),
    at: instant,
    form: z.string().openapi({ example: "callback", description: "Its name or id; empty when the page did not say." }),
    page: z.string().openapi({ example: "/contact" }),
    fields: z.record(z.string(), z.string().nullable()).openapi({
      example: { name: "Ada", phone: "020 7946 0991" },
      description: "As sent, but for passwords and cards. Values are null unless the key has the scope `callers`.",
    }),
    phone: z.string().nullable().openapi({
      example: "+44 ••••••• 991",
      description: "The number that was left; calls from it are known to be this visitor's. Masked as callers are.",
    }),
  })
  .openapi("Lead", { description: "A form that a visitor sent." });

/** @param isCallerShown whether the key may see callers */
export function toLead(row: LeadRow, isCallerShown: boolean): z.infer<typeof lead> {
  const { accountId: _, siteId, visitId, visitorId, at, phone, fields, ...rest } = row;
  const hidden = Object.fromEntries(Object.keys(fields).map((name) => [name, null]));
  return {
    ...rest,
    site: siteId,
    visit: visitId,
    visitor: visitorId,
    at: toInstant(at),
    fields: isCallerShown ? fields : hidden,
    phone: phone === null || isCallerShown ? phone : maskNumber(phone),
  };
}
