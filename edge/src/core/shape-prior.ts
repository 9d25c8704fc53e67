/**
 * What is expected of the curve's shape: that nobody grows likelier to call, from one stretch of time to the next, by
 * having been away for longer. A rise is not forbidden (offices open in the morning), but calls must speak for it.
 */
import { AWAY } from "./delay-curve.ts";
import { CELLS, FIRST, UNKNOWN_DEVICE } from "./place.ts";
import { INTENTS } from "./signals.ts";

/** A rise by a factor of e is as surprising as this, in each class of intent (assumption). */
const STIFFNESS = 4;
const BLOCK = CELLS * UNKNOWN_DEVICE;
/** The last bin is without end and has no rate. */
const LAST = AWAY.bins - 2;

/** The surprise at rates that rise with the time away; adds its derivative by the logarithm of each rate to `slopes`. */
export function addShapeSurprise(rates: Float64Array, slopes: Float64Array): number {
  let surprise = 0;
  for (let intent = 0; intent < INTENTS.length; intent++) {
    const first = BLOCK + FIRST.away + intent * AWAY.bins;
    for (let place = first; place < first + LAST; place++) {
      const rise = Math.log((rates[place + 1] as number) / (rates[place] as number));
      if (rise <= 0) continue;
      surprise += (STIFFNESS * rise * rise) / 2;
      slopes[place] = (slopes[place] as number) - STIFFNESS * rise;
      slopes[place + 1] = (slopes[place + 1] as number) + STIFFNESS * rise;
    }
  }
  return surprise;
}
