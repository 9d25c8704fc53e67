/**
 * Resolution: whose call is this? Every recent holder of the called number is a candidate, weighed against "nobody we
 * know" (R1–R4). Pure: the switchboard and the simulator call the same function. Never decides by the order in which
 * the candidates are given.
 */
import type { DelayCurve } from "./delay-curve.ts";
import { evidenceOf } from "./evidence.ts";
import type { SignalTimes } from "./signals.ts";
import { idleOf, isOnSite, standingOf, weightOf } from "./weigh.ts";

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

/** An earlier call (or a deal) of the same caller within the look-back. */
export interface KnownCaller {
  visit: string;
  visitor: string;
  /** The latest such call, epoch milliseconds. */
  calledAtMs: number;
  /** The number dialled then. */
  number: string;
  /** Confidence of that resolution. */
  confidence: number;
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

/**
 * How likely it is that a known caller is not the visitor found before but this other one: the same person on a second
 * device, or another person on the same line (assumptions). So small that a holder who is merely there loses against
 * the caller's own history, and large enough that one who tapped the number seconds ago wins (R3).
 */
const SOMEBODY_ELSE = { tapped: 0.02, other: 0.0002 };
/** Share of callers who call again, and the ages between which that falls as 1/t, seconds (assumption). */
const CALLS_AGAIN = { share: 0.3, from: 60, to: 86_400 };

/** A code keyed in wrongly passes its checksum once in a hundred times. */
const CODE_CONFIDENCE = 0.99;

/** Calls per second by which somebody who has called calls again: falls as 1/t for a day, as memory does. */
function callsAgain(known: KnownCaller, atMs: number): number {
  const { share, from, to } = CALLS_AGAIN;
  const seconds = Math.min(to, Math.max(from, (atMs - known.calledAtMs) / 1000));
  return share / (seconds * Math.log(to / from));
}

/** Latest sign of life first; the visit id breaks ties, so that the order of the input says nothing. */
const byRecency = (a: Candidate, b: Candidate): number =>
  b.lastSeenMs - a.lastSeenMs || (a.visit < b.visit ? -1 : Number(a.visit > b.visit));

/** How much less is expected of a candidate because the caller is known as another visitor. */
function elsewhere(candidate: Candidate, known: KnownCaller | null, atMs: number): number {
  if (known === null || known.visitor === candidate.visitor) return 1;
  return standingOf(candidate, atMs)?.table === "tapped" ? SOMEBODY_ELSE.tapped : SOMEBODY_ELSE.other;
}

/** The shares of all who may have called, highest first, and that of nobody we know; together 1. */
export function weigh(input: ResolveInput, curve: DelayCurve): { shares: Share[]; nobody: number } {
  const { atMs, knownCaller: known } = input;
  const shares = [...input.candidates].sort(byRecency).map((candidate): Share => {
    const share = weightOf(candidate, atMs, curve) * elsewhere(candidate, known, atMs);
    return { visit: candidate.visit, visitor: candidate.visitor, candidate, share };
  });
  let nobody = curve.nobody;
  if (known !== null) {
    const again = callsAgain(known, atMs);
    const own = shares.find((one) => one.visitor === known.visitor);
    if (own !== undefined) own.share += again * known.confidence;
    else shares.push({ visit: known.visit, visitor: known.visitor, candidate: null, share: again * known.confidence });
    // As far as the earlier call was not theirs, the caller is still somebody we do not know.
    nobody = nobody * SOMEBODY_ELSE.other + again * (1 - known.confidence);
  }
  const total = shares.reduce((sum, one) => sum + one.share, nobody);
  for (const one of shares) one.share /= total;
  // Stable: equal shares stay in the order of recency.
  return { shares: shares.sort((a, b) => b.share - a.share), nobody: nobody / total };
}

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
  const base = { curveVersion: curve.version, runnerUp: null, visit: null, visitor: null };
  if (input.numberKind === "static") {
    const evidence = [`The number is kept for "${input.channel}" alone.`];
    return { ...base, method: "static", confidence: 1, evidence };
  }
  if (input.numberKind === "code" && input.coded) {
    const evidence = ["The code of this visit was given."];
    return { ...base, ...input.coded, method: "code", confidence: CODE_CONFIDENCE, evidence };
  }
  const { shares, nobody } = weigh(input, curve);
  const [first, second] = shares;
  if (first === undefined || first.share <= nobody) {
    const runnerUp = first === undefined ? null : { visit: first.visit, confidence: first.share };
    return { ...base, method: "none", confidence: nobody, runnerUp, evidence: evidenceOf(input, shares, null) };
  }
  return {
    method: methodOf(first, input),
    visit: first.visit,
    visitor: first.visitor,
    confidence: first.share,
    runnerUp: second === undefined ? null : { visit: second.visit, confidence: second.share },
    evidence: evidenceOf(input, shares, first),
    curveVersion: curve.version,
  };
}
