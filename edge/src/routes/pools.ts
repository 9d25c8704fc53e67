/** `/v1/pools`: interchangeable numbers with one destination, and how full they are. */
import { createRoute, z } from "@hono/zod-openapi";
import { id, idListQuery, idPath } from "../contract/operator.ts";
import { pool, poolChange, poolCreate, poolLoad, toPool } from "../contract/pools.ts";
import { json, problems, READ_PROBLEMS } from "../contract/responses.ts";
import { poolState } from "../pool-load.ts";
import { problem } from "../problem.ts";
import { isFull } from "../store/changes.ts";
import { newId } from "../store/ids.ts";
import { findNumber } from "../store/numbers.ts";
import { deletePool, findPool, insertPool, listPools, type PoolRow, updatePool } from "../store/pools.ts";
import { findSite } from "../store/sites.ts";
import { changeRoute, createRouteOf, deleteRoute, listRoute, readRoute } from "./crud.ts";
import { absent, announce, type OperatorContext, operatorApp, refused } from "./operator-app.ts";

const POOLS_MAX = 100;
const SUBJECT = {
  one: "pool",
  tag: "Pools",
  item: pool,
  create: poolCreate,
  change: poolChange,
  query: idListQuery.extend({ site: id.optional() }),
  path: idPath,
};

export const pools = operatorApp();

pools.openapi(listRoute(SUBJECT), async (c) => {
  const { site, ...request } = c.req.valid("query");
  const page = await listPools(c.env.DB, c.get("operator").account, site, request);
  return c.json({ ...page, items: page.items.map(toPool) }, 200);
});

pools.openapi(createRouteOf(SUBJECT), async (c) => {
  const { account } = c.get("operator");
  const { site, ...given } = c.req.valid("json");
  if ((await findSite(c.env.DB, account, site)) === null)
    return refused(c, [{ path: "site", message: "No such site" }]);
  const errors = await overflowErrors(c, site, given.overflow);
  if (errors.length > 0) return refused(c, errors);
  if (await isFull(c.env.DB, "pool", "site_id", site, POOLS_MAX)) {
    return problem(c, { status: 409, detail: `A site has at most ${POOLS_MAX} pools.` });
  }
  const row: PoolRow = { ...given, id: newId("pool"), accountId: account, siteId: site, createdAt: Date.now() };
  await insertPool(c.env.DB, row);
  await announce(c, [site]);
  c.header("location", `/v1/pools/${row.id}`);
  return c.json(toPool(row), 201);
});

pools.openapi(readRoute(SUBJECT), async (c) => {
  const row = await findPool(c.env.DB, c.get("operator").account, c.req.valid("param").id);
  return row === null ? absent(c, "pool") : c.json(toPool(row), 200);
});

pools.openapi(changeRoute(SUBJECT), async (c) => {
  const { account } = c.get("operator");
  const before = await findPool(c.env.DB, account, c.req.valid("param").id);
  if (before === null) return absent(c, "pool");
  const change = c.req.valid("json");
  const errors = await overflowErrors(c, before.siteId, change.overflow ?? null);
  if (errors.length > 0) return refused(c, errors);
  await updatePool(c.env.DB, before, change);
  await announce(c, [before.siteId]);
  const after = await findPool(c.env.DB, account, before.id);
  return after === null ? absent(c, "pool") : c.json(toPool(after), 200);
});

pools.openapi(deleteRoute(SUBJECT), async (c) => {
  const row = await findPool(c.env.DB, c.get("operator").account, c.req.valid("param").id);
  if (row === null) return absent(c, "pool");
  if (!(await deletePool(c.env.DB, row))) {
    return problem(c, { status: 409, detail: "The pool still has numbers, or a placement leads to it." });
  }
  await announce(c, [row.siteId]);
  return c.body(null, 204);
});

/** An overflow number is one that many visitors may see at once, of the same site. */
async function overflowErrors(c: OperatorContext, site: string, overflow: string | null) {
  if (overflow === null) return [];
  const row = await findNumber(c.env.DB, c.get("operator").account, overflow);
  const fits = row?.siteId === site && (row.kind === "overflow" || row.kind === "static");
  return fits ? [] : [{ path: "overflow", message: "Not an overflow or static number of this site" }];
}

const loadRoute = createRoute({
  method: "get",
  path: "/{id}/load",
  tags: ["Pools"],
  summary: "How full a pool is",
  request: { params: z.object({ id }) },
  responses: {
    200: json(poolLoad, "Now, over all switchboards of the site."),
    ...READ_PROBLEMS,
    ...problems(404, 503),
  },
});

pools.openapi(loadRoute, async (c) => {
  const { account } = c.get("operator");
  const row = await findPool(c.env.DB, account, c.req.valid("param").id);
  const site = row && (await findSite(c.env.DB, account, row.siteId));
  if (!row || !site) return absent(c, "pool");
  const load = await poolState(c.env, site, row, Date.now()).catch(() => null);
  if (load === null) return problem(c, { status: 503, detail: "A switchboard of the site does not respond." });
  return c.json({ pool: row.id, ...load }, 200);
});
