/**
 * A touch: how a visitor arrived, read from the page's URL and referrer. The advertiser's own words come first, then
 * click ids that prove an advertisement, then the referrer, then weaker ids. Pure; never throws, whatever the URL.
 */
import { type CampaignParameters, readCampaignParameters } from "./campaign-parameters.ts";
import { type Channel, channelOf, DIRECT, NOT_SET } from "./channel.ts";
import { type Origin, originOfClick, readClickIds } from "./click-ids.ts";
import { parsePageUrl, readParameters, readPath } from "./page-url.ts";
import { readReferrer } from "./referrer.ts";

/** `TouchSummary` of the wire contract, and the click ids, which the page is not told again. */
export interface Touch {
  channel: Channel;
  source: string;
  medium: string;
  campaign: string;
  term: string;
  content: string;
  /** Path of the page. */
  landing: string;
  /** Host of the referrer, or an Android app's package; empty where it tells nothing. */
  referrer: string;
  /** By lower-case parameter name, values byte for byte. */
  clickIds: Record<string, string>;
}

export interface TouchContext {
  /** The site's origins (`https://shop.example`); `*` says nothing. The page's own host always counts as the site's. */
  origins: readonly string[];
  /** Hosts that visitors only pass through, beside the known payment and sign-in ones. */
  passedThrough?: readonly string[];
}

/** @example readTouch({ url: "https://shop.example/?gclid=x", referrer: "" }, { origins: [] }).channel // "Paid Search" */
export function readTouch(page: { url: string; referrer: string }, context: TouchContext): Touch {
  const url = parsePageUrl(page.url);
  const parameters = url ? readParameters(url) : new Map<string, string>();
  const ownHosts = [url?.host ?? "", ...context.origins.map((origin) => parsePageUrl(origin)?.host ?? "")];
  const referrer = readReferrer(page.referrer, ownHosts, context.passedThrough);
  const tags = readCampaignParameters(parameters);
  const paid = originOfClick(parameters, "paid");
  const implied = paid ?? referrer.origin ?? originOfClick(parameters, "weak");
  const { source, medium, campaign = "", term = "" } = merge(tags, paid, implied);
  return {
    channel: channelOf({ source, medium, campaign }),
    source,
    medium,
    campaign,
    term,
    content: tags.content,
    landing: readPath(url),
    referrer: referrer.host,
    clickIds: readClickIds(parameters),
  };
}

/** What the advertiser wrote, filled up where it is silent by what is implied and does not contradict it. */
function merge(tags: CampaignParameters, paid: Origin | null, implied: Origin | null): Origin {
  if (Object.values(tags).every((tag) => tag === "")) return implied ?? DIRECT;
  if (implied && (tags.source === "" || tags.source.toLowerCase() === implied.source)) {
    const written = Object.entries(tags).filter(([, tag]) => tag !== "");
    return { ...implied, ...Object.fromEntries(written) };
  }
  return { ...tags, source: tags.source || NOT_SET, medium: tags.medium || (paid?.medium ?? NOT_SET) };
}

/**
 * Whether a page view within a visit is a new touch of it: an advertisement or campaign other than the last, or a new
 * arrival from a search engine, network or assistant. Coming back directly or from just any site is none, and the
 * visit keeps its number either way. (More than the visit's time-out of silence begins a new visit, with its own.)
 */
export function isNewTouch(previous: Touch | null, current: Touch): boolean {
  if (!previous) return true;
  if (current.channel === "Direct" || isSame(previous, current)) return false;
  if (isUntagged(current)) {
    // Within a single-page application, and on reload, the referrer stays what it was at arrival.
    if (current.referrer !== "" && current.referrer === previous.referrer) return false;
    if (current.channel === "Referral" && current.medium === "referral") return false;
  }
  return true;
}

/** The same campaign, and no click that is not known: a link within the site may carry on the tags without the id. */
function isSame(previous: Touch, current: Touch): boolean {
  return (
    COMPARED.every((field) => previous[field] === current[field]) &&
    Object.entries(current.clickIds).every(([name, id]) => previous.clickIds[name] === id)
  );
}

const COMPARED = ["source", "medium", "campaign", "term", "content"] as const;

/** Nothing but the referrer, or what may as well be the referrer, told this touch. */
function isUntagged(touch: Touch): boolean {
  return (
    Object.keys(touch.clickIds).length === 0 &&
    touch.content === "" &&
    (touch.campaign === "" || touch.medium === "ai-assistant")
  );
}
