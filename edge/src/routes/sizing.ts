/** `/v1/sizing`: how many numbers are needed, for a pool as measured or for traffic that is only imagined. */
import { createRoute } from "@hono/zod-openapi";
import { json, problems, READ_PROBLEMS } from "../contract/responses.ts";
import { sizing, sizingQuery } from "../contract/sizing.ts";
import { type Demand, expectedAccuracy, type HourOfWeek, sizePool } from "../core/sizing.ts";
import { poolState } from "../pool-load.ts";
import { problem } from "../problem.ts";
import { findPool } from "../store/pools.ts";
import { findSite } from "../store/sites.ts";
import { absent, operatorApp } from "./operator-app.ts";

/** What is assumed of traffic that is only imagined. */
const IMAGINED: Demand = { visitsPerHour: 0, staySeconds: 180, freezeSeconds: 1800, population: null };

export const sizings = operatorApp();

const sizingRoute = createRoute({
  method: "get",
  path: "/",
  tags: ["Pools"],
  summary: "How many numbers are needed",
  description:
    "Traffic theory says how often a visit finds no number; a simulation, if asked for, how many calls are traced to the right visit. What is given in the query takes the place of what was measured.",
  request: { query: sizingQuery },
  responses: { 200: json(sizing, "The advice."), ...READ_PROBLEMS, ...problems(404, 503) },
});

sizings.openapi(sizingRoute, async (c) => {
  const { pool: id, target, numbers, accuracy, ...asked } = c.req.valid("query");
  const { account } = c.get("operator");
  let start = { demand: IMAGINED, numbers: 1, hours: [] as HourOfWeek[] };
  if (id !== undefined) {
    const pool = await findPool(c.env.DB, account, id);
    const site = pool && (await findSite(c.env.DB, account, pool.siteId));
    if (!pool || !site) return absent(c, "pool");
    const state = await poolState(c.env, site, pool, Date.now()).catch(() => null);
    if (state === null) return problem(c, { status: 503, detail: "A switchboard of the site does not respond." });
    start = { demand: state.advice.demand, numbers: state.numbers, hours: state.hours };
  }
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  const demand: Demand = { ...start.demand, ...given };
  const count = numbers ?? start.numbers;
  const advice = sizePool(demand, count, target);
  const hours = asked.visitsPerHour === undefined ? start.hours : [];
  return c.json({ advice, accuracy: accuracy === "true" ? expectedAccuracy(demand, count, hours) : null }, 200);
});
