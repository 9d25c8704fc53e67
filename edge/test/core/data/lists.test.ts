import { expect, it } from "vitest";
import * as ga4 from "../../../src/core/data/ga4-sources.ts";
import * as own from "../../../src/core/data/own-sources.ts";
import { SEARCH_ENGINES } from "../../../src/core/data/search-engines.ts";
import { AI_ASSISTANTS, SOCIAL_NETWORKS } from "../../../src/core/data/social-networks.ts";
import { linesOf, wordsOf } from "../../../src/core/source-list.ts";

const HOST = /^(?:(?:[a-z0-9-]+|\{\})\.)+(?:[a-z]{2,}|\{\})(?:\/[a-z/]+)?\??$/;
const NAME = /^[a-z0-9+_.~-]+$/;

it("Google's list is whole: as many sources of each category as README.md says, none twice", () => {
  const sizes = Object.entries(ga4).map(([name, list]) => {
    const names = wordsOf(list).flatMap((word) =>
      word.endsWith("~") ? [word.slice(0, -1), `${word.slice(0, -1)}.com`] : word,
    );
    expect(new Set(names).size, name).toBe(names.length);
    expect(names.filter((word) => !NAME.test(word))).toEqual([]);
    return [name, names.length];
  });
  expect(Object.fromEntries(sizes)).toEqual({ GA4_SOCIAL: 590, GA4_SEARCH: 131, GA4_SHOPPING: 52, GA4_VIDEO: 46 });
});

it.each([
  ["search-engines.ts", SEARCH_ENGINES, 3],
  ["our search engines", own.OWN_SEARCH_ENGINES, 3],
  ["advertising networks", own.AD_NETWORKS, 3],
])("%s: every line has its fields, every host is a host, none stands twice", (_name, list, fields) => {
  const lines = linesOf(list).map((line) => line.split("|"));
  expect(lines.filter((line) => line.length !== fields)).toEqual([]);
  const hosts = lines.flatMap((line) => wordsOf(line.at(-1) ?? ""));
  expect(hosts.filter((host) => !HOST.test(host))).toEqual([]);
  expect(hosts.filter((host, index) => hosts.indexOf(host) !== index)).toEqual([]);
});

it.each([
  ["social-networks.ts", SOCIAL_NETWORKS],
  ["AI assistants", AI_ASSISTANTS],
  ["our AI assistants", own.OWN_AI_ASSISTANTS],
  ["webmail", own.WEBMAIL],
  ["pages passed through", own.PASSED_THROUGH],
])("%s: every word is a host, none stands twice", (_name, list) => {
  const hosts = wordsOf(list);
  expect(hosts.filter((host) => !HOST.test(host))).toEqual([]);
  expect(hosts.filter((host, index) => hosts.indexOf(host) !== index)).toEqual([]);
});

it("every Android app stands for one site", () => {
  expect(linesOf(own.ANDROID_APPS).filter((line) => wordsOf(line).length !== 2)).toEqual([]);
});
