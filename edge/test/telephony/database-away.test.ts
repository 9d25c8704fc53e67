/** The whole way of a call, from page view to record, with D1 failing in every part that has one. */
import {
  createExecutionContext,
  runDurableObjectAlarm,
  runInDurableObject,
  waitOnExecutionContext,
} from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { VisitResponse } from "../../../sdk/src/wire.ts";
import type { Env } from "../../src/env.ts";
import worker from "../../src/index.ts";
import type { Switchboard } from "../../src/switchboard/switchboard.ts";
import { entry, sealed } from "../directory/entries.ts";
import { poolNumbers, siteConfig, stubOf, view } from "../switchboard/site.ts";
import { signedForm } from "./samples/twilio.ts";

const SITE = "away";
const CONNECTION = "away-twilio";
const TOKEN = "a-token-of-the-outage-test";
const HOOK = `https://calls.example/hooks/twilio/${CONNECTION}`;

/** A database of which every use fails. */
const away = new Proxy({} as D1Database, {
  get: () => () => {
    throw new Error("D1_ERROR: Network connection lost");
  },
});

async function giveDatabase(db: D1Database): Promise<void> {
  await runInDurableObject(stubOf(SITE), (instance: Switchboard) => {
    (instance as unknown as { env: Env }).env = { ...env, DB: db };
  });
}

async function send(fields: [string, string][]): Promise<{ status: number; body: string }> {
  const context = createExecutionContext();
  const response = await worker.fetch(await signedForm(HOOK, fields, TOKEN), { ...env, DB: away }, context);
  const body = await response.text();
  await waitOnExecutionContext(context);
  return { status: response.status, body };
}

beforeEach(() => {
  vi.spyOn(console, "warn").mockReturnValue();
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

it("W3 W4 T1 with D1 away a call is forwarded and resolved, and is on record when D1 is back", async () => {
  await stubOf(SITE).configure(siteConfig(SITE));
  const numbers = poolNumbers("sales", 0, 3).map(({ number }) =>
    entry(number, { siteKey: SITE, site: `site-${SITE}` }),
  );
  await env.DIRECTORY.get(env.DIRECTORY.idFromName(CONNECTION)).configure(
    await sealed(CONNECTION, { authToken: TOKEN }, { id: CONNECTION, numbers }),
  );
  await giveDatabase(away);

  const outcome = await stubOf(SITE).visit(view(SITE, 1));
  if (!outcome.ok) throw new Error(outcome.reason);
  const { visit, swaps } = JSON.parse(outcome.body) as VisitResponse;
  const to = swaps[0]?.number ?? "";
  const parties: [string, string][] = [
    ["CallSid", "CA1"],
    ["From", "+447700900123"],
    ["To", to],
    ["Direction", "inbound"],
  ];
  const ringing = await send([...parties, ["CallStatus", "ringing"]]);
  expect(ringing.status).toBe(200);
  expect(ringing.body).toContain("+442079460990");
  const ended = await send([...parties, ["CallStatus", "completed"], ["CallDuration", "42"]]);
  expect(ended.status).toBeLessThan(300);

  vi.setSystemTime(Date.now() + 60_000);
  await runDurableObjectAlarm(stubOf(SITE));
  expect((await stubOf(SITE).health()).outbox, "the visit and its call wait").toBe(2);

  await giveDatabase(env.DB);
  for (let i = 0; i < 2_000 && (await stubOf(SITE).health()).outbox > 0; i++) {
    vi.setSystemTime(Date.now() + 60_000);
    await runDurableObjectAlarm(stubOf(SITE));
  }
  const calls = await env.DB.prepare("SELECT id, visit_id, method, status, campaign FROM call").all();
  expect(calls.results).toEqual([
    { id: `${CONNECTION}:CA1`, visit_id: visit, method: "lease", status: "completed", campaign: "brand" },
  ]);
  expect(await env.DB.prepare("SELECT id FROM visit").first("id")).toBe(visit);
});
