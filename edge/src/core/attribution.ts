/**
 * Attribution: how the credit for a conversion is shared among the touches that led to it. Weights by model, and money
 * allocated to the minor unit (T2). Pure; which touches are a visitor's, and what counts as a conversion, is decided
 * elsewhere.
 */
import { allocate } from "./allocate.ts";

export const ATTRIBUTION_MODELS = ["first", "last", "last-non-direct", "linear", "time-decay", "position"] as const;
export type AttributionModel = (typeof ATTRIBUTION_MODELS)[number];

export interface AttributedTouch {
  /** Epoch milliseconds. */
  atMs: number;
  channel: string;
}

export interface Conversion {
  /** Epoch milliseconds. */
  atMs: number;
  /** Whole minor units; 0 for a conversion without a value. */
  value: number;
}

export interface AttributionOptions {
  /** How far back touches count, days. */
  lookbackDays: number;
  /** Time in which the credit of a touch halves, days (`time-decay`). */
  halfLifeDays: number;
}

/** Google's and Metrica's look-back is 90 days; a click 8 days old counts half of one that is a day old. */
export const DEFAULT_ATTRIBUTION: AttributionOptions = { lookbackDays: 90, halfLifeDays: 7 };

export interface Credit<Touch> {
  touch: Touch;
  /** Share of the conversion; the credits of one conversion sum to 1. */
  weight: number;
  /** Share of its value, minor units; they sum to it exactly. */
  value: number;
}

const DAY_MS = 86_400_000;

/**
 * Shares a conversion among the touches of its look-back, in order of time.
 * @returns no credits when no touch is left: the conversion is then unattributed
 */
export function attribute<Touch extends AttributedTouch>(
  touches: readonly Touch[],
  conversion: Conversion,
  model: AttributionModel,
  options: AttributionOptions = DEFAULT_ATTRIBUTION,
): Credit<Touch>[] {
  const oldestMs = conversion.atMs - options.lookbackDays * DAY_MS;
  const path = touches
    .filter(({ atMs }) => atMs <= conversion.atMs && atMs >= oldestMs)
    .toSorted((a, b) => a.atMs - b.atMs);
  if (path.length === 0) return [];
  const raw = weigh(path, model, options.halfLifeDays * DAY_MS);
  const sum = raw.reduce((total, weight) => total + weight, 0);
  const values = allocate(conversion.value, raw);
  return path.map((touch, index) => ({ touch, weight: (raw[index] ?? 0) / sum, value: values[index] ?? 0 }));
}

/** Weights of a path in order of time, not yet summing to 1. */
function weigh(path: readonly AttributedTouch[], model: AttributionModel, halfLifeMs: number): number[] {
  const lastIndex = path.length - 1;
  switch (model) {
    case "first":
      return path.map((_, index) => (index === 0 ? 1 : 0));
    case "last":
      return path.map((_, index) => (index === lastIndex ? 1 : 0));
    case "last-non-direct": {
      const found = path.findLastIndex(({ channel }) => channel !== "Direct");
      const chosen = found === -1 ? lastIndex : found;
      return path.map((_, index) => (index === chosen ? 1 : 0));
    }
    case "linear":
      return path.map(() => 1);
    case "time-decay": {
      // Ages count from the latest touch: only their differences matter, and the largest weight is then 1.
      const latestMs = path[lastIndex]?.atMs ?? 0;
      return path.map(({ atMs }) => 2 ** (-(latestMs - atMs) / halfLifeMs));
    }
    case "position":
      return path.map((_, index) => positionWeight(index, path.length));
  }
}

/** 40 % to the first, 40 % to the last, the rest to those between; without any between, the ends share alike. */
function positionWeight(index: number, length: number): number {
  return index === 0 || index === length - 1 ? 0.4 : 0.2 / (length - 2);
}
