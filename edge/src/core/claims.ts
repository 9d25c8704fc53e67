/**
 * Which slots each client address holds in each pool, so that no address empties one (L7). A slot counts for the address
 * of its holder; one whose rest has ended is dropped when it is next counted. Nothing here decides how many are too many.
 */
import type { Slot } from "./slot.ts";

/** Nearly every address holds a single slot: that needs no set, which would be most of what the index costs. */
type Members = Slot | Set<Slot>;

export class Claims {
  readonly #byPool = new Map<string, Map<string, Members>>();

  /** Counts a slot for its holder's address, and for no other any more. Cheap when it is counted there already. */
  enter(slot: Slot): void {
    const address = slot.holder?.address ?? null;
    if (slot.claimedBy === address) return;
    this.leave(slot);
    if (address === null) return;
    slot.claimedBy = address;
    const addresses = this.#of(slot.pool);
    const members = addresses.get(address);
    if (members === undefined) addresses.set(address, slot);
    else if (members instanceof Set) members.add(slot);
    else addresses.set(address, new Set([members, slot]));
  }

  leave(slot: Slot): void {
    const { claimedBy, pool } = slot;
    if (claimedBy === null) return;
    slot.claimedBy = null;
    const addresses = this.#byPool.get(pool);
    const members = addresses?.get(claimedBy);
    if (members instanceof Set && members.size > 1) members.delete(slot);
    else addresses?.delete(claimedBy);
  }

  #of(pool: string): Map<string, Members> {
    const known = this.#byPool.get(pool);
    if (known) return known;
    const addresses = new Map<string, Members>();
    this.#byPool.set(pool, addresses);
    return addresses;
  }

  /**
   * True if an address has at least `bound` live slots in a pool. Costs a scan only when there may be that many, and a
   * scan forgets what has expired, so that the cost does not grow with the pool.
   */
  reach(address: string, pool: string, bound: number, isLive: (slot: Slot) => boolean): boolean {
    const members = this.#byPool.get(pool)?.get(address);
    if (members === undefined) return bound <= 0;
    if (!(members instanceof Set)) return bound <= 1 && isLive(members);
    if (members.size < bound) return false;
    const expired = [...members].filter((slot) => !isLive(slot));
    const left = members.size - expired.length;
    for (const slot of expired) this.leave(slot);
    return left >= bound;
  }
}
