/**
 * The visitor id in a cookie that scripts cannot read, so that it outlives what the browser lets scripts keep. It is a
 * visitor's secret: it must never be logged, never be read for anything but a visit, and is sent to the edge's host alone.
 */
import { isLocal } from "./same-site.ts";

/** The longest that browsers keep a cookie: 400 days. https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html */
const MAX_AGE_SECONDS = 34_560_000;
const VISITOR = /^[A-Za-z0-9_-]{16,64}$/;

const nameOf = (siteKey: string) => `rt_${siteKey}`;

/** The visitor whom a `Cookie` header names; `null` for none, or for what is no visitor id. */
export function readIdCookie(header: string | null, siteKey: string): string | null {
  const prefix = `${nameOf(siteKey)}=`;
  for (const part of (header ?? "").split(";")) {
    const pair = part.trim();
    if (!pair.startsWith(prefix)) continue;
    const value = pair.slice(prefix.length);
    return VISITOR.test(value) ? value : null;
  }
  return null;
}

/**
 * A `Set-Cookie` header.
 * @param visitor `null` takes the cookie away
 */
export function idCookie(siteKey: string, visitor: string | null, edge: URL): string {
  const secure = isLocal(edge.hostname) && edge.protocol === "http:" ? "" : "; Secure";
  const age = visitor === null ? 0 : MAX_AGE_SECONDS;
  return `${nameOf(siteKey)}=${visitor ?? ""}; Max-Age=${age}; Path=/; HttpOnly${secure}; SameSite=Lax`;
}
