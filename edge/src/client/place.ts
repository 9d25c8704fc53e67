/**
 * Where the visitor is, as Cloudflare tells it with the request. Coarse on purpose: no coordinates, no postal code, no
 * address. https://developers.cloudflare.com/workers/runtime-apis/request/#incomingrequestcfproperties
 */
import type { ClientContext } from "../switchboard/rpc.ts";

const NAME_MAX = 64;

/** Cloudflare's codes for "unknown" and "Tor": no country. */
const NO_COUNTRY = new Set(["XX", "T1"]);

/** Empty strings where nothing is known, as without Cloudflare in front. */
export function readPlace(cf: Request["cf"] | undefined): ClientContext["place"] {
  const country = textOf(cf?.country).toUpperCase();
  return {
    country: /^[A-Z]{2}$/.test(country) && !NO_COUNTRY.has(country) ? country : "",
    region: textOf(cf?.regionCode) || textOf(cf?.region),
    city: textOf(cf?.city),
  };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value.slice(0, NAME_MAX) : "";
}
