/**
 * How often something may happen for one key within a window of time. Kept in memory and bounded itself: losing it
 * forgives, and an attacker who varies the key only makes it forget the oldest.
 */

/** Most keys remembered. */
const KEYS_MAX = 50_000;

export class RateBound {
  readonly #counts = new Map<string, { windowMs: number; count: number }>();
  readonly #windowMs: number;

  /** @param windowMs length of the window, milliseconds */
  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  /** Counts one more for a key; false when that is beyond `max` in this window. */
  take(key: string, max: number, nowMs: number): boolean {
    const windowMs = nowMs - (nowMs % this.#windowMs);
    const known = this.#counts.get(key);
    if (known?.windowMs === windowMs) {
      known.count += 1;
      return known.count <= max;
    }
    if (!known && this.#counts.size >= KEYS_MAX) this.#forgetOldest();
    this.#counts.set(key, { windowMs, count: 1 });
    return max >= 1;
  }

  #forgetOldest(): void {
    const [oldest] = this.#counts.keys();
    if (oldest !== undefined) this.#counts.delete(oldest);
  }
}
