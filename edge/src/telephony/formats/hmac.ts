/** HMAC with WebCrypto, and base64 read strictly. Signatures are compared by `crypto.subtle.verify`: in constant time. */

export type HmacHash = "SHA-1" | "SHA-256";

const encoder = new TextEncoder();

export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(encoder.encode(text));
}

export async function hmacKey(hash: HmacHash, secret: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", secret, { name: "HMAC", hash }, false, ["sign", "verify"]);
}

/** Keys at hand, by hash and secret: importing one costs as much as using it, while a caller waits. */
const kept = new Map<string, Promise<CryptoKey>>();
const MAX_KEPT = 100;

/** As `hmacKey`, of a secret that is a text and will be used again. */
export function keptHmacKey(hash: HmacHash, secret: string): Promise<CryptoKey> {
  const name = `${hash} ${secret}`;
  const key = kept.get(name) ?? hmacKey(hash, utf8(secret));
  // Taken out and put in again, so that the first is the one unused for longest.
  kept.delete(name);
  const [oldest] = kept.keys();
  if (oldest !== undefined && kept.size >= MAX_KEPT) kept.delete(oldest);
  kept.set(name, key);
  return key;
}

export async function hmacSign(key: CryptoKey, message: Uint8Array<ArrayBuffer>): Promise<string> {
  return encodeBase64(new Uint8Array(await crypto.subtle.sign("HMAC", key, message)));
}

export async function hmacVerify(
  key: CryptoKey,
  signature: Uint8Array<ArrayBuffer>,
  message: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  return crypto.subtle.verify("HMAC", key, signature, message);
}

export function encodeBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

/** Bytes of standard base64, with or without padding; nothing for anything else. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** SHA-256 as lower-case hex. */
export async function sha256Hex(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
