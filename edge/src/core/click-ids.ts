/**
 * Click identifiers: what advertising systems add to the landing page's URL to recognise their click, and what one of
 * them says about the traffic when the advertiser wrote nothing. Values are kept byte for byte: they are case-sensitive
 * and go back to where they came from. Absence proves nothing, since browsers strip them.
 */
import { isMacro } from "./campaign-parameters.ts";
import { decodePercent, VALUE_MAX } from "./page-url.ts";

/** Where traffic comes from, as far as something other than the advertiser's own words tells. */
export interface Origin {
  source: string;
  medium: string;
  campaign?: string;
  term?: string;
}

interface ClickId {
  name: string;
  /** What it implies; `null` for ids that only accompany others. */
  origin: Origin | null;
  /** `paid` beats the referrer; `weak` ones travel with copied links, so they only count where the referrer is silent. */
  proof: "paid" | "weak";
  /** Identifies a person rather than a click: read for what it implies, never kept. */
  personal?: true;
}

/** By precedence. */
const CLICK_IDS: readonly ClickId[] = [
  ...paid("google", "cpc", "gclid", "wbraid", "gbraid"),
  ...paid("doubleclick", "display", "dclid"),
  ...paid("bing", "cpc", "msclkid"),
  ...paid("yandex", "cpc", "yclid"),
  ...paid("vk.com", "cpc", "rb_clickid"),
  ...paid("tiktok.com", "cpc", "ttclid"),
  ...paid("x.com", "cpc", "twclid"),
  ...paid("linkedin.com", "cpc", "li_fat_id"),
  ...paid("reddit.com", "cpc", "rdt_cid"),
  ...paid("pinterest.com", "cpc", "epik"),
  ...paid("snapchat.com", "cpc", "sccid"),
  ...paid("market.yandex.ru", "cpc", "ymclid"),
  ...paid("vk.com", "cpc", "vkclid", "mt_click_id", "mt_link_id", "mailru"),
  ...paid("impact", "affiliate", "irclickid"),
  ...paid("cj", "affiliate", "cjevent"),
  ...paid("awin", "affiliate", "awc"),
  ...paid("shareasale", "affiliate", "sscid"),
  ...paid("rakuten advertising", "affiliate", "ransiteid"),
  // Free listings of the Merchant Center: no advertisement, but surer than the referrer, which only says "google".
  ...paid("google shopping", "organic", "srsltid"),
  // Added together with `gclid`, and left in place by browsers that strip `gclid`.
  ...paid("google", "cpc", "gad_source"),
  // Facebook adds it to every outbound link, so it is no proof of an advertisement.
  ...weak("facebook.com", "referral", "fbclid"),
  ...weak("yandex", "organic", "ysclid"),
  ...weak("instagram.com", "referral", "igshid", "igsh"),
  ...weak("mailchimp", "email", "mc_cid"),
  ...weak("hubspot", "email", "_hsmi"),
  ...weak("mailchimp", "email", "mc_eid").map(personal),
  ...weak("hubspot", "email", "_hsenc").map(personal),
  ...weak("marketo", "email", "mkt_tok").map(personal),
  ...weak("vero", "email", "vero_id").map(personal),
  ...weak("omeda", "email", "oly_enc_id").map(personal),
  ...["gclsrc", "gad_campaignid", "_openstat", "erid"].map((name): ClickId => ({ name, origin: null, proof: "weak" })),
];

/**
 * The ids that a URL carries, by lower-case name, in order of precedence.
 * @param parameters by lower-case name, values as written
 */
export function readClickIds(parameters: ReadonlyMap<string, string>): Record<string, string> {
  const found: [string, string][] = [];
  for (const { name, personal } of CLICK_IDS) {
    const value = personal ? "" : readId(parameters, name);
    if (value !== "") found.push([name, value]);
  }
  return Object.fromEntries(found);
}

/** What the first id with the given strength of proof implies; `null` for none. */
export function originOfClick(parameters: ReadonlyMap<string, string>, proof: ClickId["proof"]): Origin | null {
  const id = CLICK_IDS.find((one) => one.proof === proof && one.origin && readId(parameters, one.name) !== "");
  // Yandex Direct tells search from its advertising network by this macro, where the advertiser passes it on.
  if (id?.name === "yclid" && parameters.get("source_type") === "context")
    return { source: "yandex", medium: "display" };
  return id?.origin ?? null;
}

/** Not form-decoded: a `+` in an id is a plus. */
function readId(parameters: ReadonlyMap<string, string>, name: string): string {
  const written = parameters.get(name);
  if (!written) return "";
  const value = decodePercent(written).slice(0, VALUE_MAX);
  return isMacro(value) ? "" : value;
}

function paid(source: string, medium: string, ...names: string[]): ClickId[] {
  return names.map((name) => ({ name, origin: { source, medium }, proof: "paid" }));
}

function weak(source: string, medium: string, ...names: string[]): ClickId[] {
  return names.map((name) => ({ name, origin: { source, medium }, proof: "weak" }));
}

function personal(id: ClickId): ClickId {
  return { ...id, personal: true };
}
