/**
 * Standard Webhooks 1.0.0: HMAC-SHA256 over id, time stamp and raw body. A time stamp more than five minutes off is
 * refused, so a captured request is worth nothing later (W2). https://www.standardwebhooks.com
 */
import type { Verification, Webhook } from "../types.ts";
import { decodeBase64, hmacKey, hmacSign, hmacVerify, utf8 } from "./hmac.ts";

const TOLERANCE_SECONDS = 300;
const PREFIX = "whsec_";
/** While a key is rotated there are two signatures; more than this many are not looked at. */
const MAX_SIGNATURES = 8;

export async function verifyStandard(webhook: Webhook, secret: string, nowMs: number): Promise<Verification> {
  const id = webhook.headers.get("webhook-id");
  const timestamp = webhook.headers.get("webhook-timestamp");
  const signatures = webhook.headers.get("webhook-signature");
  if (!id || !timestamp || !signatures) return { ok: false, reason: "missing" };
  if (!/^\d{1,12}$/.test(timestamp)) return { ok: false, reason: "malformed" };
  const bytes = secretBytes(secret);
  if (bytes === undefined) throw new Error("The connection's secret is not a Standard Webhooks secret.");
  const key = await hmacKey("SHA-256", bytes);
  if (!(await anyMatches(key, signatures, signedText(id, timestamp, webhook.body))))
    return { ok: false, reason: "mismatch" };
  const age = Math.floor(nowMs / 1000) - Number(timestamp);
  return Math.abs(age) <= TOLERANCE_SECONDS ? { ok: true } : { ok: false, reason: "stale" };
}

/** The three headers of a signed request. */
export async function standardHeaders(
  id: string,
  nowMs: number,
  body: string,
  secret: string,
): Promise<Record<string, string>> {
  const timestamp = String(Math.floor(nowMs / 1000));
  const key = await hmacKey("SHA-256", secretBytes(secret) ?? new Uint8Array(0));
  const signature = `v1,${await hmacSign(key, signedText(id, timestamp, utf8(body)))}`;
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature };
}

/** Says what is wrong with a secret, or nothing. */
export function checkSecret(secret: string): string | undefined {
  const length = secretBytes(secret)?.byteLength ?? 0;
  if (!secret.startsWith(PREFIX) || length < 24 || length > 64) return "whsec_ and the base64 of 24 to 64 random bytes";
  return undefined;
}

function secretBytes(secret: string): Uint8Array<ArrayBuffer> | undefined {
  return decodeBase64(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret);
}

async function anyMatches(key: CryptoKey, signatures: string, message: Uint8Array<ArrayBuffer>): Promise<boolean> {
  for (const entry of signatures.split(" ").slice(0, MAX_SIGNATURES)) {
    // Asymmetric ones (v1a) are for holders of a public key.
    const mac = entry.startsWith("v1,") ? decodeBase64(entry.slice("v1,".length)) : undefined;
    if (mac !== undefined && (await hmacVerify(key, mac, message))) return true;
  }
  return false;
}

function signedText(id: string, timestamp: string, body: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const head = utf8(`${id}.${timestamp}.`);
  const text = new Uint8Array(head.byteLength + body.byteLength);
  text.set(head);
  text.set(body, head.byteLength);
  return text;
}
