import { expect, it } from "vitest";
import { isAutomated, isBot } from "../../src/client/bot.ts";

const CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";

it.each([
  ["no user agent", null],
  ["an empty one", "  "],
  ["Googlebot", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"],
  ["YandexBot", "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)"],
  ["GPTBot", "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)"],
  ["curl", "curl/8.5.0"],
  ["a crawler in headless Chrome", `${CHROME.replace("Chrome", "HeadlessChrome")} (compatible; SomeBot/1.0)`],
])("L7 %s is a bot", (_name, userAgent) => {
  expect(isBot(userAgent)).toBe(true);
});

it.each([
  ["Chrome", CHROME],
  [
    "Yandex Browser on a phone",
    "Mozilla/5.0 (Linux; arm_64; Android 12; SM-A515F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 YaBrowser/24.6.0.232.00 SA/3 Mobile Safari/537.36",
  ],
])("%s is nobody's program", (_name, userAgent) => {
  expect([isBot(userAgent), isAutomated(userAgent)]).toEqual([false, false]);
});

it("headless Chrome alone is automated but no bot: the site's settings decide", () => {
  const userAgent = CHROME.replace("Chrome", "HeadlessChrome");
  expect([isBot(userAgent), isAutomated(userAgent)]).toEqual([false, true]);
});
