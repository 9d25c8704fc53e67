/** `/v1/leads`, for operators: forms that visitors sent. Pages send them to the same path by POST (`page.ts`). */
import { createRoute } from "@hono/zod-openapi";
import { etag } from "hono/etag";
import { lead, leadQuery, toLead } from "../contract/leads.ts";
import { idPath, pageOf } from "../contract/operator.ts";
import { json, problems, READ_PROBLEMS, UNCHANGED } from "../contract/responses.ts";
import { problem } from "../problem.ts";
import { findLead, listLeads } from "../store/leads.ts";
import { absent, operatorApp } from "./operator-app.ts";

export const leads = operatorApp();
leads.use(etag());

const listRoute = createRoute({
  method: "get",
  path: "/",
  tags: ["Leads"],
  summary: "List leads, newest first",
  request: { query: leadQuery },
  responses: { 200: json(pageOf(lead), "A page of the list."), 304: UNCHANGED, ...READ_PROBLEMS },
});

leads.openapi(listRoute, async (c) => {
  const { account, scopes } = c.get("operator");
  const { limit, cursor, from, to, ...filter } = c.req.valid("query");
  const isCallerShown = scopes.has("callers");
  if (filter.phone !== undefined && !isCallerShown) {
    return problem(c, { status: 403, detail: 'Looking for a number needs the scope "callers".' });
  }
  const page = await listLeads(c.env.DB, account, filter, { limit, cursor, from, to });
  return c.json({ ...page, items: page.items.map((row) => toLead(row, isCallerShown)) }, 200);
});

const readRoute = createRoute({
  method: "get",
  path: "/{id}",
  tags: ["Leads"],
  summary: "Read a lead",
  request: { params: idPath },
  responses: { 200: json(lead, "The lead."), 304: UNCHANGED, ...READ_PROBLEMS, ...problems(404) },
});

leads.openapi(readRoute, async (c) => {
  const { account, scopes } = c.get("operator");
  const row = await findLead(c.env.DB, account, c.req.valid("param").id);
  return row === null ? absent(c, "lead") : c.json(toLead(row, scopes.has("callers")), 200);
});
