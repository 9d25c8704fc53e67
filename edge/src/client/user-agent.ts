/** The user agent as everything here reads it: bounded, because patterns run over it and memories are keyed by it. */

/** Real ones stay under 300 characters, those of in-app browsers under 500. */
const USER_AGENT_MAX = 512;

export function boundUserAgent(userAgent: string | null): string {
  return (userAgent ?? "").trim().slice(0, USER_AGENT_MAX);
}
