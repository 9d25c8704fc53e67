/** The user agent as everything here reads it: bounded, because patterns run over it and memories are keyed by it. */

/** Real ones stay under 300 characters, those of in-app browsers under 500. */
const USER_AGENT_MAX = 512;

/** A digest by which a browser is known again for a moment, without keeping what it calls itself. */
export async function hashUserAgent(headers: Headers): Promise<string> {
  const text = `${boundUserAgent(headers.get("user-agent"))} ${headers.get("accept-language") ?? ""}`;
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest, 0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function boundUserAgent(userAgent: string | null): string {
  return (userAgent ?? "").trim().slice(0, USER_AGENT_MAX);
}
