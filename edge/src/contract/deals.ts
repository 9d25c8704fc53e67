/** Deals: what became of visits and calls, as the operator's own system tells it. Money is in whole minor units. */
import { z } from "@hono/zod-openapi";
import { maskNumber } from "../numbers/mask.ts";
import type { DealRow } from "../store/deals.ts";
import { callPath } from "./calls.ts";
import { id, instant, moment, phoneNumber, queryNumber, text, timeListQuery, toInstant } from "./operator.ts";
import { currency } from "./sites.ts";
import { visitId } from "./visits.ts";

const status = z.enum(["open", "won", "lost"]);
const externalId = text(128).openapi({
  example: "crm-4711",
  description: "Of your own system, once in a site: a deal posted with it again takes the place of the first.",
});

/** Whose deal it is: the first of these that leads to a visit counts, `visit` before `call` before the others. */
const whose = {
  visit: visitId.nullable(),
  call: callPath.shape.id.nullable(),
  lead: id.nullable(),
  visitor: text(64).nullable(),
  phone: phoneNumber.nullable().openapi({
    description: "Whoever calls from it is known to be this deal's visitor. Absent: that of the call or lead.",
  }),
};

const fields = {
  title: text(200, 0).openapi({ example: "Sandpiper 28, green" }),
  status,
  amount: z
    .int()
    .min(0)
    .max(1_000_000_000_000)
    .openapi({ example: 149_900, description: "Minor units: pence, cents." }),
  currency,
  at: moment.openapi({ description: "When it was made." }),
  externalId: externalId.nullable(),
  ...whose,
};

export const dealCreate = z
  .strictObject({ site: id, ...fields, status: status.default("won") })
  .partial({
    ...{ title: true, amount: true, currency: true, at: true, externalId: true },
    ...{ visit: true, call: true, lead: true, visitor: true, phone: true },
  })
  .openapi("DealCreate");

export const dealChange = z
  .strictObject(fields)
  .omit({ externalId: true })
  .partial()
  .refine((value) => Object.keys(value).length > 0, "Nothing to change")
  .openapi("DealChange");

export const dealQuery = timeListQuery.extend({
  site: id.optional(),
  status: status.optional(),
  visit: visitId.optional(),
  visitor: text(64).optional(),
  externalId: externalId.optional(),
  phone: queryNumber.optional().openapi({ type: "string", description: "Needs the scope `callers`." }),
});

export const deal = z
  .object({
    id: id.openapi({ example: "deal_8k2m0v6x1q9d3fza" }),
    site: id,
    ...{ externalId: z.string().nullable(), title: z.string(), status, amount: z.int(), currency, at: instant },
    phone: z.string().nullable().openapi({ example: "+44 ••••••• 123", description: "Masked as callers are." }),
    call: z.string().nullable(),
    lead: z.string().nullable(),
    visit: z.string().nullable().openapi({ description: "As given, or as found; null when nobody was found." }),
    visitor: z.string().nullable(),
    foundBy: z.enum(["visit", "call", "lead", "visitor", "phone"]).nullable(),
    confidence: z.number().min(0).max(1).openapi({ description: "That it is this visit's." }),
    createdAt: instant,
    updatedAt: instant,
  })
  .openapi("Deal");

/** @param isCallerShown whether the key may see callers */
export function toDeal(row: DealRow, isCallerShown: boolean): z.infer<typeof deal> {
  const { accountId: _, siteId, callId, leadId, visitId, visitorId, phone, version: __, ...rest } = row;
  return {
    ...rest,
    ...{ site: siteId, call: callId, lead: leadId, visit: visitId, visitor: visitorId },
    phone: phone === null || isCallerShown ? phone : maskNumber(phone),
    at: toInstant(row.at),
    createdAt: toInstant(row.createdAt),
    updatedAt: toInstant(row.updatedAt),
  };
}
