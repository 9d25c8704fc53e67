/**
 * Resolution: whose call is this? Every recent holder of the called number is a candidate, weighed against "nobody we
 * know" (R1–R4). Pure: the switchboard and the simulator call the same function. Never decides by the order in which
 * the candidates are given.
 */
import type { DelayCurve } from "./delay-curve.ts";
import { evidenceOf } from "./evidence.ts";
import { type Belief, beliefs, elsewhere, expectedAgain, type KnownCaller, strangers } from "./known-caller.ts";
import type { SignalTimes } from "./signals.ts";
import { idleOf, isOnSite, weightOf } from "./weigh.ts";

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
}

export interface ResolveInput {
  atMs: number;
  number: string;
  numberKind: "pool" | "static" | "overflow" | "code" | "unknown";
  /** Caller's country (ISO 3166-1 alpha-2), empty when withheld or unknown. */
  callerCountry: string;
  /** Channel name of a static number. */
  channel: string;
  /** Guaranteed freeze of the number's pool, milliseconds. */
  freezeMs: number;
  /** The recent holders of the number (or, for an overflow number, the visits shown it), each visit at most once. */
  candidates: readonly Candidate[];
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
}

/** A candidate, or a known caller's earlier visit that holds no lease any more, with its share of the call. */
export interface Share {
  visit: string;
  visitor: string;
  candidate: Candidate | null;
  share: number;
}

/** A code keyed in wrongly passes its checksum once in a hundred times. */
const CODE_CONFIDENCE = 0.99;

/** Latest sign of life first; the visit id breaks ties, so that the order of the input says nothing. */
const byRecency = (a: Candidate, b: Candidate): number =>
  b.lastSeenMs - a.lastSeenMs || (a.visit < b.visit ? -1 : Number(a.visit > b.visit));

/** The shares of all who may have called, highest first, and that of nobody we know; together 1. */
export function weigh(input: ResolveInput, curve: DelayCurve): { shares: Share[]; nobody: number } {
  const { atMs, knownCaller: known } = input;
  const shares = [...input.candidates].sort(byRecency).map((candidate): Share => {
    const share = weightOf(candidate, atMs, curve) * elsewhere(candidate, known, atMs);
    return { visit: candidate.visit, visitor: candidate.visitor, candidate, share };
  });
  let nobody = curve.nobody * strangers(known);
  if (known !== null) {
    const holders = new Set(shares.map(({ visitor }) => visitor));
    const again = expectedAgain(known, input.number, holders, atMs);
    nobody += again.nobody;
    beliefs(known).forEach(({ visit, visitor }, n) => {
      const rate = again.each[n] ?? 0;
      // The visit of this visitor that was shown the number last, else the one that called before.
      const own = shares.find((one) => one.visitor === visitor);
      if (own !== undefined) own.share += rate;
      else shares.push({ visit, visitor, candidate: null, share: rate });
    });
  }
  const total = shares.reduce((sum, one) => sum + one.share, nobody);
  for (const one of shares) one.share /= total;
  // Stable: equal shares stay in the order of recency.
  return { shares: shares.sort((a, b) => b.share - a.share), nobody: nobody / total };
}

/** How many visits a resolution goes on to believe in, and from which share on. */
const BELIEFS = { count: 5, from: 0.01 };

const believed = (shares: readonly Share[]): Belief[] =>
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
  const base = { curveVersion: curve.version, runnerUp: null, visit: null, visitor: null, beliefs: [] };
  if (input.numberKind === "static") {
    const evidence = [`The number is kept for "${input.channel}" alone.`];
    return { ...base, method: "static", confidence: 1, evidence };
  }
  if (input.numberKind === "code" && input.coded) {
    const evidence = ["The code of this visit was given."];
    const beliefs = [{ ...input.coded, confidence: CODE_CONFIDENCE }];
    return { ...base, ...input.coded, method: "code", confidence: CODE_CONFIDENCE, evidence, beliefs };
  }
  const { shares, nobody } = weigh(input, curve);
  const [first, second] = shares;
  if (first === undefined || first.share <= nobody) {
    const runnerUp = first === undefined ? null : { visit: first.visit, confidence: first.share };
    const evidence = evidenceOf(input, shares, null);
    return { ...base, method: "none", confidence: nobody, runnerUp, evidence, beliefs: believed(shares) };
  }
  return {
    method: methodOf(first, input),
    visit: first.visit,
    visitor: first.visitor,
    confidence: first.share,
    runnerUp: second === undefined ? null : { visit: second.visit, confidence: second.share },
    evidence: evidenceOf(input, shares, first),
    beliefs: believed(shares),
    curveVersion: curve.version,
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
