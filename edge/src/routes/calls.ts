/** `/v1/calls`: who called, and which visit it was. An unchanged list is answered with 304, so polling it is cheap. */
import { createRoute, type z } from "@hono/zod-openapi";
import { etag } from "hono/etag";
import { call, callCode, callDetail, callPath, callQuery, toCall } from "../contract/calls.ts";
import { pageOf } from "../contract/operator.ts";
import { BODY_PROBLEMS, body, json, problems, READ_PROBLEMS, UNCHANGED } from "../contract/responses.ts";
import { toVisit, toVisitDetail } from "../contract/visits.ts";
import { problem } from "../problem.ts";
import { findCall, listCalls } from "../store/calls.ts";
import { findNumber } from "../store/numbers.ts";
import type { CallRow } from "../store/rows.ts";
import { findSite } from "../store/sites.ts";
import { findVisit, findVisits } from "../store/visits.ts";
import { isGiven, typeCode } from "./given-code.ts";
import { absent, type OperatorContext, operatorApp, refused } from "./operator-app.ts";

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
  const row = await findCall(c.env.DB, c.get("operator").account, c.req.valid("param").id);
  return row === null ? absent(c, "call") : c.json(await withVisit(c, row), 200);
});

const codeRoute = createRoute({
  method: "post",
  path: "/{id}/code",
  tags: ["Calls"],
  summary: "Give the code that the caller said",
  description:
    "Of a call to a number of kind `code`. Counts before what the caller keyed in; the last one given counts.",
  request: { params: callPath, body: body(callCode) },
  responses: { 200: json(callDetail, "The call as it is resolved now."), ...BODY_PROBLEMS, ...problems(404, 503) },
});

calls.openapi(codeRoute, async (c) => {
  const { account } = c.get("operator");
  const { code } = c.req.valid("json");
  const row = await findCall(c.env.DB, account, c.req.valid("param").id);
  const site = row?.siteId == null ? null : await findSite(c.env.DB, account, row.siteId);
  if (row === null || site === null) return absent(c, "call");
  const refuse = (message: string) => refused(c, [{ path: "code", message }]);
  if ((await findNumber(c.env.DB, account, row.number))?.kind !== "code")
    return refuse("The called number has no codes");
  try {
    if (!(await isGiven(c.env, site, code, Date.now()))) return refuse("No visit and no channel has this code");
    const call = await typeCode(c.env, site, row, code, Date.now());
    return call === null ? absent(c, "call any more") : c.json(await withVisit(c, call), 200);
  } catch (error) {
    console.warn(JSON.stringify({ at: "code", site: site.id, error: String(error) }));
    return problem(c, { status: 503, detail: "A switchboard of the site does not respond." });
  }
});

async function withVisit(c: OperatorContext, row: CallRow): Promise<z.infer<typeof callDetail>> {
  const { account, scopes } = c.get("operator");
  const found = row.visitId === null ? null : await findVisit(c.env.DB, account, row.visitId);
  const visit = found === null ? null : toVisitDetail(found.visit, found.touches);
  return { ...toCall(row, scopes.has("callers")), visit };
}
