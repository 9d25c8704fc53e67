/** Ids of things made through the API: a prefix that says what it is, and 80 random bits. */

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** @example newId("pool") // "pool_8k2m0v6x1q9d3fza" */
export function newId(prefix: string): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `${prefix}_${Array.from(bytes, (byte) => ALPHABET[byte % 32]).join("")}`;
}
