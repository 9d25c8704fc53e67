/**
 * The factors by which a learned curve differs from the prior: few coarse ones that many calls speak to, and many fine
 * ones that are held close to 1.
 */
import { AWAY, DEVICE_KINDS, ON_SITE, TAPPED } from "./delay-curve.ts";
import { NOBODY, PLACES, type Spot, spotAt } from "./place.ts";
import { INTENTS } from "./signals.ts";

/** Stretches of the time away that tend to move together: to 2 min, 15 min, 2 h, 12 h, longer. */
const stretchOf = (bin: number): number => (bin < 4 ? 0 : bin < 7 ? 1 : bin < 10 ? 2 : bin < 13 ? 3 : 4);
const STRETCHES = 5;
const TABLES = { away: 0, onSite: 1, tapped: 2 } as const;
const CLASSES = INTENTS.length;

interface Family {
  size: number;
  /** Standard deviation of the logarithm of a factor, before any call has been seen (assumption). */
  spread: number;
  /** Which factor of the family applies at a spot; `-1` for none. */
  factor: (spot: Spot) => number;
}

/** From coarse to fine. */
const FAMILIES: readonly Family[] = [
  // On the site, away, or just tapped.
  { size: 3, spread: 2, factor: ({ table }) => TABLES[table] },
  // How long away: shops have their calls within minutes, others within days.
  { size: STRETCHES, spread: 2, factor: ({ table, bin }) => (table === "away" ? stretchOf(bin) : -1) },
  // What a signal is worth; and how that differs on the site and away.
  { size: CLASSES, spread: 0.7, factor: ({ intent }) => intent },
  { size: 3 * CLASSES, spread: 0.3, factor: ({ table, intent }) => TABLES[table] * CLASSES + intent },
  { size: AWAY.bins, spread: 0.3, factor: ({ table, bin }) => (table === "away" ? bin : -1) },
  { size: ON_SITE.bins, spread: 0.3, factor: ({ table, bin }) => (table === "onSite" ? bin : -1) },
  { size: TAPPED.bins, spread: 1, factor: ({ table, bin }) => (table === "tapped" ? bin : -1) },
  {
    size: STRETCHES * CLASSES,
    spread: 0.2,
    factor: ({ table, intent, bin }) => (table === "away" ? stretchOf(bin) * CLASSES + intent : -1),
  },
  {
    size: CLASSES * DEVICE_KINDS.length,
    spread: 0.4,
    factor: ({ device, intent }) => (device < DEVICE_KINDS.length ? device * CLASSES + intent : -1),
  },
];
/** Of the rate of calls by nobody we know: what is expected of their share is said in `share-prior.ts`. */
const NOBODY_SPREAD = 3;

export const FACTORS = FAMILIES.reduce((sum, { size }) => sum + size, 1);

/** One over the variance of each factor's logarithm. */
export const PRECISIONS: readonly number[] = [
  ...FAMILIES.flatMap(({ size, spread }) => Array.from({ length: size }, () => spread ** -2)),
  NOBODY_SPREAD ** -2,
];

const AT: readonly (readonly number[])[] = Array.from({ length: PLACES }, (_, place) => {
  if (place === NOBODY) return [FACTORS - 1];
  const spot = spotAt(place);
  let first = 0;
  return FAMILIES.flatMap(({ size, factor }) => {
    const [at, start] = [factor(spot), first];
    first += size;
    return at < 0 ? [] : [start + at];
  });
});

/** The factors that apply at a place. */
export const factorsAt = (place: number): readonly number[] => AT[place] as readonly number[];
