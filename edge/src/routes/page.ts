/**
 * What pages ask: a visit and its numbers, the pulses that follow, and forms that are sent. CORS-simple requests, so that
 * no preflight costs a round trip; one call to one switchboard; no D1.
 */
import { Hono } from "hono";
import {
  LEAD_PATH,
  LINK_PATH,
  type LinkResponse,
  PULSE_PATH,
  PULSE_SECONDS,
  VISIT_PATH,
  type VisitRequest,
  type VisitResponse,
} from "../../../sdk/src/wire.ts";
import { isBot } from "../client/bot.ts";
import { clientContext, readGpc } from "../client/client-context.ts";
import { CookieJar } from "../client/cookie-jar.ts";
import { hashUserAgent } from "../client/user-agent.ts";
import { leadRequest, linkRequest, pulseRequest, visitRequest } from "../contract/page.ts";
import type { Env } from "../env.ts";
import { linkIn } from "../switchboard/link.ts";
import { routeLead, routePulse, routeVisit, switchboardOf } from "../switchboard/route-visit.ts";
import { leadId } from "./lead-id.ts";
import { type PageContext, readBody, refuse } from "./page-request.ts";

export const page = new Hono<{ Bindings: Env }>();
const PATHS = [VISIT_PATH, PULSE_PATH, LEAD_PATH, LINK_PATH];

// Any page may read a refusal: the script stops asking then. Everything else is answered only to the site's origins, by
// the switchboard. The script sends cookies, so browsers show it no answer without leave for that; a request without an
// origin is no page's. Set before the answer is made: a header that is added later has the whole response made anew.
page.on(["POST", "OPTIONS"], PATHS, async function allowPages(c, next) {
  const origin = c.req.header("origin");
  c.header("access-control-allow-origin", origin ?? "*");
  if (origin) c.header("access-control-allow-credentials", "true");
  c.header("vary", "origin");
  c.header("cache-control", "no-store");
  await next();
});

page.on("OPTIONS", PATHS, (c) => {
  c.header("access-control-allow-methods", "POST");
  c.header("access-control-allow-headers", "content-type");
  c.header("access-control-max-age", "86400");
  return c.body(null, 204);
});

page.post(VISIT_PATH, async (c) => {
  const body = await readBody(c, visitRequest);
  if (!body.ok) return body.response;
  const request = body.value;
  if (isBot(c.req.header("user-agent") ?? "")) return nothingFor(c, request);
  const { headers } = c.req.raw;
  const client = await clientContext(c.req.raw, c.env, request.device);
  const jar = new CookieJar(c.req.raw, request);
  const code = linkIn(request.page.url);
  const outcome = await routeVisit(c.env, {
    ...{ request, client },
    ...(jar.visitor === null ? {} : { cookie: jar.visitor }),
    ...(code === null ? {} : { link: { code, browser: await hashUserAgent(headers) } }),
  });
  if (!outcome.ok) return refuse(c, outcome.reason === "origin" ? "origin" : "unknown-site");
  const cookie = jar.put(outcome.cookie);
  if (cookie !== null) c.header("set-cookie", cookie);
  return c.body(outcome.body, 200, { "content-type": "application/json" });
});

page.post(PULSE_PATH, async (c) => {
  const body = await readBody(c, pulseRequest);
  if (!body.ok) return body.response;
  const { site, ...pulse } = body.value;
  const outcome = await routePulse(c.env, site, {
    ...{ ...pulse, origin: c.req.header("origin") ?? "" },
    gpc: readGpc(c.req.raw.headers),
  });
  if (!outcome.ok) return refuse(c, outcome.reason === "moved" ? "unknown-visit" : outcome.reason);
  return c.body(null, 204);
});

page.post(LINK_PATH, async (c) => {
  const body = await readBody(c, linkRequest);
  if (!body.ok) return body.response;
  const { site, visitor, visit } = body.value;
  const switchboard = switchboardOf(c.env, site, { visit });
  if (!switchboard) return refuse(c, "unknown-visit");
  const browser = await hashUserAgent(c.req.raw.headers);
  const outcome = await switchboard.link({ visitor, visit, browser, origin: c.req.header("origin") ?? "" });
  if (!outcome.ok) return refuse(c, outcome.reason);
  const { code, seconds } = outcome;
  return c.json({ code, seconds } satisfies LinkResponse);
});

page.post(LEAD_PATH, async (c) => {
  const body = await readBody(c, leadRequest);
  if (!body.ok) return body.response;
  const request = body.value;
  const client = await clientContext(c.req.raw, c.env);
  const outcome = await routeLead(c.env, { id: await leadId(request), request, client });
  if (!outcome.ok) return refuse(c, outcome.reason === "moved" ? "unknown-visit" : outcome.reason);
  return c.body(null, 204);
});

/** Known bots get no number and leave no trace. Nothing in the answer is anybody's. */
function nothingFor(c: PageContext, { visitor }: VisitRequest): Response {
  return c.json({
    visitor,
    visit: "",
    swaps: [],
    touch: { channel: "", source: "", medium: "", campaign: "", term: "", content: "", landing: "", referrer: "" },
    pulseSeconds: PULSE_SECONDS,
    freezeSeconds: 0,
  } satisfies VisitResponse);
}
