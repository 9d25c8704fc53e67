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
}

/** A number in a form is the sender's own, but for slips and those who ask for others (assumption). */
export const LEAD_CONFIDENCE = 0.95;
/** Whoever writes down a deal knows whose it is (assumption). */
export const DEAL_CONFIDENCE = 0.98;

/**
 * What is known of a caller, from their latest earlier call and from the latest that we were told of them: the later one
 * counts. A deal without a visitor adds to an earlier call that there is a deal.
 */
export function knownFrom(call: KnownCaller | null, told: Told | null): KnownCaller | null {
  if (told === null) return call;
  const mark = { by: told.by, atMs: told.atMs };
  if (told.visit === null) return call && { ...call, told: mark };
  if (call !== null && call.calledAtMs > told.knownAtMs) return call;
  return { ...told.visit, calledAtMs: told.atMs, number: "", told: mark };
}
