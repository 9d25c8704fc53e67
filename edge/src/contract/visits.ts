/** Visits, as operators see them. */
import { z } from "@hono/zod-openapi";
import type { TouchRow, VisitRow } from "../store/rows.ts";
import type { VisitSummary } from "../store/visits.ts";
import { e164, id, instant, text, timeListQuery, toInstant, typedCode } from "./operator.ts";

/** How a visitor arrived; also what calls and visits are filtered by. */
export const touchFields = {
  channel: z.string().openapi({ example: "Paid search" }),
  source: z.string().openapi({ example: "google" }),
  medium: z.string().openapi({ example: "cpc" }),
  campaign: z.string().openapi({ example: "brand" }),
  term: z.string().openapi({ example: "crm" }),
};

const filter = text(512, 0).optional();
export const touchFilters = { channel: filter, source: filter, medium: filter, campaign: filter, term: filter };

export const visitId = z
  .string()
  .regex(/^[0-9A-Za-z._-]{1,64}$/, "Not the id of a visit")
  .openapi({ example: "mibk2x9q4f8zk2q0aj3r.0" });
export const visitPath = z.object({ id: visitId });

export const visitQuery = timeListQuery.extend({
  site: id.optional(),
  visitor: text(64).optional(),
  code: typedCode.optional().openapi({ description: "The visits that had this code, the latest first." }),
  ...touchFilters,
});

const arrival = { ...touchFields, content: z.string(), landing: z.string(), referrer: z.string() };

export const visit = z
  .object({
    id: visitId,
    site: id,
    visitor: z.string(),
    startedAt: instant,
    lastSeenAt: instant,
    ...arrival,
    pages: z.int().openapi({ description: "Page views so far." }),
    leads: z.int().openapi({ description: "Forms sent so far: see `/v1/leads?visit=`." }),
    code: z.string().nullable().openapi({ example: "04219", description: "The code that the visit was shown." }),
    country: z.string(),
    region: z.string(),
    city: z.string(),
    device: z.string().openapi({ example: "mobile" }),
    browser: z.string(),
    os: z.string(),
  })
  .openapi("Visit", { description: "A visit and its latest touch." });

export const visitDetail = visit
  .extend({
    touches: z.array(z.object({ at: instant, ...arrival, clickIds: z.record(z.string(), z.string()) })),
    pageViews: z.array(z.object({ at: instant, path: z.string(), title: z.string() })),
    signals: z.array(z.object({ signal: z.enum(["seen", "copy", "contact", "tel"]), at: instant })),
    leases: z.array(z.object({ number: e164, pool: z.string(), from: instant, to: instant })),
    ids: z.record(z.string(), z.string()).openapi({ description: "Ids of other analytics tools, given with consent." }),
  })
  .openapi("VisitDetail");

export function toVisit(row: VisitSummary): z.infer<typeof visit> {
  const { accountId: _, siteId, visitorId, startedAt, lastSeenAt, version: __, ...rest } = row;
  return {
    ...rest,
    site: siteId,
    visitor: visitorId,
    startedAt: toInstant(startedAt),
    lastSeenAt: toInstant(lastSeenAt),
  };
}

export function toVisitDetail({ data, ...row }: VisitRow, touches: readonly TouchRow[]): z.infer<typeof visitDetail> {
  return {
    ...toVisit(row),
    touches: touches.map(({ visitId: _, n: __, siteId: ___, visitorId: ____, at, ...touch }) => ({
      at: toInstant(at),
      ...touch,
    })),
    pageViews: data.pages.map(({ atMs, path, title }) => ({ at: toInstant(atMs), path, title })),
    signals: SIGNALS.flatMap((signal) => {
      const atMs = data.signals[signal];
      return atMs === undefined ? [] : [{ signal, at: toInstant(atMs) }];
    }),
    leases: data.leases.map(({ number, pool, fromMs, toMs }) => ({
      number,
      pool,
      from: toInstant(fromMs),
      to: toInstant(toMs),
    })),
    ids: data.ids,
  };
}

const SIGNALS = ["seen", "copy", "contact", "tel"] as const;
