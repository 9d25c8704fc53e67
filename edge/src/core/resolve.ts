/**
 * Resolution: whose call is this? Every recent holder of the called number is a candidate, weighed against "nobody we
 * know" (R1–R4). Pure: the switchboard and the simulator call the same function. Never decides by the order in which
 * the candidates are given.
 */
import type { DelayCurve } from "./delay-curve.ts";
import { evidenceOf } from "./evidence.ts";
import {
  type Belief,
  beliefs,
  expectedAgain,
  type KnownCaller,
  somebodyElse,
  strangers,
  unlistedRate,
} from "./known-caller.ts";
import { plausibility } from "./plausibility.ts";
import { rateTable } from "./rate-table.ts";
import type { SignalTimes } from "./signals.ts";
import type { Unlisted } from "./testimony.ts";
import { discountOf, idleOf, isOnSite, NOWHERE, placeOf } from "./weigh.ts";

export type { KnownCaller } from "./known-caller.ts";

export type ResolutionMethod = "lease" | "freeze" | "history" | "caller" | "code" | "static" | "none";

/** A visit that was shown the called number, as known at the time of the call. */
export interface Candidate {
  visit: string;
  visitor: string;
  /** From when the visit was shown the number, epoch milliseconds. */
  leasedAtMs: number;
  /** Its last sign of life while it was shown the number, epoch milliseconds. */
  lastSeenMs: number;
  /** The page was in view at the last sign of life (no `hidden` or `end` since). */
  visible: boolean;
  /** When the number was leased on to somebody else; `null` while it still rests for this visit. */
  releasedAtMs: number | null;
  signals: SignalTimes;
  /** When this visit last called, epoch milliseconds, before this call. */
  calledAtMs: number | null;
  /** The visit has since been shown another number in place of this one. */
  movedOn?: boolean;
  /** ISO 3166-1 alpha-2 and region code of the visit; empty when unknown. */
  country: string;
  region: string;
  device: string;
  /** Told by a switchboard that has handed the visit over to another. */
  copy?: true;
}

export interface ResolveInput {
  atMs: number;
  number: string;
  numberKind: "pool" | "static" | "overflow" | "code" | "unknown";
  /** Caller's country (ISO 3166-1 alpha-2), empty when withheld or unknown. */
  callerCountry: string;
  /** Channel name of a static number, or of the channel whose code was given. */
  channel: string;
  /** Guaranteed freeze of the number's pool, milliseconds. */
  freezeMs: number;
  /** The recent holders of the number (or, for an overflow number, the visits shown it), each visit at most once. */
  candidates: readonly Candidate[];
  /** Visits that were shown the number and are not among the candidates: of other switchboards of the site. */
  unlisted?: Unlisted;
  /** Switchboards of the site that should have been heard and were not. */
  unheard?: number;
  knownCaller: KnownCaller | null;
  /** The visit whose code was keyed in or typed in, for a code number. */
  coded?: { visit: string; visitor: string } | null;
}

export interface Resolution {
  method: ResolutionMethod;
  visit: string | null;
  visitor: string | null;
  /** 0..1, calibrated (R2): the chance that this answer is right. Of `none`: that it is nobody we know. */
  confidence: number;
  runnerUp: { visit: string; confidence: number } | null;
  /** The likeliest visits with their shares, the answer's included: what to remember of this caller (`rememberedAs`). */
  beliefs: Belief[];
  /** The evidence in words, one sentence each (R1). */
  evidence: string[];
  /** Version of the delay curve used. */
  curveVersion: number;
  /** Switchboards of the site whose word is missing; absent for none. */
  unheard?: number;
}

/** A candidate, or a known caller's earlier visit that holds no lease any more, with its share of the call. */
export interface Share {
  visit: string;
  visitor: string;
  candidate: Candidate | null;
  share: number;
}

/** Holders of a number weighed for one call, the latest ones: whoever held it before them hardly calls any more. */
export const HOLDERS_MAX = 128;

/** A visit is named only if it is this much likelier than nobody we know: a wrong name does more harm than none. */
const MARGIN = 1.5;

/** A code keyed in wrongly passes its checksum once in a hundred times. */
const CODE_CONFIDENCE = 0.99;

/** Shares below this are counted, but not told apart. */
const NEGLIGIBLE = 1e-3;

/** Highest share first; then the latest sign of life, then the visit id, so that the order of the input says nothing. */
function byShare(a: Share, b: Share): number {
  const seen = (b.candidate?.lastSeenMs ?? 0) - (a.candidate?.lastSeenMs ?? 0);
  return b.share - a.share || seen || (a.visit < b.visit ? -1 : Number(a.visit > b.visit));
}

/**
 * The shares of all who may have called, highest first, and that of nobody we know; together 1 but for what is negligible
 * or unlisted.
 */
export function weigh(input: ResolveInput, curve: DelayCurve): { shares: Share[]; nobody: number } {
  const { atMs, knownCaller: known, candidates, callerCountry } = input;
  const table = rateTable(curve);
  const rates = new Float64Array(candidates.length);
  const places = new Int32Array(candidates.length);
  for (let n = 0; n < candidates.length; n++) {
    const one = candidates[n] as Candidate;
    const place = placeOf(one, atMs);
    places[n] = place;
    if (place === NOWHERE) continue;
    rates[n] = (table[place] as number) * discountOf(one) * plausibility(callerCountry, one.country);
  }
  const past = known === null ? null : recall(input, known, places, rates);
  const nobody = curve.nobody * strangers(known) + (past?.nobody ?? 0);
  const again = past?.again ?? [];
  let total = nobody + unlistedRate(input.unlisted, known);
  for (let n = 0; n < rates.length; n++) total += rates[n] as number;
  for (const { share } of again) total += share;
  const shares = again.map((one) => ({ ...one, share: one.share / total }));
  for (let n = 0; n < rates.length; n++) {
    const share = (rates[n] as number) / total;
    if (share < NEGLIGIBLE) continue;
    const candidate = candidates[n] as Candidate;
    shares.push({ visit: candidate.visit, visitor: candidate.visitor, candidate, share });
  }
  return { shares: shares.sort(byShare), nobody: nobody / total };
}

/**
 * Changes the rates of the candidates by what the caller's past says of them.
 * @param places where each candidate stands
 * @returns calls per second of those who are no candidates (as their `share`), and of nobody we know
 */
function recall(
  input: ResolveInput,
  known: KnownCaller,
  places: Int32Array,
  rates: Float64Array,
): { again: Share[]; nobody: number } {
  const { atMs, candidates } = input;
  const believed = beliefs(known);
  // By visitor: the visit of theirs that was shown the number last speaks for them.
  const past = new Map<string, { confidence: number; latest: number }>();
  for (const { visitor, confidence } of believed) if (!past.has(visitor)) past.set(visitor, { confidence, latest: -1 });
  for (let n = 0; n < candidates.length; n++) {
    const one = candidates[n] as Candidate;
    const own = past.get(one.visitor);
    rates[n] = (rates[n] as number) * (own?.confidence ?? somebodyElse(places[n] as number));
    if (own && one.lastSeenMs > (candidates[own.latest]?.lastSeenMs ?? Number.NEGATIVE_INFINITY)) own.latest = n;
  }
  const holders = believed.map(({ visitor }) => past.get(visitor)?.latest ?? -1);
  const expected = expectedAgain(known, input.number, holders, atMs);
  const again: Share[] = [];
  believed.forEach(({ visit, visitor }, n) => {
    const [rate, own] = [expected.each[n] ?? 0, holders[n] ?? -1];
    if (own >= 0) rates[own] = (rates[own] ?? 0) + rate;
    else again.push({ visit, visitor, candidate: null, share: rate });
  });
  return { again, nobody: expected.nobody };
}

/** How many visits a resolution goes on to believe in, and from which share on. */
const BELIEFS = { count: 5, from: 0.01 };

const believedOf = (shares: readonly Share[]): Belief[] =>
  shares
    .filter(({ share }) => share >= BELIEFS.from)
    .slice(0, BELIEFS.count)
    .map(({ visit, visitor, share }) => ({ visit, visitor, confidence: share }));

function methodOf(winner: Share, input: ResolveInput): ResolutionMethod {
  const { candidate } = winner;
  if (candidate !== null && candidate.releasedAtMs === null) {
    if (isOnSite(candidate, input.atMs)) return "lease";
    if (idleOf(candidate, input.atMs) <= input.freezeMs) return "freeze";
  }
  return candidate === null || winner.visitor === input.knownCaller?.visitor ? "caller" : "history";
}

/**
 * Whose call it is.
 * @example
 * const { visit, confidence, evidence } = resolve({ atMs, number, numberKind: "pool", candidates, … }, curve);
 */
export function resolve(input: ResolveInput, curve: DelayCurve): Resolution {
  const unheard = input.unheard ? { unheard: input.unheard } : {};
  const base = { curveVersion: curve.version, runnerUp: null, visit: null, visitor: null, beliefs: [], ...unheard };
  if (input.numberKind === "static") {
    const evidence = [`The number is kept for "${input.channel}" alone.`];
    return { ...base, method: "static", confidence: 1, evidence };
  }
  if (input.numberKind === "code" && input.coded) {
    const evidence = ["The code of this visit was given."];
    const beliefs = [{ ...input.coded, confidence: CODE_CONFIDENCE }];
    return { ...base, ...input.coded, method: "code", confidence: CODE_CONFIDENCE, evidence, beliefs };
  }
  if (input.numberKind === "code" && input.channel !== "") {
    return {
      ...base,
      method: "code",
      confidence: CODE_CONFIDENCE,
      evidence: [`The code of "${input.channel}" was given.`],
    };
  }
  const { shares, nobody } = weigh(input, curve);
  const [first, second] = shares;
  if (first === undefined || first.share <= MARGIN * nobody) {
    const runnerUp = first === undefined ? null : { visit: first.visit, confidence: first.share };
    const evidence = evidenceOf(input, null);
    return { ...base, method: "none", confidence: nobody, runnerUp, evidence, beliefs: believedOf(shares) };
  }
  return {
    method: methodOf(first, input),
    visit: first.visit,
    visitor: first.visitor,
    confidence: first.share,
    runnerUp: second === undefined ? null : { visit: second.visit, confidence: second.share },
    evidence: evidenceOf(input, first),
    beliefs: believedOf(shares),
    curveVersion: curve.version,
    ...unheard,
  };
}

/**
 * What to remember of a caller for their next call: hand it back as `knownCaller`. Also of a call given to nobody, for
 * the next one may tell who it was. `null` when there is nobody it may have been.
 */
export function rememberedAs(resolution: Resolution, number: string, calledAtMs: number): KnownCaller | null {
  const [best, ...others] = resolution.beliefs;
  return best === undefined ? null : { ...best, others, number, calledAtMs };
}
