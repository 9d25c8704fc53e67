/**
 * Advice on the size of a pool, from its own measured arrivals and visit lengths by traffic theory (`erlang.ts`), and from
 * a simulation of such traffic for the accuracy to expect. It looks at demand only, never at which number was re-used by
 * whom.
 */
import { engset, erlangB, numbersNeeded } from "./erlang.ts";
import { BOUNCE_SECONDS, generate } from "./simulate/generate.ts";
import type { Profile } from "./simulate/profile.ts";
import { profileNamed } from "./simulate/profiles.ts";
import { Replay } from "./simulate/replay.ts";

const HOUR_MS = 3_600_000;
const WEEK_HOURS = 168;
/** A visit whose length nobody has measured yet, seconds (assumption). */
const STAY_SECONDS = 180;
/** Visits of the simulation: some 200 calls. */
const SIMULATED_VISITS = 6_000;
/** A warning is given from this share of the target on. */
const WARN_FROM = 0.5;

/** What was measured in one hour. */
export interface MeasuredHour {
  /** When it began, epoch milliseconds. */
  hourMs: number;
  /** Visits that needed a number. */
  asked: number;
  overflowed: number;
  /** Time that visits with a number spent on the site, milliseconds, all together. */
  stayMs: number;
}

export interface Demand {
  /** Visits an hour that need a number, in the busiest hour. */
  visitsPerHour: number;
  /** Mean time on the site, seconds. */
  staySeconds: number;
  freezeSeconds: number;
  /** Distinct visitors there are, if so few that it matters; `null` for many. */
  population: number | null;
}

/** Offered load of one hour of the week. */
export interface HourOfWeek {
  /** 0 Monday … 6 Sunday, in the site's time zone. */
  weekday: number;
  hour: number;
  /** Visits that needed a number, mean over the weeks measured. */
  visits: number;
  /** Numbers held at a time on the average. */
  erlang: number;
}

export interface Advice {
  demand: Demand;
  /** Offered load of the busiest hour, erlang. */
  erlang: number;
  numbers: number;
  /** Share of the visits of the busiest hour that find no number. */
  overflow: number;
  target: number;
  /** Numbers needed to stay within the target. */
  needed: number;
  /** With so many more or fewer numbers. */
  steps: { numbers: number; overflow: number }[];
  /** What is wrong, in words; `null` when all is well. Given before the pool overflows. */
  warning: string | null;
}

/** Offered load: visits an hour × hours that each holds a number. */
export function offeredLoad({ visitsPerHour, staySeconds, freezeSeconds }: Demand): number {
  return (visitsPerHour * (staySeconds + freezeSeconds)) / 3600;
}

/** Share of visits that find no number. Engset for a population, else Erlang B. */
export function overflowShare(demand: Demand, numbers: number): number {
  const load = offeredLoad(demand);
  if (demand.population === null) return erlangB(load, numbers);
  const { population } = demand;
  if (numbers >= population) return 0;
  // Load per visitor while idle: of S visitors, load of them hold a number on the average.
  const idleLoad = load / Math.max(1e-9, population - Math.min(load, population * 0.999));
  return engset(population, idleLoad, numbers).call;
}

/** Size, chance of overflow now and with more or fewer numbers, and a warning where one is due. */
export function sizePool(demand: Demand, numbers: number, target: number): Advice {
  const needed = numbersNeeded(target, (count) => overflowShare(demand, count));
  const overflow = overflowShare(demand, numbers);
  const counts = [-5, -3, -2, -1, 0, 1, 2, 3, 5, 10].map((step) => numbers + step).filter((count) => count > 0);
  const steps = [...new Set([...counts, needed])]
    .sort((a, b) => a - b)
    .map((count) => ({ numbers: count, overflow: overflowShare(demand, count) }));
  const warning = warningOf(numbers, needed, overflow, target);
  return { demand, erlang: offeredLoad(demand), numbers, overflow, target, needed, steps, warning };
}

function warningOf(numbers: number, needed: number, overflow: number, target: number): string | null {
  const share = `${(overflow * 100).toPrecision(2)} %`;
  const wanted = `${(target * 100).toPrecision(2)} %`;
  if (overflow > target) {
    return `In the busiest hour ${share} of the visits find no number of their own; ${needed} numbers instead of ${numbers} keep that within ${wanted}.`;
  }
  if (overflow <= target * WARN_FROM) return null;
  return `The pool is close to running short: in the busiest hour ${share} of the visits find no number, and ${wanted} is wanted.`;
}

/** Hours of the week with their load, and the demand of the busiest of them. */
export interface Measured {
  hours: HourOfWeek[];
  demand: Demand;
  /** Weeks that were measured, at least one hour of one. */
  weeks: number;
}

/**
 * Demand from measured hours. Hours without a visit count as such; an hour that has not ended is left out.
 * @param timeZone IANA name: what an hour of the week is there
 */
export function measure(
  hours: readonly MeasuredHour[],
  freezeSeconds: number,
  timeZone: string,
  nowMs: number,
): Measured {
  const ended = hours.filter(({ hourMs }) => hourMs + HOUR_MS <= nowMs);
  const asked = ended.reduce((sum, hour) => sum + hour.asked, 0);
  const served = ended.reduce((sum, hour) => sum + hour.asked - hour.overflowed, 0);
  const stayMs = ended.reduce((sum, hour) => sum + hour.stayMs, 0);
  const staySeconds = served > 0 && stayMs > 0 ? stayMs / served / 1000 : STAY_SECONDS;
  const first = ended[0]?.hourMs ?? nowMs;
  const weeks = Math.max(1, (nowMs - first) / HOUR_MS / WEEK_HOURS);
  const visits = new Map<number, number>();
  const placeOf = hourOfWeek(timeZone);
  for (const hour of ended) {
    const place = placeOf(hour.hourMs);
    visits.set(place, (visits.get(place) ?? 0) + hour.asked / weeks);
  }
  const list = [...visits]
    .sort(([a], [b]) => a - b)
    .map(([place, count]) => ({
      weekday: Math.floor(place / 24),
      hour: place % 24,
      visits: count,
      erlang: (count * (staySeconds + freezeSeconds)) / 3600,
    }));
  const visitsPerHour = asked === 0 ? 0 : Math.max(...list.map((hour) => hour.visits));
  return { hours: list, weeks, demand: { visitsPerHour, staySeconds, freezeSeconds, population: null } };
}

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** 0 … 167 from Monday at midnight. */
function hourOfWeek(timeZone: string): (hourMs: number) => number {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone, weekday: "short", hour: "2-digit", hourCycle: "h23" });
  return (hourMs) => {
    const parts = Object.fromEntries(format.formatToParts(hourMs).map(({ type, value }) => [type, value]));
    return WEEKDAYS.indexOf(parts.weekday ?? "Mon") * 24 + Number(parts.hour);
  };
}

/** Shares of the calls, from a simulation. */
export interface Accuracy {
  right: number;
  wrong: number;
  unresolved: number;
  /** Of the visits that needed a number. */
  overflow: number;
  calls: number;
}

/**
 * The accuracy to expect with so many numbers: the shipped shop profile, with this demand's visits and stays, through the
 * very code that leases and resolves. What it assumes of callers stands with the profile.
 * @param hours measured hours of the week; none for a day like the profile's, whose busiest hour has the demand's visits
 */
export function expectedAccuracy(demand: Demand, numbers: number, hours: readonly HourOfWeek[], seed = 1): Accuracy {
  const options = { numbers, freezeMs: demand.freezeSeconds * 1000, lookbackMs: 30 * 24 * HOUR_MS };
  const replay = new Replay(options);
  for (const arrival of generate(trafficOf(demand, hours), seed, SIMULATED_VISITS)) replay.take(arrival);
  const { calls, right, wrong, none, overflowShare: overflow } = replay.result().ours;
  const share = (count: number) => count / Math.max(1, calls);
  return { right: share(right), wrong: share(wrong), unresolved: share(none), overflow, calls };
}

function trafficOf(demand: Demand, hours: readonly HourOfWeek[]): Profile {
  const shop = profileNamed("small-shop");
  if (!shop) throw new Error("the shop profile is gone");
  // The stay is that of all visits; those that leave at once are a part of the profile.
  const mean = Math.max(BOUNCE_SECONDS, (demand.staySeconds - shop.bounces * BOUNCE_SECONDS) / (1 - shop.bounces));
  const traffic = { ...shop, stay: { kind: "exponential" as const, mean } };
  if (total(hours) <= 0) {
    const ofBusiest = Math.max(...shop.hours) / shop.hours.reduce((sum, hour) => sum + hour, 0);
    return { ...traffic, visitsPerDay: Math.max(1, demand.visitsPerHour / ofBusiest) };
  }
  const byHour = Array.from({ length: 24 }, (_, hour) => total(hours.filter((one) => one.hour === hour)));
  const byDay = Array.from({ length: 7 }, (_, weekday) => total(hours.filter((one) => one.weekday === weekday)));
  return { ...traffic, visitsPerDay: Math.max(1, total(hours) / 7), hours: byHour, weekdays: byDay };
}

function total(hours: readonly HourOfWeek[]): number {
  return hours.reduce((sum, { visits }) => sum + visits, 0);
}
