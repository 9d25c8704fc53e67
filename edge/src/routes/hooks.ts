/**
 * `/hooks/{provider}/{connection}[/{step}]`: what a telephony provider calls. Verifies, reads, hands the event on, and
 * answers from the directory's entry alone. Must never let a caller wait for D1, a destination or a slow switchboard,
 * nor answer a verified incoming call with anything but where to put it through (W3).
 */
import { Hono } from "hono";
import { readBytes } from "../body.ts";
import { defaultRoute, type Plan, planFor } from "../core/plan.ts";
import type { Connection } from "../directory/connections.ts";
import type { Env } from "../env.ts";
import { onError, problem } from "../problem.ts";
import { publicOrigin, publicUrl } from "../public-origin.ts";
import type { Parsed, ParsedWebhook, Refusal, Webhook } from "../telephony/types.ts";
import { findVerified, withNumber } from "./hook-connection.ts";
import { recordCall } from "./hook-record.ts";

const MAX_BODY_BYTES = 65_536;

const REFUSALS: Record<Refusal, { status: 401 | 403; detail: string }> = {
  missing: { status: 401, detail: "The signature is missing." },
  malformed: { status: 401, detail: "The signature is malformed." },
  mismatch: { status: 403, detail: "The signature is not that of this request and connection." },
  stale: { status: 403, detail: "The signature is too old, or the sender's clock is wrong." },
};

export const hooks = new Hono<{ Bindings: Env }>();
hooks.onError(onError);

hooks.all("/hooks/:provider/:connection/:step?", async (c) => {
  const method = c.req.method;
  if (method !== "POST" && method !== "GET") {
    c.header("allow", "GET, POST");
    return problem(c, { status: 405 });
  }
  const { provider, connection: id, step = "" } = c.req.param();
  const body = await readBytes(c.req.raw, MAX_BODY_BYTES);
  const webhook: Webhook = { method, url: publicUrl(c), headers: c.req.raw.headers, body, step };
  const nowMs = Date.now();

  const found = await findVerified(c.env, provider, id, webhook, nowMs);
  if (found.kind === "unknown") return problem(c, { status: 404 });
  if (found.kind === "unreachable") return problem(c, { status: 503, detail: "Try again." });
  if (found.kind === "refused") return problem(c, REFUSALS[found.reason]);

  const parsed = found.adapter.parse(webhook, nowMs);
  const read = usable(id, parsed);
  if (read === undefined) return problem(c, { status: 422, errors: parsed.ok ? [] : [parsed.problem] });

  const connection = await withNumber(c.env, found.connection, read.to, nowMs);
  const plan = makePlan(connection, read);
  if (!(await recordCall(c.env, c.executionCtx, connection, read, plan))) {
    return problem(c, { status: 503, detail: "The event could not be kept. Send it again." });
  }
  const baseUrl = `${publicOrigin(c)}/hooks/${provider}/${id}`;
  const answer = found.adapter.answer(plan, { baseUrl, to: read.to ?? "" });
  return new Response(answer.body, {
    status: answer.status,
    headers: { "content-type": answer.contentType, "cache-control": "no-store" },
  });
});

/** What there is to act on; with somebody on the line also when part of it could not be read. */
function usable(connection: string, parsed: Parsed): ParsedWebhook | undefined {
  if (!parsed.ok) console.warn(JSON.stringify({ at: "hooks", connection, problem: parsed.problem }));
  return parsed.webhook;
}

function makePlan({ config, numbers }: Connection, read: ParsedWebhook): Plan {
  const entry = read.to === null ? undefined : numbers.get(read.to);
  return planFor(entry ?? defaultRoute(config.destination), read);
}
