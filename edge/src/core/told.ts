/**
 * What a switchboard is told of a caller other than by their calls: the number that somebody left in a form, or that of
 * a deal. It counts as an earlier call would (R3), from when it is known. Pure.
 */
import type { KnownCaller } from "./known-caller.ts";

/** A statement that some number is some visitor's. */
export interface Told {
  /** Of the lead or deal. */
  id: string;
  /** Grows with every change; an older statement never takes the place of a newer one. */
  version: number;
  /** E.164; `null` takes the statement back. */
  caller: string | null;
  /** From when it is known, epoch milliseconds: an earlier call does not profit from it. */
  knownAtMs: number;
  by: "lead" | "deal";
  /** When the form was sent or the deal was made, epoch milliseconds. */
  atMs: number;
  /** `null`: nobody has said which visitor it is; an earlier call of the same number may tell. */
  visit: { visit: string; visitor: string; confidence: number } | null;
  /** How that visit had arrived, should the switchboard have forgotten it. */
  arrival?: ToldArrival;
}

export interface ToldArrival {
  channel: string;
  source: string;
  medium: string;
  campaign: string;
  term: string;
}

/** A number in a form is the sender's own, but for slips and those who ask for others (assumption). */
export const LEAD_CONFIDENCE = 0.95;
/** Whoever writes down a deal knows whose it is (assumption). */
export const DEAL_CONFIDENCE = 0.98;

/** How the visit had arrived that a call is found to be of, as we were told; `null` unless it is the one we were told of. */
export function arrivalTold(known: KnownCaller | null, visit: string | null | undefined): ToldArrival | null {
  return (known?.visit === visit && known?.told?.arrival) || null;
}

/**
 * What is known of a caller, from their latest earlier call and from the latest that we were told of them: the later one
 * counts. A deal without a visitor adds to an earlier call that there is a deal.
 */
export function knownFrom(call: KnownCaller | null, told: Told | null): KnownCaller | null {
  if (told === null) return call;
  const { by, atMs, visit, arrival } = told;
  if (visit === null) return call && { ...call, told: { by, atMs } };
  const mark = { by, atMs, ...(arrival ? { arrival } : {}) };
  if (call === null || call.calledAtMs <= told.knownAtMs) return { ...visit, calledAtMs: atMs, number: "", told: mark };
  if (call.visitor !== visit.visitor) return call;
  // Of several visits of theirs the arrival is that of the one it was told of.
  return { ...call, told: call.visit === visit.visit ? mark : { by, atMs } };
}
