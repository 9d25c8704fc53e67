/**
 * The signature over URL and form parameters: base64 of HMAC-SHA1, keyed with the account's token. It has no time stamp,
 * so a repeated request verifies too; repetition is harmless because events merge (W1).
 * https://www.twilio.com/docs/usage/webhooks/webhooks-security
 */
import type { Verification, Webhook } from "../types.ts";
import { bodyText, FORM, mediaType } from "./fields.ts";
import { decodeBase64, hmacSign, hmacVerify, keptHmacKey, sha256Hex, utf8 } from "./hmac.ts";

const SHA1_BYTES = 20;
const BODY_HASH = "bodySHA256";

/** Checks `signature` against every way in which the sender may have written the URL. */
export async function verifySignedUrl(
  webhook: Webhook,
  signature: string | null,
  token: string,
): Promise<Verification> {
  if (signature === null || signature === "") return { ok: false, reason: "missing" };
  const mac = decodeBase64(signature);
  if (mac?.byteLength !== SHA1_BYTES) return { ok: false, reason: "malformed" };
  const parameters = await signedParameters(webhook);
  if (parameters === undefined) return { ok: false, reason: "mismatch" };
  const key = await keptHmacKey("SHA-1", token);
  for (const url of urlVariants(webhook.url)) {
    if (await hmacVerify(key, mac, utf8(url + parameters))) return { ok: true };
  }
  return { ok: false, reason: "mismatch" };
}

/** The signature of a form POST, as the provider would make it. */
export async function signForm(url: string, form: URLSearchParams, token: string): Promise<string> {
  return hmacSign(await keptHmacKey("SHA-1", token), utf8(url + flatten(form)));
}

/**
 * What follows the URL in the signed text, or nothing if the body is not covered by any signature: a form is signed
 * itself, any other body through its hash in the query, a GET has only its URL.
 */
async function signedParameters(webhook: Webhook): Promise<string | undefined> {
  if (webhook.method !== "POST") return "";
  const hash = webhook.url.includes(BODY_HASH) ? new URL(webhook.url).searchParams.get(BODY_HASH) : null;
  if (hash !== null) return (await sha256Hex(webhook.body)) === hash.toLowerCase() ? "" : undefined;
  const type = mediaType(webhook.headers);
  if (type !== FORM && (type !== "" || webhook.body.byteLength > 0)) return undefined;
  return flatten(new URLSearchParams(bodyText(webhook)));
}

/** Names in code unit order, each followed by its value; a repeated name by its different values in order. */
function flatten(form: URLSearchParams): string {
  const names = [...new Set(form.keys())].toSorted();
  return names
    .map((name) =>
      [...new Set(form.getAll(name))]
        .toSorted()
        .map((value) => name + value)
        .join(""),
    )
    .join("");
}

/**
 * As received; with the default port spelt out; without a port; and each of these as WHATWG URL writes it: senders and
 * proxies differ in all three. A fragment only steers the sender and is never signed.
 */
function* urlVariants(url: string): Generator<string> {
  const received = url.split("#", 1)[0] ?? "";
  yield received;
  const variants = new Set<string>();
  for (const written of [received, new URL(received).toString()]) {
    const [, scheme = "", authority = "", rest = ""] = /^(https?):\/\/([^/?]*)(.*)$/is.exec(written) ?? [];
    const host = authority.replace(/:\d+$/, "");
    const port = host === authority ? `:${scheme.toLowerCase() === "https" ? 443 : 80}` : "";
    variants.add(written).add(`${scheme}://${authority}${port}${rest}`).add(`${scheme}://${host}${rest}`);
  }
  variants.delete(received);
  yield* variants;
}
