/**
 * Dividing a whole number of things (cents, conversions) by weights so that nothing is lost or made: the largest
 * remainder method, in exact arithmetic. https://en.wikipedia.org/wiki/Quota_method
 */

/** Weights are read to this precision: finer than any model means them, and equal weights stay equal. */
const SCALE = 2 ** 40;

/**
 * Whole parts of `amount` in proportion to `weights`. They sum to `amount` exactly and differ from the exact share by
 * less than one; what rounding leaves goes to the largest remainders, the earlier first.
 * @param amount safe integer, in minor units; may be negative (a refund)
 * @param weights not negative, at least one positive
 * @example allocate(10_000, [1, 1, 1]) // [3334, 3333, 3333]
 */
export function allocate(amount: number, weights: readonly number[]): number[] {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`Not a whole amount: ${amount}`);
  const largest = Math.max(0, ...weights);
  if (!(largest > 0 && Number.isFinite(largest) && Math.min(...weights) >= 0))
    throw new RangeError("No usable weights");
  const scaled = weights.map((weight) => BigInt(Math.round((weight / largest) * SCALE)));
  const total = scaled.reduce((sum, weight) => sum + weight, 0n);
  const sign = amount < 0 ? -1 : 1;
  const whole = BigInt(Math.abs(amount));
  const shares = scaled.map((weight, index) => ({
    index,
    part: Number((whole * weight) / total),
    remainder: (whole * weight) % total,
  }));
  const left = Math.abs(amount) - shares.reduce((sum, share) => sum + share.part, 0);
  const byRemainder = shares.toSorted((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder < b.remainder ? 1 : -1,
  );
  for (const share of byRemainder.slice(0, left)) share.part += 1;
  return shares.map((share) => (share.part === 0 ? 0 : sign * share.part));
}
