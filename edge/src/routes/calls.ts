/** `/v1/calls`: who called, and which visit it was. An unchanged list is answered with 304, so polling it is cheap. */
import { createRoute } from "@hono/zod-openapi";
import { etag } from "hono/etag";
import { call, callDetail, callPath, callQuery, toCall } from "../contract/calls.ts";
import { pageOf } from "../contract/operator.ts";
import { json, problems, READ_PROBLEMS, UNCHANGED } from "../contract/responses.ts";
import { toVisit, toVisitDetail } from "../contract/visits.ts";
import { problem } from "../problem.ts";
import { findCall, listCalls } from "../store/calls.ts";
import { findVisit, findVisits } from "../store/visits.ts";
import { absent, operatorApp } from "./operator-app.ts";

export const calls = operatorApp();
calls.use(etag());

const listRoute = createRoute({
  method: "get",
  path: "/",
  tags: ["Calls"],
  summary: "List calls, newest first",
  request: { query: callQuery },
  responses: { 200: json(pageOf(call), "A page of the list."), 304: UNCHANGED, ...READ_PROBLEMS },
});

calls.openapi(listRoute, async (c) => {
  const { account, scopes } = c.get("operator");
  const { limit, cursor, from, to, ...filter } = c.req.valid("query");
  const isCallerShown = scopes.has("callers");
  if (filter.caller !== undefined && !isCallerShown) {
    return problem(c, { status: 403, detail: 'Looking for a caller needs the scope "callers".' });
  }
  const page = await listCalls(c.env.DB, account, filter, { limit, cursor, from, to });
  const visits = await findVisits(
    c.env.DB,
    account,
    page.items.flatMap(({ visitId }) => visitId ?? []),
  );
  const items = page.items.map((row) => {
    const visit = visits.get(row.visitId ?? "");
    return { ...toCall(row, isCallerShown), visit: visit === undefined ? null : toVisit(visit) };
  });
  return c.json({ ...page, items }, 200);
});

const readRoute = createRoute({
  method: "get",
  path: "/{id}",
  tags: ["Calls"],
  summary: "Read a call, with its visit",
  request: { params: callPath },
  responses: { 200: json(callDetail, "The call."), 304: UNCHANGED, ...READ_PROBLEMS, ...problems(404) },
});

calls.openapi(readRoute, async (c) => {
  const { account, scopes } = c.get("operator");
  const row = await findCall(c.env.DB, account, c.req.valid("param").id);
  if (row === null) return absent(c, "call");
  const found = row.visitId === null ? null : await findVisit(c.env.DB, account, row.visitId);
  const visit = found === null ? null : toVisitDetail(found.visit, found.touches);
  return c.json({ ...toCall(row, scopes.has("callers")), visit }, 200);
});
