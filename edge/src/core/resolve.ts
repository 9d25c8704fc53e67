/**
 * Resolution: whose call is this? Every recent holder of the called number is a candidate, weighed against "nobody we
 * know". Pure: the switchboard and the simulator call the same function.
 */
import type { SignalTimes } from "./signals.ts";

export type ResolutionMethod = "lease" | "freeze" | "history" | "caller" | "code" | "static" | "none";

/** A visit that was shown the called number, as known at the time of the call. */
export interface Candidate {
  visit: string;
  visitor: string;
  /** From when the visit was shown the number, epoch milliseconds. */
  leasedAtMs: number;
  /** Its last sign of life, epoch milliseconds. */
  lastSeenMs: number;
  /** The page was in view at the last sign of life (no `hidden` or `end` since). */
  visible: boolean;
  /** When the number was leased on to somebody else; `null` while it still rests for this visit. */
  releasedAtMs: number | null;
  signals: SignalTimes;
  /** When this visit last called, epoch milliseconds, before this call. */
  calledAtMs: number | null;
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
  candidates: readonly Candidate[];
  knownCaller: KnownCaller | null;
}

export interface Resolution {
  method: ResolutionMethod;
  visit: string | null;
  visitor: string | null;
  /** 0..1, calibrated (R2). */
  confidence: number;
  runnerUp: { visit: string; confidence: number } | null;
  /** The evidence in words, one sentence each (R1). */
  evidence: string[];
  /** Version of the delay curve used. */
  curveVersion: number;
}
