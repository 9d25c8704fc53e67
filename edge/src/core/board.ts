/**
 * The board: who holds which number, in memory, for one switchboard. It changes only through the methods here, each of
 * which takes the time as an argument; deciding is in `lease.ts`. The switchboard rebuilds it from its storage, so that
 * losing it loses nothing.
 */
import { Claims } from "./claims.ts";
import type { NumberConfig, PoolConfig } from "./config.ts";
import { Pool } from "./pool.ts";
import { emptySlot, type Holder, type Slot } from "./slot.ts";

/** What a holder is made of: all but its slots. */
export type HolderFacts = Omit<Holder, "slots">;

/** Numbers that came and went by a new configuration, and those that stay until they have rested. */
export interface Reconciliation {
  removed: string[];
  held: string[];
}

export class Board {
  readonly pools = new Map<string, Pool>();
  readonly slots = new Map<string, Slot>();
  readonly holders = new Map<string, Holder>();
  /** Those of a visitor's visits that hold numbers: at most a few, since a visitor's next visit takes over the numbers. */
  readonly #byVisitor = new Map<string, Holder[]>();
  readonly #claims = new Claims();

  /**
   * Takes over a configuration. Numbers that are gone, or belong to another pool now, leave at once if nobody has a
   * live lease on them, else they drain: kept by their visit, given to nobody else, and gone when they have rested.
   * @param engaged numbers that stay all the same because of a call
   */
  reconcile(
    pools: readonly PoolConfig[],
    numbers: readonly NumberConfig[],
    nowMs: number,
    engaged: ReadonlySet<string> = new Set(),
  ): Reconciliation {
    for (const config of pools) {
      const pool = this.pools.get(config.id);
      if (pool) pool.config = config;
      else this.pools.set(config.id, new Pool(config));
    }
    const wanted = new Map<string, string>();
    for (const { number, pool } of numbers) if (pool !== null) wanted.set(number, pool);
    const removed: string[] = [];
    const held: string[] = [];
    for (const slot of [...this.slots.values()]) {
      if (wanted.get(slot.number) === slot.pool) {
        if (slot.draining) {
          slot.draining = false;
          this.#pool(slot).place(slot);
        }
      } else if (this.isLive(slot, nowMs) || engaged.has(slot.number)) {
        this.drain(slot.number);
        held.push(slot.number);
      } else {
        this.#drop(slot);
        removed.push(slot.number);
      }
    }
    for (const [number, pool] of wanted) {
      if (!this.slots.has(number) && this.pools.has(pool)) this.#add(emptySlot(number, pool));
    }
    return { removed, held };
  }

  /** Lets a number rest out: its visit keeps it, nobody else gets it. */
  drain(number: string): void {
    const slot = this.slots.get(number);
    if (!slot) return;
    slot.draining = true;
    this.#pool(slot).remove(slot);
  }

  /** True while a slot's visitor is on the site or in guaranteed freeze. */
  isLive(slot: Slot, nowMs: number): boolean {
    return this.#pool(slot).restsUntilMs(slot) > nowMs;
  }

  /** The slot that this visit holds in a pool, else one that an earlier visit of the same visitor left there. */
  slotOf(visit: string, visitor: string, pool: string): Slot | null {
    const own = this.holders.get(visit)?.slots.find((slot) => slot.pool === pool);
    if (own) return own;
    for (const holder of this.#byVisitor.get(visitor) ?? []) {
      const slot = holder.slots.find((candidate) => candidate.pool === pool);
      if (slot) return slot;
    }
    return null;
  }

  /** True while a visitor holds a number, live or resting. */
  isKnown(visitor: string): boolean {
    return this.#byVisitor.has(visitor);
  }

  /** True if a client address has at least `bound` live leases in a pool. */
  reachesBound(address: string, pool: string, bound: number, nowMs: number): boolean {
    return this.#claims.reach(address, pool, bound, (slot) => this.isLive(slot, nowMs));
  }

  /** When a lease of a number begins that is given now: after the number's last one, even if the clock stands still. */
  leaseTimeMs(number: string, nowMs: number): number {
    return Math.max(nowMs, (this.slots.get(number)?.leasedAtMs ?? 0) + 1);
  }

  /** Gives a number to a visit. The decision that this is right was made before (`lease.ts`). */
  assign(number: string, facts: HolderFacts, leasedAtMs: number): void {
    const slot = this.slots.get(number);
    if (!slot) throw new Error(`assign: ${number} is not on this board`);
    this.#leave(slot);
    const holder = this.holders.get(facts.visit) ?? this.#enter(facts);
    slot.holder = holder;
    slot.leasedAtMs = leasedAtMs;
    holder.slots.push(slot);
    this.#pool(slot).place(slot);
    this.#claims.enter(slot);
  }

  /** A sign of life of a visit; nothing happens if it holds no number. */
  seen(visit: string, nowMs: number, visible: boolean): void {
    const holder = this.#takeOut(visit);
    if (!holder) return;
    holder.lastSeenMs = Math.max(holder.lastSeenMs, nowMs);
    holder.visible = visible;
    this.#putBack(holder);
  }

  /** Takes over what is known of a visit by now; nothing happens if it holds no number. */
  update(facts: HolderFacts): void {
    const holder = this.#takeOut(facts.visit);
    if (!holder) return;
    Object.assign(holder, facts);
    this.#putBack(holder);
  }

  /** A call was resolved to this visit. */
  called(visit: string, atMs: number): void {
    const holder = this.#takeOut(visit);
    if (!holder) return;
    holder.calledAtMs = Math.max(holder.calledAtMs ?? 0, atMs);
    this.#putBack(holder);
  }

  /** Takes the slots of a visit out of their queues, where they are found by values that are about to change. */
  #takeOut(visit: string): Holder | undefined {
    const holder = this.holders.get(visit);
    for (const slot of holder?.slots ?? []) this.#pool(slot).remove(slot);
    return holder;
  }

  #putBack(holder: Holder): void {
    for (const slot of holder.slots) {
      this.#pool(slot).place(slot);
      // Its rest may have ended, and begins anew.
      this.#claims.enter(slot);
    }
  }

  #enter(facts: HolderFacts): Holder {
    const holder: Holder = { ...facts, slots: [] };
    this.holders.set(facts.visit, holder);
    const visits = this.#byVisitor.get(facts.visitor);
    if (visits) visits.push(holder);
    else this.#byVisitor.set(facts.visitor, [holder]);
    return holder;
  }

  /** Parts a slot from its holder; a holder without slots is forgotten. */
  #leave(slot: Slot): void {
    this.#pool(slot).remove(slot);
    const { holder } = slot;
    if (!holder) return;
    this.#claims.leave(slot);
    slot.holder = null;
    holder.slots = holder.slots.filter((other) => other !== slot);
    if (holder.slots.length > 0) return;
    this.holders.delete(holder.visit);
    const visits = (this.#byVisitor.get(holder.visitor) ?? []).filter((other) => other !== holder);
    if (visits.length > 0) this.#byVisitor.set(holder.visitor, visits);
    else this.#byVisitor.delete(holder.visitor);
  }

  #add(slot: Slot): void {
    this.slots.set(slot.number, slot);
    this.#pool(slot).place(slot);
  }

  #drop(slot: Slot): void {
    this.#leave(slot);
    this.slots.delete(slot.number);
  }

  #pool(slot: Slot): Pool {
    const pool = this.pools.get(slot.pool);
    if (!pool) throw new Error(`no pool ${slot.pool} on this board`);
    return pool;
  }
}
