/**
 * Connection secrets at rest: AES-256-GCM under `SECRETS_KEY`. What is stored is base64 of iv || ciphertext || tag of a
 * JSON object. Must never log a secret, nor say why a ciphertext could not be read.
 */
import type { Env } from "./env.ts";

const IV_BYTES = 12;
const KEY_BYTES = 32;

/** Encrypts the secrets of a connection, for D1 and the directory. */
export async function encryptSecrets(
  secrets: Readonly<Record<string, string>>,
  env: Pick<Env, "SECRETS_KEY">,
): Promise<string> {
  const key = await importKey(env.SECRETS_KEY);
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const text = new TextEncoder().encode(JSON.stringify(secrets));
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, text));
  return btoa(String.fromCharCode(...iv, ...sealed));
}

/** The secrets again. Throws if they were encrypted under another key, or changed. */
export async function decryptSecrets(
  stored: string,
  env: Pick<Env, "SECRETS_KEY">,
): Promise<Readonly<Record<string, string>>> {
  const key = await importKey(env.SECRETS_KEY);
  const bytes = Uint8Array.from(atob(stored), (character) => character.charCodeAt(0));
  const iv = bytes.subarray(0, IV_BYTES);
  const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, bytes.subarray(IV_BYTES));
  return JSON.parse(new TextDecoder().decode(text)) as Record<string, string>;
}

async function importKey(base64: string): Promise<CryptoKey> {
  const raw = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  if (raw.byteLength !== KEY_BYTES) throw new Error("SECRETS_KEY must be 32 bytes, base64.");
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}
