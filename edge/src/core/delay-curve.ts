/**
 * The call-delay curve: how fast visitors in a given standing phone, in calls per second. One curve serves both the
 * weighing of a call (`weigh.ts`) and the choice of the next number (`remainingChance`), so that the two never
 * disagree. Plain JSON: it is stored with its version, and a curve once used is never changed in place. What a site starts
 * with is in `prior-curve.ts`.
 */
import { INTENTS, type Intent } from "./signals.ts";

/** How long after a visitor's last sign of life the call comes: the prior, and what a site's own calls say. */
export interface DelayCurve {
  /** 0 for the prior; raised by one whenever it is learned anew. */
  version: number;
  /** Calls it was learned from, the prior's excluded. */
  calls: number;
  /** Calls per second and number by nobody we know: wrong numbers, suppliers, numbers noted elsewhere. */
  nobody: number;
  /** Calls per second of a visit that is on the site, by bins of the time it has been shown the number. */
  onSite: Record<Intent, number[]>;
  /** Calls per second of a visit that has left, by bins of the time since its last sign of life. */
  away: Record<Intent, number[]>;
  /** Calls per second of a visit that tapped a `tel:` link, by bins of the time since the tap. */
  tapped: number[];
  /** What the kind of device multiplies the rates of a class by, but for those who left long ago. */
  device: Record<DeviceKind, Record<Intent, number>>;
  /** Chance that a visit which has left still calls, at the lower edge of each bin of `away`. */
  remaining: Record<Intent, number[]>;
}

export const DEVICE_KINDS = ["mobile", "tablet", "desktop"] as const;
export type DeviceKind = (typeof DEVICE_KINDS)[number];

/** A scale of bins that double: `[0, first)`, `[first, 2 first)`, `[2 first, 4 first)` … the last one open. */
export interface Scale {
  /** Width of the first bin, milliseconds. */
  firstMs: number;
  bins: number;
}

/** Since the last sign of life: 15 s … 45 days. */
export const AWAY: Scale = { firstMs: 15_000, bins: 20 };
/** The first bin of those who left long ago, over an hour: too few of their calls come for telling devices apart. */
export const LONG_AGO = 9;
/** Since the visit was first shown the number: 5 s … 11 min. */
export const ON_SITE: Scale = { firstMs: 5_000, bins: 9 };
/** Since the tap on a `tel:` link: 4 s … 4 min; an older tap only counts by its class of intent. */
export const TAPPED: Scale = { firstMs: 4_000, bins: 8 };

/** The bin of a time, milliseconds; times below 0 fall into the first. */
export function binOf(scale: Scale, ms: number): number {
  if (ms < scale.firstMs) return 0;
  const bin = 32 - Math.clz32(Math.min(ms / scale.firstMs, 0x7fffffff));
  return bin < scale.bins ? bin : scale.bins - 1;
}

/** Lower edge of a bin, milliseconds; for `bin === bins` the edge at which the last bin would end. */
export function lowerEdgeMs(scale: Scale, bin: number): number {
  return bin === 0 ? 0 : scale.firstMs * 2 ** (bin - 1);
}

const AWAY_EDGES_MS: readonly number[] = Array.from({ length: AWAY.bins + 1 }, (_, bin) => lowerEdgeMs(AWAY, bin));

/**
 * Chance that a visitor of this class of intent still calls when `idleMs` have passed since the last sign of life
 * (L4). Never rises with `idleMs`. One table lookup: it stands on the way of every lease.
 */
export function remainingChance(curve: DelayCurve, intent: Intent, idleMs: number): number {
  const bin = binOf(AWAY, idleMs);
  const table = curve.remaining[intent];
  const here = table[bin] ?? 0;
  const low = AWAY_EDGES_MS[bin] ?? 0;
  const width = (AWAY_EDGES_MS[bin + 1] ?? 0) - low;
  const part = Math.min(1, Math.max(0, (idleMs - low) / width));
  return here + ((table[bin + 1] ?? 0) - here) * part;
}

/** Fills in `remaining` from `away`: the rates summed from each edge on. */
export function withRemaining(rates: Omit<DelayCurve, "remaining">): DelayCurve {
  const remaining = {} as Record<Intent, number[]>;
  for (const intent of INTENTS) {
    const tail = new Array<number>(AWAY.bins).fill(0);
    let chance = 0;
    for (let bin = AWAY.bins - 1; bin >= 0; bin--) {
      const widthSeconds = (lowerEdgeMs(AWAY, bin + 1) - lowerEdgeMs(AWAY, bin)) / 1000;
      chance += (rates.away[intent][bin] ?? 0) * widthSeconds;
      tail[bin] = chance;
    }
    remaining[intent] = tail;
  }
  return { ...rates, remaining };
}
