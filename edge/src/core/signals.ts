/**
 * Signals: evidence of intent within a visit, and the classes of intent they amount to. A class is what the choice of
 * a number and the weighing of a call need: how likely, compared with others, this visitor is to phone.
 */

export type Signal = "seen" | "copy" | "contact" | "tel";

/** When each signal was last given, epoch milliseconds; absent or undefined for never. */
export type SignalTimes = { [S in Signal]?: number | undefined };

/**
 * The signals with one more. All that come from here have the same fields in the same order: they are read for every
 * holder of a number at every call, and objects of one shape are read several times as fast.
 */
export function withSignal({ seen, copy, contact, tel }: SignalTimes, signal: Signal, atMs: number): SignalTimes {
  const times = { seen, copy, contact, tel };
  times[signal] = atMs;
  return times;
}

/** What most visits give. */
export const NO_SIGNALS: SignalTimes = { seen: undefined, copy: undefined, contact: undefined, tel: undefined };

/** From least to most likely to call. `called`: has called already, so a further call is known by its caller. */
export const INTENTS = ["called", "bounce", "plain", "seen", "interested", "tel"] as const;
export type Intent = (typeof INTENTS)[number];

/** A visit shorter than this that never saw the number is a bounce. */
export const BOUNCE_MS = 10_000;

const CALLED = INTENTS.indexOf("called");
const BOUNCE = INTENTS.indexOf("bounce");
const PLAIN = INTENTS.indexOf("plain");
const SEEN = INTENTS.indexOf("seen");
const INTERESTED = INTENTS.indexOf("interested");
const TEL = INTENTS.indexOf("tel");

/**
 * The class of intent of a visit, as an index into `INTENTS`.
 * @param signals when each signal was last given
 * @param called whether the visit has called already
 * @param visitMs how long the visit lasted so far, milliseconds
 */
export function classOf(signals: SignalTimes, called: boolean, visitMs: number): number {
  if (called) return CALLED;
  if (signals.tel !== undefined) return TEL;
  if (signals.copy !== undefined || signals.contact !== undefined) return INTERESTED;
  if (signals.seen !== undefined) return SEEN;
  return visitMs < BOUNCE_MS ? BOUNCE : PLAIN;
}
