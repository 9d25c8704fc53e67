/**
 * Keeps the score of one policy against the truth. A call is right when the visit named is the one that called; a stray
 * given to somebody is wrong. Never seen by whoever resolves.
 */
import type { ResolutionMethod } from "../resolve.ts";

/** What a policy says of a call. */
export interface Answer {
  method: ResolutionMethod;
  visit: string | null;
  confidence: number;
}

export interface MethodScore {
  calls: number;
  right: number;
}

export interface CalibrationBin {
  /** Mean confidence of the calls in the bin, share of them that was right, and how many they are. */
  confidence: number;
  right: number;
  count: number;
}

export interface Score {
  /** `right + wrong + none`. */
  calls: number;
  right: number;
  wrong: number;
  none: number;
  /** Calls that are no strays. */
  real: number;
  /** Strays given to nobody; they are in `none` too. */
  strayRight: number;
  /** Mean of (confidence − outcome)², the outcome 1 when the answer was right; of `none`: when it was a stray. */
  brier: number;
  /** Of the calls given to somebody: mean of |confidence − share right| over the bins, weighted by calls. */
  calibrationError: number;
  calibration: CalibrationBin[];
  byMethod: Record<string, MethodScore>;
}

const BINS = 10;

export class ScoreKeeper {
  #right = 0;
  #wrong = 0;
  #none = 0;
  #real = 0;
  #strayRight = 0;
  #squares = 0;
  readonly #bins = Array.from({ length: BINS }, () => ({ confidence: 0, right: 0, count: 0 }));
  readonly #methods = new Map<string, MethodScore>();

  /** @param truth the visit that called; `null` for a stray */
  add(answer: Answer, truth: string | null): void {
    const isRight = answer.visit !== null && answer.visit === truth;
    if (truth !== null) this.#real++;
    const method = this.#methods.get(answer.method) ?? { calls: 0, right: 0 };
    this.#methods.set(answer.method, method);
    method.calls++;
    if (answer.visit === null) {
      this.#none++;
      if (truth === null) {
        this.#strayRight++;
        method.right++;
      }
      this.#squares += (answer.confidence - (truth === null ? 1 : 0)) ** 2;
      return;
    }
    if (isRight) {
      this.#right++;
      method.right++;
    } else this.#wrong++;
    this.#squares += (answer.confidence - (isRight ? 1 : 0)) ** 2;
    const bin = this.#bins[Math.min(BINS - 1, Math.floor(answer.confidence * BINS))];
    if (!bin) throw new Error(`a confidence of ${answer.confidence}`);
    bin.count++;
    bin.confidence += answer.confidence;
    if (isRight) bin.right++;
  }

  result(): Score {
    const given = this.#right + this.#wrong;
    const calls = given + this.#none;
    let error = 0;
    const calibration = this.#bins.map(({ confidence, right, count }) => {
      error += Math.abs(confidence - right);
      return { confidence: confidence / Math.max(1, count), right: right / Math.max(1, count), count };
    });
    return {
      calls,
      right: this.#right,
      wrong: this.#wrong,
      none: this.#none,
      real: this.#real,
      strayRight: this.#strayRight,
      brier: this.#squares / Math.max(1, calls),
      calibrationError: error / Math.max(1, given),
      calibration,
      byMethod: Object.fromEntries(this.#methods),
    };
  }
}
