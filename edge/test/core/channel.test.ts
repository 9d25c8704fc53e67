import fc from "fast-check";
import { expect, it } from "vitest";
import { channelOf } from "../../src/core/channel.ts";

it.each([
  ["(direct)", "(none)", "", "Direct"],
  ["google", "cpc", "x-cross-network-y", "Cross-network"],
  ["amazon", "cpc", "", "Paid Shopping"],
  ["foo", "retargeting", "shopping", "Paid Shopping"],
  ["foo", "cpc", "eshop-sale", "Paid Shopping"],
  ["foo", "cpc", "workshop-2026", "Paid Other"],
  ["yandex", "cpc", "", "Paid Search"],
  ["yandex", "cpm", "", "Paid Search"],
  ["foo", "cpm", "", "Display"],
  ["facebook", "paid_social", "", "Paid Social"],
  ["youtube.com", "paid-x", "", "Paid Video"],
  ["foo", "cpa", "", "Paid Other"],
  ["vk.com", "referral", "", "Organic Social"],
  ["foo", "sm", "", "Organic Social"],
  ["yandex.ru", "referral", "", "Organic Search"],
  ["example.org", "referral", "", "Referral"],
  ["newsletter", "e-mail", "", "Email"],
  ["sms", "(none)", "", "SMS"],
  ["foo", "mobile-app", "", "Mobile Push Notifications"],
  ["foo", "bar", "", "Unassigned"],
])("Google's rules: %s / %s / %j is %s", (source, medium, campaign, channel) => {
  expect(channelOf({ source, medium, campaign })).toBe(channel);
});

it.each([
  ["", "", "", "Direct"],
  ["(direct)", "(not set)", "", "Direct"],
  ["Google Shopping", "", "", "Organic Shopping"],
  ["alibaba", "", "", "Organic Shopping"],
  ["youtube.com", "display", "", "Display"],
  ["youtube.com", "", "", "Organic Video"],
  ["foo", "video-story", "", "Organic Video"],
  ["foo", "affiliate", "", "Affiliates"],
  ["foo", "audio", "", "Audio"],
  ["firebase", "", "", "Mobile Push Notifications"],
  ["foo", "web-push", "", "Mobile Push Notifications"],
  ["foo", "link", "", "Referral"],
  ["email", "referral", "", "Referral"],
  ["www.quora.com", "referral", "", "Organic Social"],
])("the rest of the table: %j / %j / %j is %s", (source, medium, campaign, channel) => {
  expect(channelOf({ source, medium, campaign })).toBe(channel);
});

it.each([
  ["chatgpt.com", "(not set)", "AI Assistant"],
  ["chatgpt.com", "ai-assistant", "AI Assistant"],
  ["perplexity", "", "AI Assistant"],
  ["foo", "ai-assistant", "AI Assistant"],
  ["chatgpt.com", "cpc", "Paid Other"],
])("AI assistants after paid and before organic search: %s / %s is %s", (source, medium, channel) => {
  expect(channelOf({ source, medium, campaign: "" })).toBe(channel);
});

it.each([
  ["ok.ru", "referral", "Organic Social"],
  ["telegram", "post", "Organic Social"],
  ["dzen.ru", "referral", "Organic Social"],
  ["yandex.direct", "cpc", "Paid Search"],
  ["vk", "cpc", "Paid Social"],
  ["avito", "referral", "Organic Shopping"],
  ["rutube.ru", "referral", "Organic Video"],
  ["mail.yandex.ru", "email", "Email"],
])("our own list: %s / %s is %s", (source, medium, channel) => {
  expect(channelOf({ source, medium, campaign: "" })).toBe(channel);
});

it("ignores case and surrounding space, and always knows an answer", () => {
  const word = fc.oneof(
    fc.constantFrom("google", "facebook", "cpc", "referral", "email", "shopping", "(direct)", "(none)", ""),
    fc.string(),
  );
  fc.assert(
    fc.property(word, word, word, (source, medium, campaign) => {
      const channel = channelOf({ source, medium, campaign });
      expect(channel).toBeTruthy();
      const shout = (text: string) => ` ${text.toLowerCase().replace(/[a-z]/g, (letter) => letter.toUpperCase())} `;
      expect(channelOf({ source: shout(source), medium: shout(medium), campaign: shout(campaign) })).toBe(channel);
    }),
  );
});
