/**
 * What the switchboards of a site tell each other of a call. Each knows only its own visits, so one is asked and hears
 * the others: the likeliest visits of each by name, and what all the rest weigh together, so that a confidence is what it
 * would be of an undivided site (R2). Pure, and bounded however many visits were shown the number.
 */
import type { DelayCurve } from "./delay-curve.ts";
import { plausibility } from "./plausibility.ts";
import type { Candidate, ResolveInput } from "./resolve.ts";
import { isTapped, placeOf, weightOf } from "./weigh.ts";

/** Candidates that were counted and not named. */
export interface Unlisted {
  count: number;
  /** Calls per second to be expected of those who tapped the number just now, and of the others. */
  tapped: number;
  other: number;
}

export interface Testimony {
  candidates: readonly Candidate[];
  unlisted: Unlisted;
}

/** What the candidates of a call are weighed by, its caller's past aside. */
export type WeighedBy = Pick<ResolveInput, "atMs" | "callerCountry">;

export const NOBODY_UNLISTED: Unlisted = { count: 0, tapped: 0, other: 0 };

/** How many visits are named: the likeliest, and the likeliest of those who tapped the number, should the caller be known. */
const LISTED = { likeliest: 16, tapped: 8 };

/** Calls per second to be expected of a candidate, were nothing known of the caller but the country. */
export function rateOf(candidate: Candidate, { atMs, callerCountry }: WeighedBy, curve: DelayCurve): number {
  return weightOf(candidate, atMs, curve) * plausibility(callerCountry, candidate.country);
}

/**
 * What a switchboard has to say of its candidates.
 * @param visitors always named: the caller may be one of them
 */
export function testify(
  candidates: readonly Candidate[],
  by: WeighedBy,
  visitors: ReadonlySet<string>,
  curve: DelayCurve,
): Testimony {
  const ranked = candidates.map((candidate) => ranking(candidate, by, curve)).toSorted(byRate);
  const latest = ranked.reduce<Ranked | null>((a, b) => (a && !isLater(b.candidate, a.candidate) ? a : b), null);
  const listed = new Set([
    ...ranked.slice(0, LISTED.likeliest),
    ...ranked.filter(({ tapped }) => tapped).slice(0, LISTED.tapped),
    ...ranked.filter(({ candidate }) => visitors.has(candidate.visitor)),
    ...(latest ? [latest] : []),
  ]);
  return {
    candidates: [...listed].map(({ candidate }) => candidate),
    unlisted: unlistedOf(ranked.filter((one) => !listed.has(one))),
  };
}

/**
 * The candidates of the whole site. A visit that two know of is taken from the one that goes on with it.
 * @param missing switchboards that did not answer, each of which knows, of a number that is shown to all, about as much as
 * the others: visitors are spread evenly
 */
export function joinTestimonies(
  own: readonly Candidate[],
  heard: readonly Testimony[],
  missing: number,
  input: WeighedBy & Pick<ResolveInput, "numberKind">,
  curve: DelayCurve,
): Testimony {
  const all = [{ candidates: own, unlisted: NOBODY_UNLISTED }, ...heard];
  const candidates = distinct(all.flatMap((one) => one.candidates));
  if (input.numberKind === "pool") {
    return { candidates: leasedOn(candidates), unlisted: sum(heard.map(({ unlisted }) => unlisted)) };
  }
  const said = sum([
    ...heard.map(({ unlisted }) => unlisted),
    ...(missing > 0 ? all.map(({ candidates: listed }) => estimate(listed, input, missing / all.length, curve)) : []),
    ...(missing > 0 ? heard.map(({ unlisted }) => scaled(unlisted, missing / all.length)) : []),
  ]);
  return { candidates, unlisted: said };
}

interface Ranked {
  candidate: Candidate;
  rate: number;
  tapped: boolean;
}

function ranking(candidate: Candidate, by: WeighedBy, curve: DelayCurve): Ranked {
  const tapped = isTapped(placeOf(candidate, by.atMs));
  return { candidate, rate: rateOf(candidate, by, curve), tapped };
}

function byRate(a: Ranked, b: Ranked): number {
  return b.rate - a.rate || (isLater(a.candidate, b.candidate) ? -1 : 1);
}

/** The visit id breaks ties, so that the order of the input says nothing. */
function isLater(a: Candidate, b: Candidate): boolean {
  return a.lastSeenMs > b.lastSeenMs || (a.lastSeenMs === b.lastSeenMs && a.visit < b.visit);
}

function unlistedOf(ranked: readonly Ranked[]): Unlisted {
  return sum(ranked.map(({ rate, tapped }) => ({ count: 1, tapped: tapped ? rate : 0, other: tapped ? 0 : rate })));
}

/** So much of what these weigh, counting nobody: whom a switchboard would have named that did not answer. */
function estimate(listed: readonly Candidate[], by: WeighedBy, share: number, curve: DelayCurve): Unlisted {
  return scaled(unlistedOf(listed.map((candidate) => ranking(candidate, by, curve))), share);
}

const scaled = ({ tapped, other }: Unlisted, by: number): Unlisted => ({
  count: 0,
  tapped: tapped * by,
  other: other * by,
});

function sum(all: readonly Unlisted[]): Unlisted {
  return all.reduce(
    (a, b) => ({ count: a.count + b.count, tapped: a.tapped + b.tapped, other: a.other + b.other }),
    NOBODY_UNLISTED,
  );
}

function distinct(candidates: readonly Candidate[]): Candidate[] {
  const found = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const known = found.get(candidate.visit);
    if (!known || known.copy === true) found.set(candidate.visit, candidate);
  }
  return [...found.values()];
}

/** A pool number was leased on when its next holder got it, at whichever switchboard that was. */
function leasedOn(candidates: readonly Candidate[]): Candidate[] {
  const times = candidates.map(({ leasedAtMs }) => leasedAtMs).toSorted((a, b) => a - b);
  return candidates.map((candidate) => {
    if (candidate.releasedAtMs !== null) return candidate;
    return { ...candidate, releasedAtMs: times.find((atMs) => atMs > candidate.leasedAtMs) ?? null };
  });
}
