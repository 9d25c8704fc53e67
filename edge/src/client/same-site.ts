/**
 * Whether a page and the edge are of one site as browsers see it, so that a cookie set by the edge is the page's own. The
 * registered domain is estimated; where the estimate is too wide the browser's own rules still keep the cookie back.
 */
import { registrableDomain } from "../core/registrable-domain.ts";

/**
 * @param origin of the page, as its request tells
 * @example isSameSite("https://shop.example", new URL("https://calls.shop.example/v1/visit")) // true
 */
export function isSameSite(origin: string, edge: URL): boolean {
  const page = URL.parse(origin);
  if (page === null) return false;
  if (isLocal(page.hostname) && isLocal(edge.hostname)) return page.hostname === edge.hostname;
  if (page.protocol !== "https:" || edge.protocol !== "https:") return false;
  return registrableDomain(page.hostname) === registrableDomain(edge.hostname);
}

/** Browsers trust these without TLS. https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy */
export function isLocal(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost") || host === "127.0.0.1" || host === "[::1]";
}
