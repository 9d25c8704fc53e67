/**
 * Places: the cells of the call-delay curve, once for each kind of device, numbered so that what is expected of a visit
 * is found by one look into one list. The learner (`learn-curve.ts`) counts by the same numbers as the weighing.
 */
import { AWAY, DEVICE_KINDS, LONG_AGO, ON_SITE, TAPPED } from "./delay-curve.ts";
import { INTENTS } from "./signals.ts";

/** Cells of the curve: `away` and `onSite` by class and bin, then `tapped` by bin. */
export const FIRST = {
  away: 0,
  onSite: INTENTS.length * AWAY.bins,
  tapped: INTENTS.length * (AWAY.bins + ON_SITE.bins),
} as const;
export const CELLS = FIRST.tapped + TAPPED.bins;

/** The block of cells of unknown devices, after those of the known ones: it carries the curve itself. */
export const UNKNOWN_DEVICE = DEVICE_KINDS.length;
/** The place of "nobody we know", after all blocks. */
export const NOBODY = CELLS * (UNKNOWN_DEVICE + 1);
export const PLACES = NOBODY + 1;

/** What a place stands for. */
export interface Spot {
  table: "away" | "onSite" | "tapped";
  /** Index into `INTENTS`. */
  intent: number;
  bin: number;
  /** Index into `DEVICE_KINDS`, or `UNKNOWN_DEVICE`. */
  device: number;
}

/** @param place other than `NOBODY` */
export function spotAt(place: number): Spot {
  const device = Math.floor(place / CELLS);
  const cell = place % CELLS;
  if (cell >= FIRST.tapped)
    return { table: "tapped", intent: INTENTS.indexOf("tel"), bin: cell - FIRST.tapped, device };
  const onSite = cell >= FIRST.onSite;
  const [first, bins] = onSite ? [FIRST.onSite, ON_SITE.bins] : [FIRST.away, AWAY.bins];
  return {
    table: onSite ? "onSite" : "away",
    intent: Math.floor((cell - first) / bins),
    bin: (cell - first) % bins,
    device,
  };
}

/** By place: whether it is that of visitors who left long ago. */
export const LEFT_LONG_AGO: readonly boolean[] = Array.from({ length: NOBODY }, (_, place) => {
  const { table, bin } = spotAt(place);
  return table === "away" && bin >= LONG_AGO;
});

/** The number of a device's block. */
export function deviceBlock(device: string): number {
  if (device === "mobile") return 0;
  if (device === "tablet") return 1;
  return device === "desktop" ? 2 : UNKNOWN_DEVICE;
}
