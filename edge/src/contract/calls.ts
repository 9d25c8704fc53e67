/** Calls, as operators see them: callers masked unless the key may see them. */
import { z } from "@hono/zod-openapi";
import { CALL_STATUSES } from "../core/call.ts";
import type { ResolutionMethod } from "../core/resolve.ts";
import { maskNumber } from "../numbers/mask.ts";
import type { CallRow } from "../store/rows.ts";
import { e164, id, instant, queryNumber, text, timeListQuery, toInstant, typedCode } from "./operator.ts";
import { touchFields, touchFilters, visit, visitDetail, visitId } from "./visits.ts";

const METHODS = [
  "lease",
  "freeze",
  "history",
  "caller",
  "code",
  "static",
  "none",
] as const satisfies ResolutionMethod[];

export const callPath = z.object({
  id: z
    .string()
    .min(1)
    .max(256)
    .openapi({ example: "demo-twilio:CA0123", description: "Connection and the provider's id." }),
});

export const callQuery = timeListQuery.extend({
  site: id.optional(),
  number: queryNumber.optional().openapi({ type: "string", description: "The called number." }),
  caller: queryNumber.optional().openapi({ type: "string", description: "Needs the scope `callers`." }),
  visit: visitId.optional(),
  status: z.enum(CALL_STATUSES).optional(),
  method: z.enum(METHODS).optional(),
  ...touchFilters,
  q: text(100).optional().openapi({ description: "Stands in channel, source, medium, campaign, term or number." }),
});

const confidence = z
  .number()
  .min(0)
  .max(1)
  .openapi({ description: "Calibrated: of calls at 0.9, some 90 % are right." });

export const call = z
  .object({
    id: callPath.shape.id,
    site: id.nullable(),
    connection: id,
    number: e164,
    caller: z.string().nullable().openapi({
      example: "+44 ••••••• 123",
      description: "Masked unless the key has the scope `callers`; null when withheld, or dropped after retention.",
    }),
    startedAt: instant,
    answeredAt: instant.nullable(),
    endedAt: instant.nullable(),
    status: z.enum(CALL_STATUSES),
    durationSeconds: z.number().nullable(),
    talkSeconds: z.number().nullable(),
    destination: e164.nullable(),
    recordingUrl: z.string().nullable(),
    recordingSeconds: z.number().nullable(),
    voicemail: z.boolean(),
    digits: z.string().nullable(),
    method: z.enum(METHODS).openapi({ description: "How the call was traced to its visit." }),
    confidence,
    evidence: z.array(z.string()).openapi({ example: ["on the site, seen 12 seconds earlier"] }),
    runnerUp: z.object({ visit: z.string(), confidence }).nullable(),
    visitId: z.string().nullable(),
    visitorId: z.string().nullable(),
    ...touchFields,
    visit: visit.nullable().openapi({ description: "The resolved visit; null when there is none, or not here yet." }),
  })
  .openapi("Call");

export const callCode = z
  .strictObject({
    code: typedCode.openapi({ description: "As the caller said it; blanks do not matter." }),
  })
  .openapi("CallCode");

export const callDetail = call.extend({ visit: visitDetail.nullable() }).openapi("CallDetail");

/** A call without its visit. @param isCallerShown whether the key may see callers */
export function toCall(row: CallRow, isCallerShown: boolean): Omit<z.infer<typeof call>, "visit"> {
  const { accountId: _, siteId, connectionId, curveVersion: __, version: ___, ...rest } = row;
  const at = (ms: number | null) => (ms === null ? null : toInstant(ms));
  return {
    ...rest,
    site: siteId,
    connection: connectionId,
    caller: row.caller === null || isCallerShown ? row.caller : maskNumber(row.caller),
    startedAt: toInstant(row.startedAt),
    answeredAt: at(row.answeredAt),
    endedAt: at(row.endedAt),
  };
}
