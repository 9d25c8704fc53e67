import fc from "fast-check";
import { expect, it } from "vitest";
import type { TouchSummary } from "../../../sdk/src/wire.ts";
import { isNewTouch, readTouch, type Touch } from "../../src/core/touch.ts";

const CONTEXT = { origins: ["https://shop.example"] };

function read(path: string, referrer = ""): Touch {
  return readTouch({ url: `https://shop.example${path}`, referrer }, CONTEXT);
}

/** Source, medium and channel. */
function brief(path: string, referrer = "") {
  const { source, medium, channel } = read(path, referrer);
  return [source, medium, channel];
}

it("reads the advertiser's own words, the click id, the landing path and the referrer", () => {
  const touch = read(
    "/sale?utm_source=google&utm_medium=cpc&utm_campaign=brand&utm_term=crm&utm_content=a+b&gclid=Cj0_x-Y#top",
    "https://www.google.com/",
  );
  expect(touch).toEqual({
    channel: "Paid Search",
    source: "google",
    medium: "cpc",
    campaign: "brand",
    term: "crm",
    content: "a b",
    landing: "/sale",
    referrer: "www.google.com",
    clickIds: { gclid: "Cj0_x-Y" },
  });
  // The answer to the page is part of it.
  expect(touch satisfies TouchSummary).toBe(touch);
});

it("direct when nothing tells", () => {
  expect(brief("/")).toEqual(["(direct)", "(none)", "Direct"]);
  expect(brief("/", "https://shop.example/cart")).toEqual(["(direct)", "(none)", "Direct"]);
  expect(brief("/", "https://www.paypal.com/")).toEqual(["(direct)", "(none)", "Direct"]);
});

it.each([
  ["?gclid=x", "google", "cpc", "Paid Search"],
  ["?wbraid=x", "google", "cpc", "Paid Search"],
  ["?gbraid=x", "google", "cpc", "Paid Search"],
  ["?gad_source=1", "google", "cpc", "Paid Search"],
  ["?dclid=x", "doubleclick", "display", "Display"],
  ["?msclkid=x", "bing", "cpc", "Paid Search"],
  ["?yclid=1", "yandex", "cpc", "Paid Search"],
  ["?yclid=1&source_type=context", "yandex", "display", "Display"],
  ["?rb_clickid=x", "vk.com", "cpc", "Paid Social"],
  ["?ttclid=x", "tiktok.com", "cpc", "Paid Social"],
  ["?twclid=x", "x.com", "cpc", "Paid Social"],
  ["?li_fat_id=x", "linkedin.com", "cpc", "Paid Social"],
  ["?rdt_cid=x", "reddit.com", "cpc", "Paid Social"],
  ["?epik=x", "pinterest.com", "cpc", "Paid Social"],
  ["?ScCid=x", "snapchat.com", "cpc", "Paid Social"],
  ["?ymclid=x", "market.yandex.ru", "cpc", "Paid Shopping"],
  ["?srsltid=x", "google shopping", "organic", "Organic Shopping"],
  ["?fbclid=x", "facebook.com", "referral", "Organic Social"],
  ["?ysclid=x", "yandex", "organic", "Organic Search"],
  ["?igshid=x", "instagram.com", "referral", "Organic Social"],
  ["?awc=x", "awin", "affiliate", "Affiliates"],
  ["?ranSiteID=x", "rakuten advertising", "affiliate", "Affiliates"],
  ["?mc_cid=x", "mailchimp", "email", "Email"],
  ["?erid=x", "(direct)", "(none)", "Direct"],
])("a click id alone: %s", (query, source, medium, channel) => {
  expect(brief(`/${query}`)).toEqual([source, medium, channel]);
});

it("of several click ids the order of precedence decides, and all are kept", () => {
  const touch = read("/?fbclid=F&yclid=9007199254740993&GCLID=G");
  expect([touch.source, touch.medium]).toEqual(["google", "cpc"]);
  expect(touch.clickIds).toEqual({ gclid: "G", yclid: "9007199254740993", fbclid: "F" });
});

it("the referrer beats ids that travel with copied links, and yields to ids that prove an advertisement", () => {
  expect(brief("/?fbclid=x", "https://l.instagram.com/")).toEqual(["instagram.com", "referral", "Organic Social"]);
  expect(brief("/?ysclid=x", "https://vk.com/")).toEqual(["vk.com", "referral", "Organic Social"]);
  expect(brief("/?gclid=x", "https://www.google.com/")).toEqual(["google", "cpc", "Paid Search"]);
});

it("explicit words beat what ids and referrers imply; gaps are filled only where that does not contradict them", () => {
  const facebook = "https://l.facebook.com/";
  expect(brief("/?utm_source=ig&utm_medium=paid&fbclid=x", facebook)).toEqual(["ig", "paid", "Paid Social"]);
  expect(brief("/?utm_medium=cpc", facebook)).toEqual(["facebook.com", "cpc", "Paid Social"]);
  expect(brief("/?utm_campaign=x&gclid=x")).toEqual(["google", "cpc", "Paid Search"]);
  expect(brief("/?utm_source=Google&gclid=x")).toEqual(["Google", "cpc", "Paid Search"]);
  expect(brief("/?utm_source=Google", "https://www.google.com/")).toEqual(["Google", "organic", "Organic Search"]);
  expect(brief("/?utm_source=news", "https://www.google.com/")).toEqual(["news", "(not set)", "Unassigned"]);
  expect(brief("/?utm_campaign=x")).toEqual(["(not set)", "(not set)", "Unassigned"]);
  expect(brief("/?utm_source=chatgpt.com", "https://chatgpt.com/")).toEqual([
    "chatgpt.com",
    "ai-assistant",
    "AI Assistant",
  ]);
});

it("reads Matomo's names, ids of campaigns, and any case", () => {
  expect(read("/?pk_source=a&mtm_medium=b&piwik_campaign=c&pk_kwd=d&MTM_Content=e")).toMatchObject({
    source: "a",
    medium: "b",
    campaign: "c",
    term: "d",
    content: "e",
  });
  expect(read("/?utm_source=a&utm_id=77").campaign).toBe("77");
  expect(read("/?gclid=x&gad_campaignid=123").campaign).toBe("123");
});

it("takes a macro that nobody filled in for empty", () => {
  const touch = read(
    "/?utm_source=yandex&utm_medium=cpc&utm_campaign={campaign_id}&utm_term=%7Bkeyword%7D&yclid={yclid}",
  );
  expect(touch).toMatchObject({ source: "yandex", campaign: "", term: "" });
  expect(touch.clickIds).toEqual({});
  expect(read("/?utm_campaign={{campaign.name}}&utm_source=fb").campaign).toBe("");
  expect(read("/?utm_campaign={sale}-{2026}&utm_source=fb").campaign).toBe("{sale}-{2026}");
});

it("parameters in the fragment count", () => {
  expect(brief("/#utm_source=a&utm_medium=sms")).toEqual(["a", "sms", "SMS"]);
  expect(brief("/#/catalogue?utm_source=a&utm_medium=sms")).toEqual(["a", "sms", "SMS"]);
});

it("keeps click ids byte for byte, and cuts what nobody needs", () => {
  expect(read("/?gclid=aB%2Bc+d%20e").clickIds).toEqual({ gclid: "aB+c+d e" });
  const touch = read(`/?utm_source=${"s".repeat(10_000)}&gclid=${"g".repeat(10_000)}`);
  expect(touch.source).toBe("s".repeat(512));
  expect(touch.clickIds.gclid).toBe("g".repeat(512));
});

it("A2 keeps nothing of credentials, nor of ids that name a person", () => {
  const url = "https://anna:secret@shop.example/?mkt_tok=PERSON&mc_eid=PERSON&_hsenc=PERSON";
  const touch = readTouch({ url, referrer: "https://bob:hidden@blog.example/" }, CONTEXT);
  expect(JSON.stringify(touch)).not.toMatch(/anna|secret|bob|hidden|PERSON/);
});

it("never throws and stays bounded, whatever a page sends", () => {
  const anything = fc.oneof(fc.string({ unit: "binary", maxLength: 3000 }), fc.webUrl({ withQueryParameters: true }));
  const named = fc
    .tuple(fc.constantFrom("utm_source", "gclid", "fbclid", "utm_term", "__proto__"), fc.string({ unit: "binary" }))
    .map(([name, value]) => `https://shop.example/?${name}=${value}&constructor=${value}`);
  fc.assert(
    fc.property(fc.oneof(anything, named), anything, (url, referrer) => {
      const touch = readTouch({ url, referrer }, { origins: [referrer, "*", url] });
      const { clickIds, ...texts } = touch;
      for (const text of [...Object.values(texts), ...Object.values(clickIds)]) {
        expect(text.length).toBeLessThanOrEqual(512);
      }
      expect(isNewTouch(touch, touch)).toBe(false);
    }),
  );
});

const AD = read("/?utm_source=google&utm_medium=cpc&utm_campaign=brand&gclid=1", "https://www.google.com/");

it.each<[string, Touch]>([
  ["a page within the site", read("/contact", "https://shop.example/")],
  ["coming back directly", read("/")],
  ["the same landing page again", AD],
  [
    "its tags carried on without the id",
    read("/b?utm_source=google&utm_medium=cpc&utm_campaign=brand", "https://shop.example/"),
  ],
  ["a route of a single-page application, whose referrer stays", read("/contact", "https://www.google.com/")],
  ["back from payment", read("/thanks", "https://www.paypal.com/")],
  ["a link on just any site", read("/", "https://blog.example/")],
])("no new touch: %s", (_name, current) => {
  expect(isNewTouch(AD, current)).toBe(false);
});

it.each<[string, Touch]>([
  ["another campaign", read("/?utm_source=google&utm_medium=cpc&utm_campaign=sale")],
  ["another click of the same campaign", read("/?utm_source=google&utm_medium=cpc&utm_campaign=brand&gclid=2")],
  ["another search engine", read("/", "https://yandex.ru/")],
  ["a network", read("/", "https://vk.com/")],
  ["an assistant", read("/", "https://chatgpt.com/")],
  ["a tagged link on a site", read("/?utm_source=blog&utm_medium=referral&utm_campaign=x", "https://blog.example/")],
  ["a tagged link in a letter", read("/?utm_source=letter&utm_medium=email")],
])("a new touch: %s", (_name, current) => {
  expect(isNewTouch(AD, current)).toBe(true);
  expect(isNewTouch(null, current)).toBe(true);
});
