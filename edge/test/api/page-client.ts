/** What a page sends to the real Worker, and a call through a real webhook, for tests of the whole way. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import type { VisitRequest, VisitResponse } from "../../../sdk/src/wire.ts";
import { signedForm } from "../telephony/samples/twilio.ts";
import { us } from "./operator-client.ts";
import { CONNECTION } from "./resources.ts";

export const EDGE = "https://edge.example";
export const SHOP = "https://shop.example";
const TOKEN = "a-token-of-the-page-client";
const AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

let addresses = 0;

/** Posts as a page does; each request from a network of its own. */
export function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const n = addresses++;
  const address = `10.${20 + (n >> 16)}.${(n >> 8) & 255}.${n & 255}`;
  const all = { "content-type": "text/plain", origin: SHOP, "user-agent": AGENT, "cf-connecting-ip": address };
  const init = { method: "POST", headers: { ...all, ...headers }, body: JSON.stringify(body) };
  const url = path.startsWith("http") ? path : `${EDGE}${path}`;
  return exports.default.fetch(new Request(url, init));
}

export const PAGE = { url: `${SHOP}/bikes?utm_source=google&utm_medium=cpc&utm_campaign=spring`, referrer: "" };

let visitors = 0;
export const newVisitor = () => `page-client-visitor-${visitors++}`;

/** A page view; of a new visitor unless `change` says whose. */
export async function view(site: string, change: Partial<VisitRequest> = {}): Promise<VisitResponse> {
  const response = await post("/v1/visit", { site, visitor: newVisitor(), page: PAGE, ...change });
  if (response.status !== 200) throw new Error(`visit: ${response.status} ${await response.text()}`);
  return (await response.json()) as VisitResponse;
}

/** A Twilio connection of ours. */
export async function connect(): Promise<string> {
  const twilio = { ...CONNECTION, provider: "twilio", secrets: { authToken: TOKEN } };
  return (await us.post<{ id: string }>("/v1/connections", twilio)).body.id;
}

export interface Called {
  method: string;
  visitId: string | null;
  visitorId: string | null;
  confidence: number;
  evidence: string[];
  caller: string;
}

/** Somebody calls a number; answers with the call as the API has it. */
export async function call(site: string, connection: string, callId: string, to: string, from: string) {
  const fields = { CallSid: callId, From: from, To: to, Direction: "inbound", CallStatus: "ringing" };
  const response = await exports.default.fetch(
    signedForm(`${EDGE}/hooks/twilio/${connection}`, Object.entries(fields), TOKEN),
  );
  if (response.status !== 200) throw new Error(`webhook: ${response.status}`);
  await response.text();
  return recorded(site, connection, callId);
}

export async function recorded(site: string, connection: string, callId: string): Promise<Called> {
  await flush(site);
  return (await us.get<Called>(`/v1/calls/${encodeURIComponent(`${connection}:${callId}`)}`)).body;
}

export const switchboard = (site: string, shard = 0) =>
  env.SWITCHBOARD.get(env.SWITCHBOARD.idFromName(`${site}/${shard}`));

/** Has a switchboard write down what D1 has not heard of, due or not. */
export async function flush(site: string, shard = 0): Promise<void> {
  const stub = switchboard(site, shard);
  await runInDurableObject(stub, (_, state) => {
    if (state.storage.sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'outbox'").toArray().length > 0)
      state.storage.sql.exec("UPDATE outbox SET due_at = 0");
  });
  await evictDurableObject(stub);
  await runDurableObjectAlarm(stub);
}
