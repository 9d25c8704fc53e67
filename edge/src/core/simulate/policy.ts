/**
 * The three policies that a run compares: strict freeze, reuse-oldest-believe-latest, and ours. The first two are what
 * the market does; they are given every advantage of the same leasing code and the same history.
 */
import { admit, type CaseBook, emptyCaseBook, isStudied } from "../case-book.ts";
import { type DelayCurve, withRemaining } from "../delay-curve.ts";
import { caseOf, controlsOf } from "../learn-case.ts";
import { learnCurve } from "../learn-curve.ts";
import { PRIOR_CURVE } from "../prior-curve.ts";
import { type Candidate, type KnownCaller, type ResolveInput, rememberedAs, resolve } from "../resolve.ts";
import { INTENTS, type Intent } from "../signals.ts";
import { isOnSite } from "../weigh.ts";
import type { Answer } from "./score.ts";
import { OVERFLOW, type Showing } from "./showing.ts";

export interface PhoneCall {
  tMs: number;
  caller: string;
  number: string;
}

const NOBODY: Answer = { method: "none", visit: null, confidence: 1 };

/** A curve by which only the time of rest counts: the longest-rested number goes first. */
export const OLDEST_FIRST: DelayCurve = withRemaining({
  ...PRIOR_CURVE,
  away: Object.fromEntries(INTENTS.map((intent) => [intent, PRIOR_CURVE.away.seen])) as Record<Intent, number[]>,
});

/** The present holder while on the site or in freeze, else nobody. */
export function strict(call: PhoneCall, holders: readonly Candidate[], freezeMs: number): Answer {
  const holder = call.number === OVERFLOW ? undefined : holders.at(-1);
  if (!holder) return NOBODY;
  if (isOnSite(holder, call.tMs)) return { method: "lease", visit: holder.visit, confidence: 1 };
  if (call.tMs - holder.lastSeenMs > freezeMs) return NOBODY;
  return { method: "freeze", visit: holder.visit, confidence: 1 };
}

/** The latest holder within the look-back, whoever that is. */
export function latest(call: PhoneCall, holders: readonly Candidate[], freezeMs: number): Answer {
  const holder = holders.at(-1);
  if (!holder) return NOBODY;
  const { method } = strict(call, holders, freezeMs);
  return { method: method === "none" ? "history" : method, visit: holder.visit, confidence: 1 };
}

/** When the curve is learned anew: after so many cases at first, then whenever there are a quarter more. */
const LEARN_AFTER = 10;

export interface OursOptions {
  freezeMs: number;
  lookbackMs: number;
  /** The curve to begin with, and whether it is learned anew as calls come in. */
  curve: DelayCurve;
  learns: boolean;
}

/** Weighs all holders, remembers callers and learns, as the switchboard does. */
export class Ours {
  curve: DelayCurve;
  book: CaseBook = emptyCaseBook();
  readonly #options: OursOptions;
  readonly #callers = new Map<string, KnownCaller>();
  #learnedAt = 0;
  #calls = 0;

  constructor(options: OursOptions) {
    this.#options = options;
    this.curve = options.curve;
  }

  /** @param truth only for an oracle, which learns from it */
  answer(call: PhoneCall, showing: Showing, truth?: string | null): Answer {
    const { freezeMs, lookbackMs } = this.#options;
    const { tMs, number, caller } = call;
    const known = this.#callers.get(caller);
    const candidates = showing.holdersOf(number, tMs - lookbackMs);
    const input: ResolveInput = {
      ...{ atMs: tMs, number, candidates, freezeMs, callerCountry: "", channel: "" },
      numberKind: number === OVERFLOW ? "overflow" : "pool",
      knownCaller: known && known.calledAtMs >= tMs - lookbackMs ? known : null,
    };
    const resolution = resolve(input, this.curve);
    const { method, visit, confidence } = resolution;
    if (input.knownCaller === null && number !== OVERFLOW) this.#study(call, candidates, showing, truth);
    if (visit !== null) showing.called(visit, tMs);
    const remembered = caller === "" ? null : rememberedAs(resolution, number, tMs);
    if (remembered !== null) this.#callers.set(caller, remembered);
    return { method, visit, confidence };
  }

  #study({ tMs, number }: PhoneCall, called: readonly Candidate[], showing: Showing, truth?: string | null): void {
    if (!this.#options.learns || !isStudied(this.book, this.#calls++)) return;
    const sinceMs = tMs - this.#options.lookbackMs;
    const others = controlsOf(showing.numbers, number).map((other) => showing.holdersOf(other, sinceMs));
    const studied = caseOf(tMs, called, others, truth);
    if (studied === null) return;
    this.book = admit(this.book, studied);
    const { admitted, cases } = this.book;
    if (admitted < this.#learnedAt + Math.max(LEARN_AFTER, this.#learnedAt / 4)) return;
    this.#learnedAt = admitted;
    this.curve = learnCurve(cases, PRIOR_CURVE, this.curve.version + 1);
  }
}
