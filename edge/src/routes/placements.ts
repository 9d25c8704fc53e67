/** `/v1/placements`: which number stands in for which original, for whom. The first match of a target wins. */
import { createRoute, z } from "@hono/zod-openapi";
import { id, idPath } from "../contract/operator.ts";
import {
  placement,
  placementChange,
  placementCreate,
  placementList,
  placementOrder,
  toPlacement,
} from "../contract/placements.ts";
import { BODY_PROBLEMS, body, json, problems, published, READ_PROBLEMS } from "../contract/responses.ts";
import type { PlacementAction } from "../core/config.ts";
import { type FieldError, problem } from "../problem.ts";
import { newId } from "../store/ids.ts";
import { findNumber } from "../store/numbers.ts";
import {
  appendPlacement,
  deletePlacement,
  findPlacement,
  listPlacements,
  reorderPlacements,
  updatePlacement,
} from "../store/placements.ts";
import { findPool } from "../store/pools.ts";
import { findSite } from "../store/sites.ts";
import { changeRoute, createRouteOf, deleteRoute, readRoute } from "./crud.ts";
import { absent, announce, type OperatorContext, operatorApp, refused } from "./operator-app.ts";

/** A page view tries them one by one. */
const PLACEMENTS_MAX = 200;
const SUBJECT = {
  one: "placement",
  tag: "Placements",
  item: placement,
  create: placementCreate,
  change: placementChange,
  path: idPath,
};

export const placements = operatorApp();

const listRoute = createRoute({
  method: "get",
  path: "/",
  tags: ["Placements"],
  summary: "List the placements of a site",
  request: { query: z.strictObject({ site: id }) },
  responses: { 200: json(placementList, "All of them, first match first."), ...READ_PROBLEMS, ...problems(404) },
});

placements.openapi(listRoute, async (c) => {
  const { account } = c.get("operator");
  const { site } = c.req.valid("query");
  if ((await findSite(c.env.DB, account, site)) === null) return absent(c, "site");
  const rows = await listPlacements(c.env.DB, account, site);
  return c.json({ items: rows.map(toPlacement) }, 200);
});

placements.openapi(createRouteOf(SUBJECT), async (c) => {
  const { account } = c.get("operator");
  const { site, ...given } = c.req.valid("json");
  if ((await findSite(c.env.DB, account, site)) === null)
    return refused(c, [{ path: "site", message: "No such site" }]);
  const errors = await actionErrors(c, site, given.action);
  if (errors.length > 0) return refused(c, errors);
  if ((await listPlacements(c.env.DB, account, site)).length >= PLACEMENTS_MAX) {
    return problem(c, { status: 409, detail: `A site has at most ${PLACEMENTS_MAX} placements.` });
  }
  const identity = { id: newId("place"), accountId: account, siteId: site, createdAt: Date.now() };
  const row = await appendPlacement(c.env.DB, { ...given, ...identity });
  await announce(c, [site]);
  c.header("location", `/v1/placements/${row.id}`);
  return c.json(toPlacement(row), 201);
});

const orderRoute = createRoute({
  method: "put",
  path: "/order",
  tags: ["Placements"],
  summary: "Put the placements of a site into order",
  request: { body: body(placementOrder) },
  responses: { 200: published(placementList, "All of them, first match first."), ...BODY_PROBLEMS, ...problems(404) },
});

placements.openapi(orderRoute, async (c) => {
  const { account } = c.get("operator");
  const { site, placements: ids } = c.req.valid("json");
  if ((await findSite(c.env.DB, account, site)) === null) return absent(c, "site");
  const present = (await listPlacements(c.env.DB, account, site)).map((row) => row.id);
  if (ids.toSorted().join() !== present.toSorted().join()) {
    return refused(c, [{ path: "placements", message: "Not all placements of the site, each once" }]);
  }
  await reorderPlacements(c.env.DB, site, ids);
  await announce(c, [site]);
  const rows = await listPlacements(c.env.DB, account, site);
  return c.json({ items: rows.map(toPlacement) }, 200);
});

placements.openapi(readRoute(SUBJECT), async (c) => {
  const row = await findPlacement(c.env.DB, c.get("operator").account, c.req.valid("param").id);
  return row === null ? absent(c, "placement") : c.json(toPlacement(row), 200);
});

placements.openapi(changeRoute(SUBJECT), async (c) => {
  const { account } = c.get("operator");
  const before = await findPlacement(c.env.DB, account, c.req.valid("param").id);
  if (before === null) return absent(c, "placement");
  const change = c.req.valid("json");
  const errors = change.action === undefined ? [] : await actionErrors(c, before.siteId, change.action);
  if (errors.length > 0) return refused(c, errors);
  await updatePlacement(c.env.DB, before, change);
  await announce(c, [before.siteId]);
  const after = await findPlacement(c.env.DB, account, before.id);
  return after === null ? absent(c, "placement") : c.json(toPlacement(after), 200);
});

placements.openapi(deleteRoute(SUBJECT), async (c) => {
  const row = await findPlacement(c.env.DB, c.get("operator").account, c.req.valid("param").id);
  if (row === null) return absent(c, "placement");
  await deletePlacement(c.env.DB, row);
  await announce(c, [row.siteId]);
  return c.body(null, 204);
});

/** What the action names has to be of the same site. */
async function actionErrors(c: OperatorContext, site: string, action: PlacementAction): Promise<FieldError[]> {
  const { account } = c.get("operator");
  if ("pool" in action) {
    const pool = await findPool(c.env.DB, account, action.pool);
    return pool?.siteId === site ? [] : [{ path: "action.pool", message: "No such pool of this site" }];
  }
  if ("leave" in action) return [];
  const kind = "static" in action ? "static" : "code";
  const row = await findNumber(c.env.DB, account, "static" in action ? action.static : action.code);
  const fits = row?.siteId === site && row.kind === kind;
  return fits ? [] : [{ path: `action.${kind}`, message: `Not a ${kind} number of this site` }];
}
