/**
 * Resolution: whose call is this? Every recent holder of the called number is a candidate, weighed against "nobody we
 * know" (R1–R4). Pure: the switchboard and the simulator call the same function. Never decides by the order in which
 * the candidates are given.
 */
import type { DelayCurve } from "./delay-curve.ts";
import { evidenceOf } from "./evidence.ts";
import type { Belief, KnownCaller } from "./known-caller.ts";
import { type Share, weigh } from "./shares.ts";
import type { SignalTimes } from "./signals.ts";
import type { Unlisted } from "./testimony.ts";
import { idleOf, isOnSite } from "./weigh.ts";

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

/** Holders of a number weighed for one call, the latest ones: whoever held it before them hardly calls any more. */
export const HOLDERS_MAX = 128;

/** A visit is named only if it is this much likelier than nobody we know: a wrong name does more harm than none. */
const MARGIN = 1.5;

/** A code keyed in wrongly passes its checksum once in a hundred times. */
const CODE_CONFIDENCE = 0.99;

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
