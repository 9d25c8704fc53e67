/** Operator keys as strings: how they are made, and what is stored of them. Knows no database and no request. */

const PREFIX = "rt_";
const BYTES = 32;

/** A new key. It is shown once and never stored. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
  return (
    PREFIX +
    btoa(String.fromCharCode(...bytes))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replaceAll("=", "")
  );
}

/** SHA-256, lower-case hex: what is stored of a key. 256 random bits need no salt and no slow hash. */
export async function hashKey(key: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(key));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
