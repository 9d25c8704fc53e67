/** Puts the operator API together: one app an area, the health, and the description of all of it. */
import { OpenAPIHono } from "@hono/zod-openapi";
import type { Env } from "../env.ts";
import { calls } from "./calls.ts";
import { connections } from "./connections.ts";
import { deals } from "./deals.ts";
import { health } from "./health.ts";
import { keys } from "./keys.ts";
import { leads } from "./leads.ts";
import { numbers } from "./numbers.ts";
import { describe } from "./openapi.ts";
import { placements } from "./placements.ts";
import { pools } from "./pools.ts";
import { sites } from "./sites.ts";
import { sizings } from "./sizing.ts";
import { testCalls } from "./test-calls.ts";
import { visits } from "./visits.ts";

export const operator = new OpenAPIHono<{ Bindings: Env }>();

operator.route("/v1/sites", sites);
operator.route("/v1/pools", pools);
operator.route("/v1/numbers", numbers);
operator.route("/v1/placements", placements);
operator.route("/v1/connections", connections);
operator.route("/v1/keys", keys);
operator.route("/v1/sizing", sizings);
operator.route("/v1/calls", calls);
operator.route("/v1/test-calls", testCalls);
operator.route("/v1/visits", visits);
operator.route("/v1/leads", leads);
operator.route("/v1/deals", deals);
operator.route("/", health);
describe(operator);
