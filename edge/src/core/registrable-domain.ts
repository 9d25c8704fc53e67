/**
 * The domain that one owner has registered, to tell the site's own hosts from other people's. An estimate without the
 * Public Suffix List, which would be the largest thing in the Worker: right for country suffixes such as `co.uk` and
 * for the common hosting platforms.
 */

/** Second-level labels under which countries register names. */
const SECOND_LEVEL = new Set(
  "ac co com edu gov gob gouv go mil ne net nom or org biz info msk spb kiev kyiv kharkov lviv odesa dp in".split(" "),
);

/** Hosts under which strangers live side by side. */
const PLATFORMS = new Set(
  `github.io gitlab.io pages.dev workers.dev netlify.app vercel.app herokuapp.com web.app firebaseapp.com onrender.com
  fly.dev azurewebsites.net cloudfront.net myshopify.com blogspot.com wordpress.com wixsite.com webflow.io framer.website
  carrd.co squarespace.com weebly.com tilda.ws ucoz.ru narod.ru nethouse.ru business.site canva.site glitch.me
  replit.app translate.goog`.split(/\s+/),
);

/**
 * @param host lower case; addresses come back as they are
 * @example registrableDomain("shop.example.co.uk") // "example.co.uk"
 */
export function registrableDomain(host: string): string {
  const labels = host.replace(/^www\./, "").split(".");
  if (host.startsWith("[") || /^[\d.]+$/.test(host)) return host;
  const [second = "", top = ""] = labels.slice(-2);
  const isWide = PLATFORMS.has(`${second}.${top}`) || (top.length === 2 && SECOND_LEVEL.has(second));
  return labels.slice(isWide ? -3 : -2).join(".");
}
