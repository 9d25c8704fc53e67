/**
 * A binary heap of what is yet to happen, earliest first; what is due at the same time comes out in the order in which
 * it went in, so that a run depends on its seed alone.
 */
export class EventQueue<T> {
  readonly #times: number[] = [];
  readonly #orders: number[] = [];
  readonly #items: T[] = [];
  #count = 0;

  get size(): number {
    return this.#items.length;
  }

  /** When the next one is due; `Infinity` when there is none. */
  get nextMs(): number {
    return this.#times[0] ?? Number.POSITIVE_INFINITY;
  }

  push(tMs: number, item: T): void {
    const order = this.#count++;
    let at = this.#items.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(tMs, order, parent)) break;
      this.#move(parent, at);
      at = parent;
    }
    this.#set(at, tMs, order, item);
  }

  pop(): T | undefined {
    const first = this.#items[0];
    const last = this.#items.length - 1;
    if (last < 0) return undefined;
    const [tMs, order, item] = [this.#times[last] as number, this.#orders[last] as number, this.#items[last] as T];
    this.#times.length = last;
    this.#orders.length = last;
    this.#items.length = last;
    if (last === 0) return first;
    let at = 0;
    for (let child = 1; child < last; child = 2 * at + 1) {
      if (
        child + 1 < last &&
        this.#isBefore(this.#times[child + 1] as number, this.#orders[child + 1] as number, child)
      )
        child++;
      if (this.#isBefore(tMs, order, child)) break;
      this.#move(child, at);
      at = child;
    }
    this.#set(at, tMs, order, item);
    return first;
  }

  #isBefore(tMs: number, order: number, other: number): boolean {
    const otherMs = this.#times[other] as number;
    return tMs < otherMs || (tMs === otherMs && order < (this.#orders[other] as number));
  }

  #move(from: number, to: number): void {
    this.#set(to, this.#times[from] as number, this.#orders[from] as number, this.#items[from] as T);
  }

  #set(at: number, tMs: number, order: number, item: T): void {
    this.#times[at] = tMs;
    this.#orders[at] = order;
    this.#items[at] = item;
  }
}
