/**
 * What the referrer tells of how a visitor arrived. The site's own pages, and pages one only passes through on the way
 * (payment, sign-in), tell nothing. Browsers mostly send the bare origin, so hosts decide, not paths.
 */
import type { Origin } from "./click-ids.ts";
import {
  AD_NETWORKS,
  ANDROID_APPS,
  OWN_AI_ASSISTANTS,
  OWN_SOCIAL_NETWORKS,
  PASSED_THROUGH,
  WEBMAIL,
} from "./data/own-sources.ts";
import { AI_ASSISTANTS, SOCIAL_NETWORKS } from "./data/social-networks.ts";
import { type PageUrl, parsePageUrl } from "./page-url.ts";
import { registrableDomain } from "./registrable-domain.ts";
import { readSearch } from "./search-engine.ts";
import { aliasesOf, linesOf, lookUpDomain, wordsOf } from "./source-list.ts";

export interface ReferrerReading {
  /** Host, or an Android app's package; empty when the referrer tells nothing. */
  host: string;
  /** `null` when it tells nothing. */
  origin: Origin | null;
}

const NOTHING: ReferrerReading = { host: "", origin: null };

const APPS = new Map(linesOf(ANDROID_APPS).map((line) => [wordsOf(line)[0] ?? "", wordsOf(line)[1] ?? ""]));

/** What a site means: traffic from somewhere, a page passed through, or webmail (whose source is its own host). */
type Site = Origin | "passed" | "mail";

/** By domain, each with its subdomains. Networks are asked before search engines: Facebook is on both of Matomo's lists. */
const SITES = new Map<string, Site>([
  ...[...aliasesOf(OWN_SOCIAL_NETWORKS, SOCIAL_NETWORKS)].map(([host, name]): [string, Site] => [host, referral(name)]),
  ...linesOf(AD_NETWORKS).flatMap(advertisers),
  ...wordsOf(WEBMAIL).map((host): [string, Site] => [host, "mail"]),
  ...[...aliasesOf(OWN_AI_ASSISTANTS, AI_ASSISTANTS)].map(([host, name]): [string, Site] => [host, assistant(name)]),
  ...wordsOf(PASSED_THROUGH).map((host): [string, Site] => [host, "passed"]),
]);

/**
 * @param referrer `document.referrer`
 * @param ownHosts of the site: other hosts of the same registered domains count as its own
 * @param passedThrough further hosts to pass over, with their subdomains
 */
export function readReferrer(
  referrer: string,
  ownHosts: readonly string[],
  passedThrough: readonly string[] = [],
): ReferrerReading {
  const url = parsePageUrl(referrer);
  if (!url || url.host === "") return NOTHING;
  if (url.scheme === "android-app") return readApp(url);
  if (url.scheme !== "https" && url.scheme !== "http") return NOTHING;
  const domain = registrableDomain(url.host);
  if (ownHosts.some((own) => registrableDomain(own) === domain)) return NOTHING;
  if (passedThrough.some((host) => isWithin(url.host, host))) return NOTHING;
  const origin = originOf(url);
  return origin ? { host: url.host, origin } : NOTHING;
}

function readApp(url: PageUrl): ReferrerReading {
  const site = APPS.get(url.host);
  const origin = site ? originOf({ ...url, host: site, path: "", query: "" }) : referral(url.host);
  return { host: url.host, origin };
}

function originOf(url: PageUrl): Origin | null {
  const { host } = url;
  const site = SITES.get(host + url.path.replace(/\/$/, "")) ?? lookUpDomain(SITES, host);
  if (site === "passed") return null;
  if (site === "mail" || (site === undefined && isWebmail(host))) return { source: host, medium: "email" };
  if (site) return site;
  const search = readSearch(url);
  if (search) return { source: search.name, medium: "organic", term: search.keyword };
  return referral(host.replace(/^www\./, ""));
}

function referral(source: string): Origin {
  return { source, medium: "referral" };
}

function assistant(source: string): Origin {
  return { source, medium: "ai-assistant", campaign: "(ai-assistant)" };
}

function advertisers(line: string): [string, Site][] {
  const [source = "", medium = "", hosts = ""] = line.split("|");
  return wordsOf(hosts).map((host) => [host, { source, medium }]);
}

/** Named so under whatever domain: `mail.example.org`, `webmail.example.org`. */
function isWebmail(host: string): boolean {
  const labels = host.slice(0, -registrableDomain(host).length).split(".");
  return labels.some((label) => /^(web|e)?mail\d*$|^(zimbra|roundcube|owa|messagerie)$/.test(label));
}

function isWithin(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}
