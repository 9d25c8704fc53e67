/**
 * The traffic profiles that come with Ringtrail. A figure with a source names it; every other one is an assumption, and
 * is meant to be replaced by a file of one's own arrivals. Nothing in the resolution is tuned to them.
 */
import type { Profile } from "./profile.ts";

/** Even through the day, quiet at night (assumption). */
const DAY = [2, 1, 1, 1, 1, 2, 4, 7, 10, 12, 13, 13, 12, 12, 12, 12, 12, 12, 12, 12, 11, 9, 6, 4];
/** Peaks before noon and in the evening (assumption: the peak hour has 2.5 times the mean). */
const SHOPPING = [2, 1, 1, 1, 1, 2, 4, 8, 14, 20, 24, 25, 20, 18, 18, 19, 20, 22, 24, 25, 22, 16, 9, 4];
/** Office hours (assumption). */
const OFFICE = [1, 1, 1, 1, 1, 1, 2, 6, 16, 24, 26, 25, 18, 20, 24, 24, 20, 12, 6, 5, 4, 3, 2, 1];
const EVERY_DAY = [1, 1, 1, 1, 1, 1, 1];
const WORKING_DAYS = [1, 1, 1, 1, 0.9, 0.2, 0.2];

/**
 * Over 80 % of callers call within 10 to 15 minutes, about 10 % more within half an hour (CoMagic/UIS,
 * habr.com/ru/articles/286750); that the rest spreads over days is an assumption.
 */
const SHOP_DELAY = [
  { share: 0.95, duration: { kind: "exponential", mean: 360 } },
  { share: 0.05, duration: { kind: "loguniform", min: 3_600, max: 3 * 86_400 } },
] as const;

const SMALL_SHOP: Profile = {
  name: "small-shop",
  about: "A shop with 543 visitors a day, 3 % of whom call, most of them within minutes",
  // 1,628 visitors in three days: the worked example of the market's sizing rule.
  visitsPerDay: 543,
  hours: DAY,
  weekdays: EVERY_DAY,
  spike: null,
  devices: { mobile: 0.55, tablet: 0.05, desktop: 0.4 },
  returning: 0.2,
  bounces: 0.35,
  stay: { kind: "lognormal", median: 110, sigma: 0.9 },
  callers: 0.03,
  seen: { caller: 0.97, other: 0.35 },
  copy: { caller: 0.08, other: 0.002 },
  contact: { caller: 0.4, other: 0.06 },
  tel: {
    mobile: { caller: 0.7, other: 0.01 },
    tablet: { caller: 0.3, other: 0.01 },
    desktop: { caller: 0.08, other: 0.004 },
  },
  fromPage: 0.5,
  tapDelay: { kind: "lognormal", median: 6, sigma: 0.6 },
  delay: SHOP_DELAY,
  openHours: null,
  callsAgain: 0.15,
  againDelay: { kind: "loguniform", min: 300, max: 5 * 86_400 },
  strays: 0.08,
  countries: { GB: 0.95, IE: 0.03, FR: 0.02 },
};

/** Shipped profiles by name. */
export const PROFILES: readonly Profile[] = [
  SMALL_SHOP,
  {
    ...SMALL_SHOP,
    name: "busy-retailer",
    about: "A retailer with 12,000 visits a day in two daily peaks, 2 % of whom call",
    visitsPerDay: 12_000,
    hours: SHOPPING,
    weekdays: [1, 1, 1, 1, 1.1, 1.4, 1.3],
    callers: 0.02,
    returning: 0.3,
    bounces: 0.45,
    strays: 0.12,
  },
  {
    ...SMALL_SHOP,
    name: "b2b",
    about: "A business supplier with 300 visits a day, whose callers take hours and days, in office hours",
    visitsPerDay: 300,
    hours: OFFICE,
    weekdays: WORKING_DAYS,
    devices: { mobile: 0.2, tablet: 0.03, desktop: 0.77 },
    returning: 0.35,
    bounces: 0.3,
    stay: { kind: "lognormal", median: 180, sigma: 1 },
    callers: 0.05,
    contact: { caller: 0.6, other: 0.08 },
    copy: { caller: 0.15, other: 0.003 },
    fromPage: 0.35,
    delay: [
      { share: 0.45, duration: { kind: "exponential", mean: 600 } },
      { share: 0.55, duration: { kind: "lognormal", median: 12 * 3_600, sigma: 1.3 } },
    ],
    openHours: { from: 8, to: 18 },
    callsAgain: 0.3,
    againDelay: { kind: "loguniform", min: 1_800, max: 14 * 86_400 },
    strays: 0.15,
  },
  {
    ...SMALL_SHOP,
    name: "click-to-call",
    about: "A trade with 900 visits a day, nearly all on phones, whose callers tap the number",
    visitsPerDay: 900,
    devices: { mobile: 0.92, tablet: 0.02, desktop: 0.06 },
    returning: 0.1,
    bounces: 0.4,
    stay: { kind: "lognormal", median: 60, sigma: 0.8 },
    callers: 0.08,
    tel: {
      mobile: { caller: 0.9, other: 0.025 },
      tablet: { caller: 0.4, other: 0.01 },
      desktop: { caller: 0.05, other: 0.004 },
    },
    fromPage: 0.8,
    // Some 40 % of the calls to a number that is published widely are sold rather than bought (Telmetrics, 2010: telemarketers).
    strays: 0.2,
  },
  {
    ...SMALL_SHOP,
    name: "campaign-spike",
    about:
      "A shop with 800 visits a day; every evening at eight a spot on television brings twelve times as many for an hour",
    visitsPerDay: 800,
    spike: { fromHour: 20, hours: 1, times: 12 },
    bounces: 0.5,
    callers: 0.025,
  },
];

export function profileNamed(name: string): Profile | undefined {
  return PROFILES.find((profile) => profile.name === name);
}
