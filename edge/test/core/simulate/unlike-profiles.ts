/** Traffic of kinds that no shipped profile has, one trait at a time: what the curve was never meant for. */
import type { Profile } from "../../../src/core/simulate/profile.ts";
import { profileNamed } from "../../../src/core/simulate/profiles.ts";

const NEVER = { caller: 0, other: 0 };
const HOURS = Array.from({ length: 24 }, (_, hour) => (hour >= 7 && hour < 19 ? 10 : 1));

const shop = profileNamed("small-shop");
if (!shop) throw new Error("the shop profile is gone");

export const UNLIKE: readonly Profile[] = [
  {
    ...shop,
    name: "two humps: half call within minutes, half three days later",
    delay: [
      { share: 0.5, duration: { kind: "exponential", mean: 120 } },
      { share: 0.5, duration: { kind: "lognormal", median: 3 * 86_400, sigma: 0.3 } },
    ],
  },
  {
    ...shop,
    name: "very short visits",
    visitsPerDay: 1_500,
    bounces: 0.7,
    stay: { kind: "exponential", mean: 15 },
  },
  {
    ...shop,
    name: "weekends off",
    hours: HOURS,
    weekdays: [1, 1, 1, 1, 1, 0, 0],
    openHours: { from: 9, to: 17 },
    callers: 0.05,
  },
  { ...shop, name: "half of all calls strays", strays: 0.5 },
  { ...shop, name: "four in five call again", callsAgain: 0.8 },
  {
    ...shop,
    name: "late callers call at lunch",
    openHours: { from: 12, to: 14 },
    delay: [
      { share: 0.6, duration: { kind: "exponential", mean: 300 } },
      { share: 0.4, duration: { kind: "loguniform", min: 7_200, max: 86_400 } },
    ],
  },
  {
    ...shop,
    name: "taps that nothing tells of",
    devices: { mobile: 0.9, tablet: 0.02, desktop: 0.08 },
    tel: { mobile: NEVER, tablet: NEVER, desktop: NEVER },
    copy: NEVER,
    fromPage: 0.9,
    callers: 0.08,
  },
];
