/**
 * The campaign that the advertiser wrote into the landing page's URL: UTM parameters, and those of Matomo and Piwik
 * under their own names. Explicit words only; what click ids and referrers imply is not read here.
 */
import { readText } from "./page-url.ts";

export interface CampaignParameters {
  source: string;
  medium: string;
  campaign: string;
  term: string;
  content: string;
}

/**
 * Names by field, the first that has a value wins.
 * UTM: https://support.google.com/analytics/answer/10917952; Matomo: its `config/global.ini.php`.
 */
const NAMES: Record<keyof CampaignParameters, readonly string[]> = {
  source: ["utm_source", "mtm_source", "matomo_source", "piwik_source", "pk_source"],
  medium: ["utm_medium", "mtm_medium", "matomo_medium", "piwik_medium", "pk_medium"],
  // Last the ids of a campaign, which join with the cost import as well as its name does.
  campaign: [
    "utm_campaign",
    "mtm_campaign",
    "matomo_campaign",
    "piwik_campaign",
    "pk_campaign",
    "pk_cpn",
    "utm_id",
    "mtm_cid",
    "matomo_cid",
    "pk_cid",
    "gad_campaignid",
  ],
  term: [
    "utm_term",
    "mtm_kwd",
    "mtm_keyword",
    "matomo_kwd",
    "matomo_keyword",
    "piwik_kwd",
    "piwik_keyword",
    "pk_kwd",
    "pk_keyword",
  ],
  content: ["utm_content", "mtm_content", "matomo_content", "piwik_content", "pk_content"],
};

/** @param parameters of the landing page, by lower-case name */
export function readCampaignParameters(parameters: ReadonlyMap<string, string>): CampaignParameters {
  const read = (field: keyof CampaignParameters) => firstText(parameters, NAMES[field]);
  return {
    source: read("source"),
    medium: read("medium"),
    campaign: read("campaign"),
    term: read("term"),
    content: read("content"),
  };
}

function firstText(parameters: ReadonlyMap<string, string>, names: readonly string[]): string {
  for (const name of names) {
    const text = readText(parameters.get(name));
    if (text !== "" && !isMacro(text)) return text;
  }
  return "";
}

/** A macro that the advertising system did not fill in: `{keyword}` of Yandex, `{{campaign.name}}` of Meta and VK. */
export function isMacro(text: string): boolean {
  return /^\{\{?[\w.:-]+\}?\}$/.test(text);
}
