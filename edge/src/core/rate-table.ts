/**
 * A curve as one list of calls per second by place, worked out once for each curve: a call weighs up to 128 holders. A
 * curve is never changed in place, so that its list may be kept.
 */
import { DEVICE_KINDS, type DelayCurve, LONG_AGO } from "./delay-curve.ts";
import { NOBODY, PLACES, spotAt } from "./place.ts";
import { INTENTS, type Intent } from "./signals.ts";

const tables = new WeakMap<DelayCurve, Float64Array>();

/** Calls per second at each place. Not to be changed. */
export function rateTable(curve: DelayCurve): Float64Array {
  const known = tables.get(curve);
  if (known) return known;
  const table = Float64Array.from({ length: PLACES }, (_, place) => rateAt(curve, place));
  tables.set(curve, table);
  return table;
}

function rateAt(curve: DelayCurve, place: number): number {
  if (place === NOBODY) return curve.nobody;
  const { table, intent: at, bin, device } = spotAt(place);
  const intent = INTENTS[at] as Intent;
  const rate = (table === "tapped" ? curve.tapped : curve[table][intent])[bin] ?? 0;
  const kind = DEVICE_KINDS[device];
  return kind === undefined || (table === "away" && bin >= LONG_AGO) ? rate : rate * curve.device[kind][intent];
}
