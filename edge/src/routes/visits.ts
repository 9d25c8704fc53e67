/** `/v1/visits`: who came, by which touch, and what they did. An unchanged list is answered with 304. */
import { createRoute, z } from "@hono/zod-openapi";
import { etag } from "hono/etag";
import { call, toCall } from "../contract/calls.ts";
import { pageOf } from "../contract/operator.ts";
import { json, problems, READ_PROBLEMS, UNCHANGED } from "../contract/responses.ts";
import { toVisit, toVisitDetail, visit, visitDetail, visitPath, visitQuery } from "../contract/visits.ts";
import { listCalls } from "../store/calls.ts";
import { findVisit, listVisits } from "../store/visits.ts";
import { absent, operatorApp } from "./operator-app.ts";

/** A visit rarely calls twice; more than this are found through `/v1/calls?visit=`. */
const CALLS_MAX = 50;

export const visits = operatorApp();
visits.use(etag());

const listRoute = createRoute({
  method: "get",
  path: "/",
  tags: ["Visits"],
  summary: "List visits, newest first",
  request: { query: visitQuery },
  responses: { 200: json(pageOf(visit), "A page of the list."), 304: UNCHANGED, ...READ_PROBLEMS },
});

visits.openapi(listRoute, async (c) => {
  const { limit, cursor, from, to, ...filter } = c.req.valid("query");
  const request = { limit, cursor, from, to };
  const page = await listVisits(c.env.DB, c.get("operator").account, filter, request);
  return c.json({ ...page, items: page.items.map(toVisit) }, 200);
});

const visitWithCalls = visitDetail.extend({ calls: z.array(call.omit({ visit: true })) }).openapi("VisitWithCalls");

const readRoute = createRoute({
  method: "get",
  path: "/{id}",
  tags: ["Visits"],
  summary: "Read a visit, with its touches and calls",
  request: { params: visitPath },
  responses: { 200: json(visitWithCalls, "The visit."), 304: UNCHANGED, ...READ_PROBLEMS, ...problems(404) },
});

visits.openapi(readRoute, async (c) => {
  const { account, scopes } = c.get("operator");
  const { id } = c.req.valid("param");
  const found = await findVisit(c.env.DB, account, id);
  if (found === null) return absent(c, "visit");
  const calls = await listCalls(c.env.DB, account, { visit: id }, { limit: CALLS_MAX });
  const body = toVisitDetail(found.visit, found.touches);
  return c.json({ ...body, calls: calls.items.map((row) => toCall(row, scopes.has("callers"))) }, 200);
});
