import fc from "fast-check";
import { expect, it } from "vitest";
import { cleanText, decodePercent, pagePath, parsePageUrl, readParameters, readText } from "../../src/core/page-url.ts";

it.each([
  ["https://Shop.Example/a?b=c#d", { scheme: "https", host: "shop.example", path: "/a", query: "b=c", fragment: "d" }],
  ["http://localhost:8787/", { scheme: "http", host: "localhost", path: "/", query: "", fragment: "" }],
  ["https://[::1]:80?q", { scheme: "https", host: "[::1]", path: "", query: "q", fragment: "" }],
  ["https://shop.example./", { scheme: "https", host: "shop.example", path: "/", query: "", fragment: "" }],
  ["android-app://com.app/x", { scheme: "android-app", host: "com.app", path: "/x", query: "", fragment: "" }],
  ["https://a.example/?b=c?d#e#f", { scheme: "https", host: "a.example", path: "/", query: "b=c?d", fragment: "e#f" }],
])("reads %s", (url, parts) => {
  expect(parsePageUrl(url)).toEqual(parts);
});

it("A2 drops credentials", () => {
  const url = parsePageUrl("https://user:p@ss@shop.example/a");
  expect(JSON.stringify(url)).not.toMatch(/user|p@ss/);
  expect(url?.host).toBe("shop.example");
});

it.each(["", "about:blank", "shop.example", "/path", "javascript:alert(1)"])("%j has no host", (text) => {
  expect(parsePageUrl(text)).toBeNull();
  expect(pagePath(text)).toBe("/");
});

it("shows a path as people read it, without query and fragment, bounded", () => {
  expect(pagePath("https://shop.example/%D0%BE%D0%BF%D0%BB%D0%B0%D1%82%D0%B0?token=1#x")).toBe("/оплата");
  expect(pagePath(`https://shop.example/${"a".repeat(10_000)}`)).toHaveLength(512);
});

it("names without case, values as written, query before fragment, empty ones filled", () => {
  const url = parsePageUrl("https://a.example/?A=%41+b&&=x&c&e=&amp;f=1#/route?e=2&a=3&g=4");
  expect(url && Object.fromEntries(readParameters(url))).toEqual({ a: "%41+b", e: "2", f: "1", g: "4" });
});

it.each([
  ["%D0%BA%D1%83%D0%BF%D0%B8%D1%82%D1%8C+%D1%81%D0%BB%D0%BE%D0%BD%D0%B0", "купить слона"],
  ["100%", "100%"],
  ["%E0%A4%A", "%E0%A4%A"],
  ["%EA%F0+%D0%BA", "%EA%F0 к"],
  ["%ED%A0%80", "%ED%A0%80"],
  ["a%00b%0Ac", "a b c"],
  ["%F0%9F%98%80", "😀"],
])("decodes %s, leaving what is no UTF-8 as written", (value, text) => {
  expect(readText(value)).toBe(text);
});

it("cuts and cleans without breaking a character", () => {
  expect(cleanText(`${"a".repeat(511)}😀`, 512)).toBe("a".repeat(511));
  expect(cleanText("a\ud800b", 512)).toBe("a b");
});

it("never throws, and text comes back well-formed and bounded", () => {
  const anything = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
  );
  fc.assert(
    fc.property(anything, fc.string(), (text, tail) => {
      const url = parsePageUrl(`https://h.example/${text}%${tail}`);
      for (const value of url ? readParameters(url).values() : []) {
        expect(readText(value).isWellFormed()).toBe(true);
        expect(readText(value).length).toBeLessThanOrEqual(512);
      }
      parsePageUrl(text);
      expect(pagePath(text).length).toBeLessThanOrEqual(512);
    }),
  );
});

it("decodes what encodeURIComponent encodes", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(decodePercent(encodeURIComponent(text))).toBe(text);
    }),
  );
});
