/** What a page and a provider send, for tests from outside. */
import { createHmac, randomUUID } from "node:crypto";
import type { VisitResponse } from "../../../sdk/src/wire.ts";

const PHONE =
  "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36";
export const SALES = "+442079460000";

/** A visit request as a page sends it, from an address of its own. */
export async function visit(origin: string, n: number, known?: VisitResponse): Promise<VisitResponse> {
  const response = await fetch(`${origin}/v1/visit`, {
    method: "POST",
    headers: {
      "content-type": "text/plain",
      origin: "https://shop.example",
      "user-agent": PHONE,
      "cf-connecting-ip": `198.51.${n >> 8}.${n & 255}`,
    },
    body: JSON.stringify({
      site: "demo",
      visitor: known?.visitor ?? `visitor-${n}-${randomUUID()}`,
      ...(known ? { visit: known.visit } : {}),
      page: {
        url: "https://shop.example/?utm_source=google&utm_medium=cpc&utm_campaign=brand&utm_term=crm",
        referrer: "",
      },
    }),
  });
  if (!response.ok) throw new Error(`visit: ${response.status} ${await response.text()}`);
  return (await response.json()) as VisitResponse;
}

/** The number a visit was given for a target, with the way it came by it. */
export function numberOf(response: VisitResponse, target = SALES): string | null {
  return response.swaps.find((swap) => swap.target === target)?.number ?? null;
}

/** A Twilio webhook with its signature: base64 HMAC-SHA1 over the URL and the sorted parameters. */
export function twilioRequest(url: string, parameters: Record<string, string>, token = "demo-twilio-token"): Request {
  const message =
    url +
    Object.keys(parameters)
      .sort()
      .map((name) => name + parameters[name])
      .join("");
  const signature = createHmac("sha1", token).update(message).digest("base64");
  return new Request(url, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", "x-twilio-signature": signature },
    body: new URLSearchParams(parameters),
  });
}

export function incomingCall(to: string, from = "+447700900123"): Record<string, string> {
  const callSid = `CA${randomUUID().replaceAll("-", "")}`;
  return { CallSid: callSid, AccountSid: "AC1", From: from, To: to, CallStatus: "ringing", Direction: "inbound" };
}

/** A call as the operator's API lists it: what the tests look at. */
export interface CallItem {
  id: string;
  number: string;
  status: string;
  method: string;
  confidence: number;
  evidence: string[];
  campaign: string;
  term: string;
  visitId: string | null;
  visit: { id: string; landing: string; campaign: string; term: string } | null;
}

export interface CallPage {
  items: CallItem[];
  next: string | null;
}

/** Calls as the operator sees them. */
export async function calls(origin: string, query = ""): Promise<CallPage> {
  const response = await fetch(`${origin}/v1/calls${query}`, {
    headers: { authorization: "Bearer demo-operator-key" },
  });
  if (!response.ok) throw new Error(`calls: ${response.status} ${await response.text()}`);
  return (await response.json()) as CallPage;
}

/** The call with this provider's id, as soon as it is listed. */
export async function listed(origin: string, callSid: string): Promise<CallItem> {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    const found = (await calls(origin)).items.find(({ id }) => id.endsWith(`:${callSid}`));
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`call ${callSid} is not listed`);
}

/** A pulse as a page sends it; throws unless it was acknowledged. */
export async function pulse(origin: string, known: VisitResponse, type: "alive" | "hidden" | "end"): Promise<void> {
  const { visitor, visit: id } = known;
  const response = await fetch(`${origin}/v1/pulse`, {
    method: "POST",
    headers: { "content-type": "text/plain", origin: "https://shop.example", "user-agent": PHONE },
    body: JSON.stringify({ site: "demo", visitor, visit: id, events: [{ type, ago: 0 }] }),
  });
  if (!response.ok) throw new Error(`pulse: ${response.status}`);
}
