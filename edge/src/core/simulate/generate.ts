/**
 * Turns a profile into a stream of arrivals, ordered by time, without end of memory: only what is still to come is
 * held. Deterministic in the seed. The stream begins on a Monday at midnight.
 */
import { DEVICE_KINDS, type DeviceKind } from "../delay-curve.ts";
import type { Signal } from "../signals.ts";
import type { Arrival } from "./arrivals.ts";
import { EventQueue } from "./event-queue.ts";
import type { Profile, Signs } from "./profile.ts";
import { type Duration, Random } from "./random.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Between two signs of life of a visible page. The script gives twice as many, but nothing looks so closely. */
const PULSE_MS = 40_000;
/** How long a visit that leaves at once stays on the average, seconds. */
export const BOUNCE_SECONDS = 6;
const BOUNCE: Duration = { kind: "exponential", mean: BOUNCE_SECONDS };
/** From opening a page to seeing the number on it, seconds. */
const SEES_AFTER: Duration = { kind: "lognormal", median: 8, sigma: 0.8 };
/** How many earlier visitors a returning one is drawn from. */
const REMEMBERED = 500;

/** Arrivals of `visits` visits (and of all that follows from them) by a profile. */
export function* generate(profile: Profile, seed: number, visits: number): Generator<Arrival, void, undefined> {
  const traffic = new Traffic(profile, seed, visits);
  for (let arrival = traffic.next(); arrival !== undefined; arrival = traffic.next()) yield arrival;
}

class Traffic {
  readonly #profile: Profile;
  readonly #random: Random;
  readonly #queue = new EventQueue<Arrival>();
  readonly #visitors: { visitor: string; device: DeviceKind; country: string; caller: string }[] = [];
  readonly #peak: number;
  readonly #left: number;
  #arrivedMs = 0;
  #visits = 0;
  #calls = 0;

  constructor(profile: Profile, seed: number, visits: number) {
    this.#profile = profile;
    this.#random = new Random(seed);
    this.#left = visits;
    this.#peak = Math.max(...profile.hours) * Math.max(...profile.weekdays) * (profile.spike?.times ?? 1);
  }

  next(): Arrival | undefined {
    while (this.#visits < this.#left && this.#queue.nextMs >= this.#arrivedMs) this.#arrive();
    return this.#queue.pop();
  }

  /** The next visit, by thinning a steady stream at the highest rate to the rate of the hour. */
  #arrive(): void {
    const { hours, weekdays, spike, visitsPerDay } = this.#profile;
    const mean = (sum(hours) / 24) * (sum(weekdays) / 7);
    const gapMs = (DAY_MS / visitsPerDay) * (mean / this.#peak);
    for (;;) {
      this.#arrivedMs += this.#random.exponential(gapMs);
      const hour = Math.floor(this.#arrivedMs / HOUR_MS) % 24;
      const surge = spike && hour >= spike.fromHour && hour < spike.fromHour + spike.hours ? spike.times : 1;
      const rate = (hours[hour] ?? 0) * (weekdays[Math.floor(this.#arrivedMs / DAY_MS) % 7] ?? 0) * surge;
      if (this.#random.chance(rate / this.#peak)) break;
    }
    this.#visit(this.#arrivedMs);
  }

  #visit(tMs: number): void {
    const { bounces, callers, stay, fromPage } = this.#profile;
    const random = this.#random;
    const { visitor, device, country, caller } = this.#visitor();
    const visit = `v${this.#visits++}`;
    this.#queue.push(tMs, { type: "visit", tMs, visit, visitor, device, country });
    const calls = random.chance(callers);
    const staySeconds = !calls && random.chance(bounces) ? random.duration(BOUNCE) : random.duration(stay);
    const endMs = tMs + 1000 * Math.min(2 * 3600, Math.max(1, staySeconds));
    const onPage = calls && random.chance(fromPage);
    const tapMs = this.#signals(visit, device, calls, onPage, tMs, endMs);
    if (calls) this.#call(visit, caller, onPage, tapMs, tMs, endMs);
    this.#live(visit, tMs, endMs);
  }

  #visitor(): { visitor: string; device: DeviceKind; country: string; caller: string } {
    const random = this.#random;
    const { devices, returning, countries } = this.#profile;
    const known = this.#visitors[Math.floor(random.next() * this.#visitors.length)];
    if (known && random.chance(returning)) return known;
    const device = DEVICE_KINDS[random.pick(DEVICE_KINDS.map((kind) => devices[kind]))] ?? "desktop";
    const country = Object.keys(countries)[random.pick(Object.values(countries))] ?? "";
    const fresh = { visitor: `p${this.#visits}`, device, country, caller: `c${this.#visits}` };
    this.#visitors[this.#visits % REMEMBERED] = fresh;
    return fresh;
  }

  /** Signals of a visit; the time of a tap, if there is one. */
  #signals(
    visit: string,
    device: DeviceKind,
    calls: boolean,
    onPage: boolean,
    fromMs: number,
    endMs: number,
  ): number | null {
    const random = this.#random;
    const { seen, copy, contact, tel } = this.#profile;
    const gives = (signs: Signs): boolean => random.chance(calls ? signs.caller : signs.other);
    const sign = (signal: Signal, tMs: number): number => {
      this.#queue.push(tMs, { type: "signal", tMs, visit, signal });
      return tMs;
    };
    const seenMs = fromMs + 1000 * random.duration(SEES_AFTER);
    if (!gives(seen) || (seenMs >= endMs && !calls)) return null;
    const sawMs = sign("seen", Math.min(seenMs, endMs));
    const later = (): number => sawMs + random.next() * (endMs - sawMs);
    if (gives(contact)) sign("contact", later());
    if (gives(copy)) sign("copy", later());
    if (!gives(tel[device])) return null;
    const tapMs = sign("tel", later());
    return onPage ? tapMs : null;
  }

  #call(visit: string, caller: string, onPage: boolean, tapMs: number | null, fromMs: number, endMs: number): void {
    const random = this.#random;
    const { delay, tapDelay, openHours, callsAgain, againDelay } = this.#profile;
    let tMs: number;
    if (tapMs !== null) tMs = tapMs + 1000 * random.duration(tapDelay);
    else if (onPage) tMs = fromMs + (0.3 + 0.7 * random.next()) * (endMs - fromMs);
    else {
      const part = delay[random.pick(delay.map(({ share }) => share))];
      if (!part) throw new Error("a profile needs a delay");
      tMs = opening(endMs + 1000 * random.duration(part.duration), openHours, random);
    }
    this.#ring(visit, caller, tMs);
    if (random.chance(callsAgain))
      this.#ring(visit, caller, opening(tMs + 1000 * random.duration(againDelay), openHours, random));
  }

  /** A call, and as many strays as fall on one. */
  #ring(visit: string, caller: string, tMs: number): void {
    const random = this.#random;
    this.#queue.push(tMs, { type: "call", tMs, call: `k${this.#calls++}`, caller, visit });
    const { strays } = this.#profile;
    for (let more = strays / (1 - strays); more > 0; more -= 1) {
      if (!random.chance(more)) break;
      // Strays keep the hours in which people phone, but not the minutes of this visit.
      const atMs = tMs + random.next() * HOUR_MS;
      const call = `k${this.#calls++}`;
      this.#queue.push(atMs, { type: "stray", tMs: atMs, call, caller: `s${call}`, pick: random.next() });
    }
  }

  #live(visit: string, fromMs: number, endMs: number): void {
    for (let tMs = fromMs + PULSE_MS; tMs < endMs; tMs += PULSE_MS)
      this.#queue.push(tMs, { type: "pulse", tMs, visit });
    this.#queue.push(endMs, { type: "end", tMs: endMs, visit });
  }
}

const sum = (weights: readonly number[]): number => weights.reduce((total, weight) => total + weight, 0);

/** The time itself if somebody may phone then, else a time in the first hour and a half of the next opening. */
function opening(tMs: number, hours: Profile["openHours"], random: Random): number {
  if (hours === null) return tMs;
  const day = Math.floor(tMs / DAY_MS);
  const hour = (tMs % DAY_MS) / HOUR_MS;
  if (day % 7 < 5 && hour >= hours.from && hour < hours.to) return tMs;
  let next = hour < hours.from ? day : day + 1;
  while (next % 7 >= 5) next++;
  return next * DAY_MS + (hours.from + 1.5 * random.next()) * HOUR_MS;
}
