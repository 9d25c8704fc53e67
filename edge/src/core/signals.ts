/**
 * Signals: evidence of intent within a visit, and the classes of intent they amount to. A class is what the choice of
 * a number and the weighing of a call need: how likely, compared with others, this visitor is to phone.
 */

export type Signal = "seen" | "copy" | "contact" | "tel";

/** When each signal was last given, epoch milliseconds; absent for never. */
export type SignalTimes = { [S in Signal]?: number };

/** From least to most likely to call. `called`: has called already, so a further call is known by its caller. */
export const INTENTS = ["called", "bounce", "plain", "seen", "interested", "tel"] as const;
export type Intent = (typeof INTENTS)[number];

/** A visit shorter than this that never saw the number is a bounce. */
export const BOUNCE_MS = 10_000;

/**
 * The class of intent of a visit.
 * @param signals when each signal was last given
 * @param called whether the visit has called already
 * @param visitMs how long the visit lasted so far, milliseconds
 */
export function intentOf(signals: SignalTimes, called: boolean, visitMs: number): Intent {
  if (called) return "called";
  if (signals.tel !== undefined) return "tel";
  if (signals.copy !== undefined || signals.contact !== undefined) return "interested";
  if (signals.seen !== undefined) return "seen";
  return visitMs < BOUNCE_MS ? "bounce" : "plain";
}
