/** Twilio in the contract suite. Signs with `node:crypto`, independently of the adapter. */
import { createHmac } from "node:crypto";
import { elements, readXml, textOf } from "./read-xml.ts";
import type { Samples } from "./samples.ts";

const TOKEN = "a-token-of-the-contract-suite";

export function signedForm(url: string, fields: [string, string][], token = TOKEN): Request {
  const sorted = fields.toSorted(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1));
  const seen = new Set<string>();
  let message = url;
  for (const [name, value] of sorted) {
    const pair = name + value;
    if (!seen.has(`${name}\n${value}`)) message += pair;
    seen.add(`${name}\n${value}`);
  }
  const signature = createHmac("sha1", token).update(message).digest("base64");
  return new Request(url, {
    method: "POST",
    headers: { "x-twilio-signature": signature, "content-type": "application/x-www-form-urlencoded; charset=UTF-8" },
    body: new URLSearchParams(fields).toString(),
  });
}

export const twilioSamples: Samples = {
  secrets: { authToken: TOKEN },
  otherSecrets: { authToken: "another-token" },
  vectorSecrets: (secret) => ({ authToken: secret }),
  signatureHeaders: ["x-twilio-signature"],
  callIdPath: "CallSid",
  arriving: async (baseUrl, { callId, from, to }) =>
    signedForm(baseUrl, [
      ...(callId === null ? [] : ([["CallSid", callId]] as [string, string][])),
      ["From", from ?? "anonymous"],
      ...(to === null ? [] : ([["To", to]] as [string, string][])),
      ["CallStatus", "ringing"],
      ["Direction", "inbound"],
      ["CallerCity", ""],
      ["Novelty", "b"],
      ["Novelty", "a"],
      ["Novelty", "b"],
    ]),
  keyed: async (baseUrl, { callId, from, to }, digits) =>
    signedForm(`${baseUrl}/gather?to=${encodeURIComponent(to ?? "")}`, [
      ["CallSid", callId ?? ""],
      ["From", from ?? "anonymous"],
      ["To", to ?? ""],
      ["CallStatus", "in-progress"],
      ["Direction", "inbound"],
      ["Digits", digits],
      ["FinishedOnKey", "#"],
    ]),
  outgoing: async (baseUrl) =>
    signedForm(baseUrl, [
      ["CallSid", "CAout"],
      ["From", "+442079460100"],
      ["To", "+447700900123"],
      ["CallStatus", "completed"],
      ["Direction", "outbound-api"],
    ]),
  words: ({ body }) => elements(readXml(body), "Say").map(textOf),
  asks: ({ body }) => {
    const [gather] = elements(readXml(body), "Gather");
    return gather === undefined ? undefined : Number(gather.attributes.numDigits);
  },
  dials: ({ body }) => elements(readXml(body), "Number").map(textOf)[0],
};
