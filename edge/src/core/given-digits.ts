/**
 * What was keyed or typed in during a call, joined so that the order of the events says nothing (W1). Knows what a code
 * looks like, never whose one is.
 */
import { readCode } from "./code.ts";

export interface Given {
  /** By the keys that the caller pressed: the earliest word of them, epoch milliseconds. */
  keyed: Record<string, number>;
  /** The last that the person who took the call typed in. */
  typed: { digits: string; atMs: number } | null;
}

/** What one event says. */
export function givenBy({ digits, typed, atMs }: { digits?: string; typed?: string; atMs: number }): Given {
  return {
    keyed: digits === undefined ? {} : { [digits]: atMs },
    typed: typed === undefined ? null : { digits: typed, atMs },
  };
}

export function joinGiven(a: Given, b: Given): Given {
  const keys = [...new Set([...Object.keys(a.keyed), ...Object.keys(b.keyed)])].toSorted();
  const earliest = (digits: string) => Math.min(a.keyed[digits] ?? Infinity, b.keyed[digits] ?? Infinity);
  return {
    keyed: Object.fromEntries(keys.map((digits) => [digits, earliest(digits)])),
    typed: later(a.typed, b.typed),
  };
}

function later(a: Given["typed"], b: Given["typed"]): Given["typed"] {
  if (a === null || b === null) return a ?? b;
  return (a.atMs - b.atMs || Number(a.digits > b.digits) - 0.5) > 0 ? a : b;
}

/**
 * What counts: what was typed in, for whoever did so had heard the caller; else the last code that was keyed in; else
 * the longest of what was keyed in, as some providers tell key after key.
 */
export function digitsOf({ keyed, typed }: Given): string | null {
  if (typed !== null) return typed.digits;
  const isCode = (digits: string) => Number(readCode(digits) !== null);
  const [best] = Object.entries(keyed).toSorted(
    ([x, xAtMs], [y, yAtMs]) =>
      isCode(y) - isCode(x) || (isCode(x) === 1 ? yAtMs - xAtMs : y.length - x.length) || Number(y > x) - Number(y < x),
  );
  return best?.[0] ?? null;
}
