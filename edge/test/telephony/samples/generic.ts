/** The generic adapter in the contract suite. Signs with the reference library of Standard Webhooks. */
import { Webhook } from "standardwebhooks";
import type { Samples } from "./samples.ts";

const SECRET = "whsec_UmluZ3RyYWlsIHRlc3Qgc2VjcmV0OiAzMiBieXRlcyE=";

export function signedEvent(baseUrl: string, event: unknown, nowMs: number, id = "msg_1", secret = SECRET): Request {
  const body = typeof event === "string" ? event : JSON.stringify(event);
  const headers = {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(nowMs / 1000)),
    "webhook-signature": new Webhook(secret).sign(id, new Date(nowMs), body),
  };
  return new Request(baseUrl, { method: "POST", headers, body });
}

export const genericSamples: Samples = {
  secrets: { secret: SECRET },
  otherSecrets: { secret: "whsec_CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk=" },
  vectorSecrets: (secret) => ({ secret }),
  signatureHeaders: ["webhook-id", "webhook-timestamp", "webhook-signature"],
  callIdPath: "data.call_id",
  arriving: async (baseUrl, { callId, from, to }, nowMs) => {
    const data = {
      call_id: callId ?? undefined,
      from,
      to: to ?? undefined,
      direction: "inbound",
      novelty: [1, { a: 2 }],
    };
    // JSON.stringify cannot repeat a field.
    const body = JSON.stringify({ type: "call.started", novelty: true, data }).replace("{", '{"novelty":1,');
    return signedEvent(baseUrl, body, nowMs);
  },
  keyed: async (baseUrl, { callId, from, to }, digits, nowMs) =>
    signedEvent(baseUrl, { type: "call.digits", data: { call_id: callId, from, to, digits } }, nowMs),
  outgoing: async (baseUrl, nowMs) =>
    signedEvent(
      baseUrl,
      {
        type: "call.completed",
        data: { call_id: "out-1", from: "+442079460100", to: "+447700900123", direction: "outbound" },
      },
      nowMs,
    ),
  words: ({ body }) => {
    const { greeting, text, whisper, prompt } = JSON.parse(body) as Record<string, unknown>;
    return [greeting, text, whisper, prompt].filter((words) => typeof words === "string" && words !== "") as string[];
  },
  asks: ({ body }) => {
    const { action, digits } = JSON.parse(body) as { action?: string; digits?: number };
    return action === "gather" ? digits : undefined;
  },
  dials: ({ body }) => {
    const { number, otherwise } = JSON.parse(body) as { number?: string; otherwise?: { number: string } };
    return number ?? otherwise?.number;
  },
};
