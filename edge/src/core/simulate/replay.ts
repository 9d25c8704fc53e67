/**
 * Replays one stream of arrivals for all policies at once and keeps their scores. The truth of a call reaches only the
 * score, never a policy, unless an oracle is asked for. One pass, whatever the length of the stream.
 */
import type { DelayCurve } from "../delay-curve.ts";
import { PRIOR_CURVE } from "../prior-curve.ts";
import type { Arrival } from "./arrivals.ts";
import { LeaseChecker } from "./lease-checker.ts";
import { latest, OLDEST_FIRST, Ours, strict } from "./policy.ts";
import { type Score, ScoreKeeper } from "./score.ts";
import { Showing } from "./showing.ts";

export interface ReplayOptions {
  numbers: number;
  freezeMs: number;
  lookbackMs: number;
  /** For the oracle and for what-if: the curve that `ours` begins with, and whether it learns. */
  curve?: DelayCurve;
  learns?: boolean;
  /** Learn from the truth of every call: what could be reached by somebody who knew it. */
  oracle?: boolean;
}

export interface PolicyResult extends Score {
  /** Share of the requests for a number that found none. */
  overflowShare: number;
  /** Breaches of L1 or L2, found by a checker of its own; must be 0. */
  violations: number;
}
export type ReplayResult = Record<"strict" | "latest" | "ours", PolicyResult>;

export class Replay {
  readonly ours: Ours;
  readonly #options: ReplayOptions;
  readonly #plain: Showing;
  readonly #chosen: Showing;
  readonly #checks: readonly [LeaseChecker, LeaseChecker];
  readonly #scores = { strict: new ScoreKeeper(), latest: new ScoreKeeper(), ours: new ScoreKeeper() };

  constructor(options: ReplayOptions) {
    this.#options = options;
    const { curve = PRIOR_CURVE, learns = true, freezeMs, lookbackMs } = options;
    this.ours = new Ours({ freezeMs, lookbackMs, curve, learns });
    this.#plain = new Showing(options, () => OLDEST_FIRST);
    this.#chosen = new Showing(options, () => this.ours.curve);
    this.#checks = [new LeaseChecker(freezeMs), new LeaseChecker(freezeMs)];
    this.#plain.onLease = (number, visit, tMs) => this.#checks[0].lease(number, visit, tMs);
    this.#chosen.onLease = (number, visit, tMs) => this.#checks[1].lease(number, visit, tMs);
  }

  /** True for a visit that has begun: only of such can anything else be told. */
  knows(visit: string): boolean {
    return this.#chosen.knows(visit);
  }

  take(arrival: Arrival): void {
    if (arrival.type === "call" || arrival.type === "stray") {
      this.#call(arrival);
      return;
    }
    this.#checks[0].take(arrival);
    this.#checks[1].take(arrival);
    this.#plain.take(arrival);
    this.#chosen.take(arrival);
  }

  #call(arrival: Extract<Arrival, { type: "call" | "stray" }>): void {
    const { tMs, caller } = arrival;
    const truth = arrival.type === "call" ? arrival.visit : null;
    const dialled = (showing: Showing): string => {
      const { numbers } = showing;
      if (arrival.type === "stray")
        return numbers[Math.min(numbers.length - 1, Math.floor(arrival.pick * numbers.length))] ?? "";
      const number = showing.shownTo(arrival.visit);
      if (number === null) throw new Error(`a call of the visit ${arrival.visit}, which was never begun`);
      return number;
    };
    const { freezeMs, lookbackMs } = this.#options;
    const plain = { tMs, caller, number: dialled(this.#plain) };
    const holders = this.#plain.holdersOf(plain.number, tMs - lookbackMs);
    this.#scores.strict.add(strict(plain, holders, freezeMs), truth);
    this.#scores.latest.add(latest(plain, holders, freezeMs), truth);
    const call = { tMs, caller, number: dialled(this.#chosen) };
    this.#scores.ours.add(this.ours.answer(call, this.#chosen, this.#options.oracle ? truth : undefined), truth);
  }

  result(): ReplayResult {
    const [plain, chosen] = [this.#plain, this.#chosen].map((showing, n) => ({
      overflowShare: showing.overflowed / Math.max(1, showing.asked),
      violations: this.#checks[n]?.violations ?? 0,
    })) as [Pick<PolicyResult, "overflowShare" | "violations">, Pick<PolicyResult, "overflowShare" | "violations">];
    return {
      strict: { ...this.#scores.strict.result(), ...plain },
      latest: { ...this.#scores.latest.result(), ...plain },
      ours: { ...this.#scores.ours.result(), ...chosen },
    };
  }
}
