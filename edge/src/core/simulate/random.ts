/**
 * Seeded randomness for the simulator: the same seed gives the same traffic on every machine. Never used to decide
 * anything outside the simulator.
 */

/** How long something takes, seconds. */
export type Duration =
  | { kind: "exponential"; mean: number }
  | { kind: "lognormal"; median: number; sigma: number }
  /** Evenly spread in the logarithm: as many between a minute and ten as between ten and a hundred. */
  | { kind: "loguniform"; min: number; max: number };

export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** 0 ≤ x < 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** An index, drawn with probability proportional to its weight. */
  pick(weights: readonly number[]): number {
    let left = this.next() * weights.reduce((sum, weight) => sum + weight, 0);
    for (let index = 0; index < weights.length; index++) {
      left -= weights[index] ?? 0;
      if (left < 0) return index;
    }
    return weights.length - 1;
  }

  exponential(mean: number): number {
    return -Math.log(1 - this.next()) * mean;
  }

  /** Standard normal (Box–Muller). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }

  /** Seconds. */
  duration(duration: Duration): number {
    if (duration.kind === "exponential") return this.exponential(duration.mean);
    if (duration.kind === "lognormal") return duration.median * Math.exp(duration.sigma * this.normal());
    return duration.min * (duration.max / duration.min) ** this.next();
  }
}
