/**
 * Channels: the default channel group of Google Analytics 4, so that calls can be laid beside its reports. The rules
 * work on source, medium and campaign alone, ignore case, and the first that matches wins.
 * https://support.google.com/analytics/answer/9756891
 */
import { GA4_SEARCH, GA4_SHOPPING, GA4_SOCIAL, GA4_VIDEO } from "./data/ga4-sources.ts";
import {
  AI_NAMES,
  OWN_AI_ASSISTANTS,
  OWN_SEARCH_NAMES,
  OWN_SHOPPING,
  OWN_SOCIAL_NETWORKS,
  OWN_VIDEO,
  WEBMAIL,
} from "./data/own-sources.ts";
import { AI_ASSISTANTS, SOCIAL_NETWORKS } from "./data/social-networks.ts";
import { wordsOf } from "./source-list.ts";

export type Channel =
  | "Direct"
  | "Cross-network"
  | "Paid Shopping"
  | "Paid Search"
  | "Paid Social"
  | "Paid Video"
  | "Display"
  | "Paid Other"
  | "Organic Shopping"
  | "Organic Social"
  | "Organic Video"
  | "AI Assistant"
  | "Organic Search"
  | "Referral"
  | "Email"
  | "Affiliates"
  | "Audio"
  | "SMS"
  | "Mobile Push Notifications"
  | "Unassigned";

export interface Traffic {
  source: string;
  medium: string;
  campaign: string;
}

export const DIRECT = { source: "(direct)", medium: "(none)" } as const;

/** Source and medium where the URL is tagged but does not tell them. */
export const NOT_SET = "(not set)";

const PAID = /^(.*cp.*|ppc|retargeting|paid.*)$/;
const SHOPPING_CAMPAIGN = /^(.*(([^a-df-z]|^)shop|shopping).*)$/;
const EMAIL = /email|e-mail|e_mail|e mail/;
const SOCIAL_MEDIA = ["social", "social-network", "social-media", "sm", "social network", "social media"];
const DISPLAY_MEDIA = ["display", "banner", "expandable", "interstitial", "cpm"];

/**
 * The channel of traffic.
 *
 * Where sources disagree on the order, Referral comes before Email. "AI Assistant", which Google added in May 2026
 * without publishing its rule, comes before Organic Search.
 */
export function channelOf(traffic: Traffic): Channel {
  const source = fold(traffic.source);
  const medium = fold(traffic.medium);
  const campaign = fold(traffic.campaign);
  if (isDirect(source, medium)) return "Direct";
  if (campaign.includes("cross-network")) return "Cross-network";
  const category = CATEGORIES.get(source) ?? CATEGORIES.get(source.replace(/^www\./, ""));
  const isShopping = category === "Shopping" || SHOPPING_CAMPAIGN.test(campaign);
  return (
    paidChannel(medium, category, isShopping) ??
    organicChannel(medium, category, isShopping) ??
    otherChannel(source, medium)
  );
}

type Category = "Search" | "Social" | "Video" | "Shopping" | "AI" | "none";

function fold(text: string): string {
  return text.trim().toLowerCase();
}

function isDirect(source: string, medium: string): boolean {
  if (source === "" && medium === "") return true;
  return source === DIRECT.source && (medium === "" || medium === DIRECT.medium || medium === NOT_SET);
}

function paidChannel(medium: string, category: Category | undefined, isShopping: boolean): Channel | null {
  if (PAID.test(medium)) {
    if (isShopping) return "Paid Shopping";
    if (category === "Search" || category === "Social" || category === "Video") return `Paid ${category}`;
  }
  if (DISPLAY_MEDIA.includes(medium)) return "Display";
  return PAID.test(medium) ? "Paid Other" : null;
}

function organicChannel(medium: string, category: Category | undefined, isShopping: boolean): Channel | null {
  if (isShopping) return "Organic Shopping";
  if (category === "Social" || SOCIAL_MEDIA.includes(medium)) return "Organic Social";
  if (category === "Video" || medium.includes("video")) return "Organic Video";
  if (category === "AI" || medium === "ai-assistant") return "AI Assistant";
  if (category === "Search" || medium === "organic") return "Organic Search";
  return null;
}

function otherChannel(source: string, medium: string): Channel {
  if (medium === "referral" || medium === "app" || medium === "link") return "Referral";
  if (EMAIL.test(source) || EMAIL.test(medium)) return "Email";
  if (medium === "affiliate") return "Affiliates";
  if (medium === "audio") return "Audio";
  if (source === "sms" || medium === "sms") return "SMS";
  const isPush = medium.endsWith("push") || medium.includes("mobile") || medium.includes("notification");
  return isPush || source === "firebase" ? "Mobile Push Notifications" : "Unassigned";
}

/** Our own lists win over Google's, which win over Matomo's. */
const CATEGORIES = new Map<string, Category>([
  ...entries("Social", wordsOf(SOCIAL_NETWORKS)),
  ...entries("AI", wordsOf(AI_ASSISTANTS)),
  ...entries("Shopping", ga4Names(GA4_SHOPPING)),
  ...entries("Video", ga4Names(GA4_VIDEO)),
  ...entries("Search", ga4Names(GA4_SEARCH)),
  ...entries("Social", ga4Names(GA4_SOCIAL)),
  ...entries("Search", wordsOf(OWN_SEARCH_NAMES)),
  ...entries("Social", wordsOf(OWN_SOCIAL_NETWORKS)),
  ...entries("Video", wordsOf(OWN_VIDEO)),
  ...entries("Shopping", wordsOf(OWN_SHOPPING)),
  ...entries("AI", [...wordsOf(OWN_AI_ASSISTANTS), ...wordsOf(AI_NAMES)]),
  // Google's list has some webmail among its search engines.
  ...entries("none", [...wordsOf(WEBMAIL), "mail.yandex.ru", "mail.rambler.ru"]),
]);

function entries(category: Category, names: string[]): [string, Category][] {
  return names.map((name) => [name, category]);
}

function ga4Names(list: string): string[] {
  return wordsOf(list).flatMap((word) => {
    const name = word.replace("~", "").replaceAll("_", " ");
    return word.endsWith("~") ? [name, `${name}.com`] : [name];
  });
}
