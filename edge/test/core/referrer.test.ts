import { expect, it } from "vitest";
import { readReferrer } from "../../src/core/referrer.ts";
import { registrableDomain } from "../../src/core/registrable-domain.ts";

const OWN = ["www.shop.example"];

function read(referrer: string) {
  const { source = "", medium = "", term = "" } = readReferrer(referrer, OWN).origin ?? {};
  return [source, medium, term];
}

it.each([
  ["https://www.google.com/", "google", ""],
  ["https://www.google.co.uk/search?q=crm+system", "google", "crm system"],
  ["https://google.com.ua/", "google", ""],
  ["https://yandex.ru/search/?text=%D1%81%D0%BB%D0%BE%D0%BD", "yandex", "слон"],
  ["https://yandex.com.tr/", "yandex", ""],
  ["https://ya.ru/", "yandex", ""],
  ["https://www.bing.com/", "bing", ""],
  ["https://uk.search.yahoo.com/", "yahoo", ""],
  ["https://it.images.search.yahoo.com/images/view", "yahoo", ""],
  ["https://duckduckgo.com/", "duckduckgo", ""],
  ["https://www.ecosia.org/", "ecosia", ""],
  ["https://search.brave.com/", "brave", ""],
  ["https://go.mail.ru/search?q=%F1%EB%EE%ED", "go.mail.ru", ""],
  ["https://search.seznam.cz/?q=slon", "seznam", "slon"],
  ["android-app://com.google.android.googlequicksearchbox/", "google", ""],
])("search engine: %s", (referrer, name, term) => {
  expect(read(referrer)).toEqual([name, "organic", term]);
});

it.each([
  ["https://l.facebook.com/", "facebook.com"],
  ["https://www.facebook.com/", "facebook.com"],
  ["https://m.vk.com/", "vk.com"],
  ["https://away.vk.com/", "vk.com"],
  ["https://t.co/abc", "x.com"],
  ["https://web.telegram.org/", "t.me"],
  ["https://ok.ru/", "ok.ru"],
  ["https://dzen.ru/", "dzen.ru"],
  ["https://www.youtube.com/", "youtube.com"],
  ["android-app://com.instagram.android/", "instagram.com"],
  ["https://www.some-blog.example/post", "some-blog.example"],
  ["https://maps.google.com/maps?q=shop", "maps.google.com"],
  ["https://drive.google.com/", "drive.google.com"],
  ["https://www.cnn.com/", "cnn.com"],
  ["https://notfacebook.com/", "notfacebook.com"],
  ["https://facebook.com.evil.example/", "facebook.com.evil.example"],
  ["android-app://com.unknown.app/", "com.unknown.app"],
])("network or just a site: %s", (referrer, source) => {
  expect(read(referrer)).toEqual([source, "referral", ""]);
});

it.each([
  ["https://chatgpt.com/", "chatgpt.com"],
  ["https://chat.openai.com/", "chatgpt.com"],
  ["https://www.perplexity.ai/search/x", "perplexity.ai"],
  ["https://gemini.google.com/", "gemini.google.com"],
  ["https://x.com/i/grok", "grok.com"],
  ["https://duck.ai/", "duck.ai"],
])("AI assistant: %s", (referrer, source) => {
  expect(readReferrer(referrer, OWN).origin).toEqual({ source, medium: "ai-assistant", campaign: "(ai-assistant)" });
});

it.each(["mail.google.com", "e.mail.ru", "mail.yandex.ru", "mail.ukr.net", "outlook.live.com", "webmail.firm.example"])(
  "webmail: %s",
  (host) => {
    expect(read(`https://${host}/`)).toEqual([host, "email", ""]);
  },
);

it.each([
  ["https://googleads.g.doubleclick.net/", "google", "display"],
  ["https://www.googleadservices.com/", "google", "cpc"],
  ["https://yabs.yandex.ru/", "yandex", "cpc"],
  ["https://an.yandex.ru/", "yandex", "display"],
])("advertising network: %s", (referrer, source, medium) => {
  expect(read(referrer)).toEqual([source, medium, ""]);
});

it.each([
  "",
  "https://shop.example/cart",
  "https://blog.shop.example/",
  "https://www.shop.example/",
  "https://checkout.stripe.com/pay",
  "https://www.paypal.com/",
  "https://accounts.google.com/",
  "https://oauth.vk.com/",
  "about:client",
  "file:///home/x",
  "nonsense",
])("tells nothing: %j", (referrer) => {
  expect(readReferrer(referrer, OWN)).toEqual({ host: "", origin: null });
});

it("passes over the site's further hosts with their subdomains, and no others", () => {
  const read = (referrer: string) => readReferrer(referrer, OWN, ["pay.bank.example"]).host;
  expect(read("https://3ds.pay.bank.example/")).toBe("");
  expect(read("https://bank.example/")).toBe("bank.example");
  expect(read("https://notpay.bank.example/")).toBe("notpay.bank.example");
});

it.each([
  ["www.shop.example", "shop.example"],
  ["a.b.shop.co.uk", "shop.co.uk"],
  ["shop.com.ua", "shop.com.ua"],
  ["one.github.io", "one.github.io"],
  ["www.go.it", "go.it"],
  ["localhost", "localhost"],
  ["192.0.2.7", "192.0.2.7"],
  ["[::1]", "[::1]"],
])("the registered domain of %s is %s", (host, domain) => {
  expect(registrableDomain(host)).toBe(domain);
});
