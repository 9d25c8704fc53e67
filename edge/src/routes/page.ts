/**
 * What pages ask: a visit and its numbers, and the pulses that follow. CORS-simple requests, so that no preflight costs
 * a round trip; one call to one switchboard; no D1.
 */
import { type Context, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import type { z } from "zod";
import {
  LIMITS,
  PULSE_PATH,
  PULSE_SECONDS,
  VISIT_PATH,
  type VisitRequest,
  type VisitResponse,
} from "../../../sdk/src/wire.ts";
import { readText } from "../body.ts";
import { isBot } from "../client/bot.ts";
import { clientContext } from "../client/client-context.ts";
import { pulseRequest, visitRequest } from "../contract/page.ts";
import type { Env } from "../env.ts";
import { problem, validationProblem } from "../problem.ts";
import { routeVisit, switchboardOf } from "../switchboard/route-visit.ts";

type PageContext = Context<{ Bindings: Env }>;

export const page = new Hono<{ Bindings: Env }>();

// Any page may read the answer: who may ask is decided by the site's list of origins, and no cookie is involved.
// Set before the answer is made: a header that is added later has the whole response made anew.
page.on("ALL", [VISIT_PATH, PULSE_PATH], async function allowPages(c, next) {
  c.header("access-control-allow-origin", c.req.header("origin") ?? "*");
  c.header("vary", "origin");
  c.header("cache-control", "no-store");
  await next();
});

page.on("OPTIONS", [VISIT_PATH, PULSE_PATH], (c) => {
  c.header("access-control-allow-methods", "POST");
  c.header("access-control-allow-headers", "content-type");
  c.header("access-control-max-age", "86400");
  return c.body(null, 204);
});

page.post(VISIT_PATH, async (c) => {
  const body = await readBody(c, visitRequest);
  if (!body.ok) return body.response;
  const request = body.value;
  if (isBot(c.req.header("user-agent") ?? "")) return c.json(nothingFor(request));
  const client = await clientContext(c.req.raw, c.env, request.device);
  const outcome = await routeVisit(c.env, { request, client });
  if (outcome.ok) return c.body(outcome.body, 200, { "content-type": "application/json" });
  return refuse(c, outcome.reason === "origin" ? "origin" : "unknown-site");
});

page.post(PULSE_PATH, async (c) => {
  const body = await readBody(c, pulseRequest);
  if (!body.ok) return body.response;
  const { site, ...pulse } = body.value;
  const switchboard = switchboardOf(c.env, site, pulse);
  if (!switchboard) return refuse(c, "unknown-visit");
  const outcome = await switchboard.pulse({ ...pulse, origin: c.req.header("origin") ?? "" });
  return outcome.ok ? c.body(null, 204) : refuse(c, outcome.reason);
});

/** Reads JSON sent as `text/plain` or as `application/json`. */
async function readBody<T extends z.ZodType>(
  c: PageContext,
  schema: T,
): Promise<{ ok: true; value: z.infer<T> } | { ok: false; response: Response }> {
  const text = await readText(c.req.raw, LIMITS.bodyBytes);
  const parsed = schema.safeParse(parseJson(text));
  return parsed.success
    ? { ok: true, value: parsed.data }
    : { ok: false, response: validationProblem(c, parsed.error) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new HTTPException(400, { message: text === "" ? "The body is empty." : "The body is not JSON." });
  }
}

/** Known bots get no number and leave no trace. */
function nothingFor(request: VisitRequest): VisitResponse {
  return {
    visitor: request.visitor,
    visit: "",
    swaps: [],
    touch: { channel: "", source: "", medium: "", campaign: "", term: "", content: "", landing: "", referrer: "" },
    pulseSeconds: PULSE_SECONDS,
    freezeSeconds: 0,
  };
}

function refuse(c: PageContext, reason: "unknown-site" | "origin" | "unknown-visit"): Response {
  switch (reason) {
    case "unknown-site":
      return problem(c, {
        status: 404,
        detail: "No site has this key.",
        errors: [{ path: "site", message: "unknown" }],
      });
    case "origin":
      return problem(c, { status: 403, detail: "This origin is not among the site's allowed origins." });
    case "unknown-visit":
      return problem(c, {
        status: 410,
        detail: "This visit is over, or its number has gone on. Ask for a visit again.",
      });
  }
}
