/**
 * What a traffic profile is made of. The generator (`generate.ts`) knows nothing but these figures; whoever resolves
 * the calls is never told them.
 */
import type { DeviceKind } from "../delay-curve.ts";
import type { Duration } from "./random.ts";

/** A share of visits or calls, 0..1. */
export type Fraction = number;

/** How likely a visitor who will call, and one who will not, gives a sign of it before leaving. */
export interface Signs {
  caller: Fraction;
  other: Fraction;
}

export interface Profile {
  name: string;
  /** One line for people. */
  about: string;
  visitsPerDay: number;
  /** Relative weight of each hour of the day (24) and each day of the week from Monday (7). */
  hours: readonly number[];
  weekdays: readonly number[];
  /** A surge of visits: from when, how long, how many times the usual; `null` for none. */
  spike: { fromHour: number; hours: number; times: number } | null;
  devices: Record<DeviceKind, Fraction>;
  /** Visits by a browser that has been here before. */
  returning: Fraction;
  /** Visits that leave at once, and how long the others stay, seconds. */
  bounces: Fraction;
  stay: Duration;
  /** Visits that will call. */
  callers: Fraction;
  seen: Signs;
  copy: Signs;
  contact: Signs;
  tel: Record<DeviceKind, Signs>;
  /** Callers who call from the page, by a tap if they gave one; the others call after leaving. */
  fromPage: Fraction;
  /** From a tap to the call, seconds. */
  tapDelay: Duration;
  /** From leaving to the call, seconds: a mixture. */
  delay: readonly { share: Fraction; duration: Duration }[];
  /** Calls after leaving wait for these hours, from Monday to Friday; `null`: at any time. */
  openHours: { from: number; to: number } | null;
  /** Callers who call once more, and after how long, seconds. */
  callsAgain: Fraction;
  againDelay: Duration;
  /** Share of all calls that come from nobody we know. */
  strays: Fraction;
  countries: Record<string, Fraction>;
}

/** Pool size by the market's rule of thumb: the visitors of three days ÷ 3 ÷ 100, rounded up. Only to compare with. */
export const marketRule = ({ visitsPerDay }: Profile): number => Math.max(1, Math.ceil((visitsPerDay * 3) / 3 / 100));
