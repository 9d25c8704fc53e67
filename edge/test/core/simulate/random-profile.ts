/** Traffic that resembles none of the shipped profiles: every figure drawn anew, within what is thinkable. */
import type { Profile, Signs } from "../../../src/core/simulate/profile.ts";
import { Random } from "../../../src/core/simulate/random.ts";

export function randomProfile(seed: number): Profile {
  const random = new Random(seed);
  const between = (min: number, max: number): number => min + (max - min) * random.next();
  const logBetween = (min: number, max: number): number => min * (max / min) ** random.next();
  const signs = (caller: [number, number], other: [number, number]): Signs => ({
    caller: between(...caller),
    other: logBetween(...other),
  });
  const mobile = between(0.1, 0.9);
  const late = random.chance(0.3) ? between(0.3, 0.6) : between(0.01, 0.15);
  return {
    name: `random-${seed}`,
    about: "",
    visitsPerDay: logBetween(200, 2_000),
    hours: Array.from({ length: 24 }, (_, hour) => 0.05 + Math.exp(-(((hour - 13) / between(3, 6)) ** 2))),
    weekdays: [1, 1, 1, 1, 1, between(0.2, 1.2), between(0.2, 1.2)],
    spike: random.chance(0.2) ? { fromHour: 19, hours: 1, times: between(3, 8) } : null,
    devices: { mobile, tablet: 0.05, desktop: 0.95 - mobile },
    returning: between(0, 0.4),
    bounces: between(0.1, 0.6),
    stay: { kind: "lognormal", median: logBetween(40, 240), sigma: between(0.5, 1.2) },
    callers: logBetween(0.02, 0.1),
    seen: signs([0.8, 1], [0.2, 0.7]),
    copy: signs([0, 0.2], [0.0005, 0.01]),
    contact: signs([0.1, 0.8], [0.02, 0.15]),
    tel: {
      mobile: signs([0.3, 1], [0.002, 0.04]),
      tablet: signs([0.1, 0.5], [0.002, 0.02]),
      desktop: signs([0.02, 0.2], [0.001, 0.01]),
    },
    fromPage: between(0.2, 0.8),
    tapDelay: { kind: "lognormal", median: logBetween(3, 15), sigma: between(0.3, 1) },
    delay: [
      { share: 1 - late, duration: { kind: "exponential", mean: logBetween(120, 900) } },
      { share: late, duration: { kind: "lognormal", median: logBetween(3_600, 80_000), sigma: between(0.8, 1.6) } },
    ],
    openHours: random.chance(0.3) ? { from: 8, to: 18 } : null,
    callsAgain: between(0, 0.3),
    againDelay: { kind: "loguniform", min: 300, max: 10 * 86_400 },
    strays: between(0.03, 0.3),
    countries: { GB: 1 },
  };
}
