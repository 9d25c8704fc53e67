/** `/v1/deals`: what became of visits and calls. A deal's phone number makes its caller known to the site's switchboards. */
import { createRoute } from "@hono/zod-openapi";
import { etag } from "hono/etag";
import { deal, dealChange, dealCreate, dealQuery, toDeal } from "../contract/deals.ts";
import { idPath } from "../contract/operator.ts";
import { BODY_PROBLEMS, body, published } from "../contract/responses.ts";
import { problem } from "../problem.ts";
import { tellPorts } from "../publish.ts";
import { findDealVisit } from "../store/deal-visit.ts";
import { deleteDeal, findDeal, listDeals, updateDeal, upsertDeal } from "../store/deals.ts";
import { newId } from "../store/ids.ts";
import { findSite } from "../store/sites.ts";
import { tellDeal } from "../tell-deals.ts";
import { changeRoute, deleteRoute, listRoute, readRoute } from "./crud.ts";
import { absent, type OperatorContext, operatorApp, refused } from "./operator-app.ts";

const SUBJECT = { one: "deal", tag: "Deals", item: deal, change: dealChange, query: dealQuery, path: idPath };

export const deals = operatorApp();
deals.get("*", etag());

const isCallerShown = (c: OperatorContext) => c.get("operator").scopes.has("callers");

deals.openapi(listRoute(SUBJECT), async (c) => {
  const { limit, cursor, from, to, ...filter } = c.req.valid("query");
  if (filter.phone !== undefined && !isCallerShown(c)) {
    return problem(c, { status: 403, detail: 'Looking for a number needs the scope "callers".' });
  }
  const page = await listDeals(c.env.DB, c.get("operator").account, filter, { limit, cursor, from, to });
  return c.json({ ...page, items: page.items.map((row) => toDeal(row, isCallerShown(c))) }, 200);
});

const postRoute = createRoute({
  method: "post",
  path: "/",
  tags: [SUBJECT.tag],
  summary: "Tell of a deal",
  description: "With an `externalId` that the site has already, the deal takes the place of the one that has it.",
  request: { body: body(dealCreate) },
  responses: {
    200: published(deal, "The deal that had this `externalId`, as it is now."),
    201: published(deal, "The deal."),
    ...BODY_PROBLEMS,
  },
});

deals.openapi(postRoute, async (c) => {
  const { account } = c.get("operator");
  const { site: siteId, ...given } = c.req.valid("json");
  const site = await findSite(c.env.DB, account, siteId);
  if (site === null) return refused(c, [{ path: "site", message: "No such site" }]);
  const { visit = null, call = null, lead = null, visitor = null, phone = null } = given;
  const whose = await findDealVisit(c.env.DB, site, { visit, call, lead, visitor, phone });
  if (!whose.ok) return refused(c, [{ path: whose.field, message: `No such ${whose.field} of this site` }]);
  const nowMs = Date.now();
  const id = newId("deal");
  const { title = "", amount = 0, currency = site.currency, at = nowMs, externalId = null, status } = given;
  const row = await upsertDeal(c.env.DB, {
    ...{ id, accountId: account, siteId, externalId, title, status, amount, currency, at },
    ...{ callId: call, leadId: lead, createdAt: nowMs, updatedAt: nowMs, version: nowMs },
    ...whose.found,
  });
  await tell(c, row.id);
  c.header("location", `/v1/deals/${row.id}`);
  return c.json(toDeal(row, isCallerShown(c)), row.id === id ? 201 : 200);
});

deals.openapi(readRoute(SUBJECT), async (c) => {
  const row = await findDeal(c.env.DB, c.get("operator").account, c.req.valid("param").id);
  return row === null ? absent(c, "deal") : c.json(toDeal(row, isCallerShown(c)), 200);
});

deals.openapi(changeRoute(SUBJECT), async (c) => {
  const { account } = c.get("operator");
  const before = await findDeal(c.env.DB, account, c.req.valid("param").id);
  if (before === null) return absent(c, "deal");
  const { visit, call, lead, visitor, phone, ...plain } = c.req.valid("json");
  let whose = {};
  if ([visit, call, lead, visitor, phone].some((value) => value !== undefined)) {
    const said = await findDealVisit(
      c.env.DB,
      { id: before.siteId, accountId: account },
      {
        visit: visit === undefined && before.foundBy === "visit" ? before.visitId : (visit ?? null),
        visitor: visitor === undefined && before.foundBy === "visitor" ? before.visitorId : (visitor ?? null),
        call: call === undefined ? before.callId : call,
        lead: lead === undefined ? before.leadId : lead,
        phone: phone === undefined ? before.phone : phone,
      },
    );
    if (!said.ok) return refused(c, [{ path: said.field, message: `No such ${said.field} of this site` }]);
    whose = { ...said.found, callId: call, leadId: lead };
  }
  await updateDeal(c.env.DB, before, { ...plain, ...whose }, Date.now());
  await tell(c, before.id);
  const after = await findDeal(c.env.DB, account, before.id);
  return after === null ? absent(c, "deal") : c.json(toDeal(after, isCallerShown(c)), 200);
});

deals.openapi(deleteRoute(SUBJECT), async (c) => {
  const row = await findDeal(c.env.DB, c.get("operator").account, c.req.valid("param").id);
  if (row === null) return absent(c, "deal");
  await deleteDeal(c.env.DB, row, Date.now());
  await tell(c, row.id);
  return c.body(null, 204);
});

/** Brings a stored deal to the switchboards, and says in a header whether all have heard. Never fails the request. */
async function tell(c: OperatorContext, id: string): Promise<void> {
  const outcome = await tellDeal(tellPorts(c.env), id).catch((error: unknown) => {
    console.warn(JSON.stringify({ at: "tell", deal: id, error: String(error) }));
    return "pending" as const;
  });
  c.header("ringtrail-published", outcome);
}
