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

export interface CallItem {
  id: string;
  number: string;
  status: string;
  [field: string]: unknown;
}

/** Calls as the operator sees them. */
export async function calls(origin: string, query = ""): Promise<CallItem[]> {
  const response = await fetch(`${origin}/v1/calls${query}`, {
    headers: { authorization: "Bearer demo-operator-key" },
  });
  if (!response.ok) throw new Error(`calls: ${response.status} ${await response.text()}`);
  const body = (await response.json()) as { data?: CallItem[]; calls?: CallItem[]; items?: CallItem[] };
  return body.data ?? body.calls ?? body.items ?? [];
}
