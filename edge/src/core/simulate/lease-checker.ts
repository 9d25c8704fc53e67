/**
 * Checks the leases of a simulation against L1 and L2, from the arrivals and the numbers given alone. Independent of
 * the core: it knows nothing of boards, pools or queues, and must stay so.
 */
import type { Arrival } from "./arrivals.ts";

/** A visible page that gave a sign of life so recently is on the site (L2). */
const ON_SITE_MS = 60_000;

interface Sight {
  visitor: string;
  lastSeenMs: number;
  visible: boolean;
}

export class LeaseChecker {
  violations = 0;
  readonly #freezeMs: number;
  readonly #sights = new Map<string, Sight>();
  readonly #heldBy = new Map<string, Sight>();
  readonly #holds = new Map<Sight, string>();

  constructor(freezeMs: number) {
    this.#freezeMs = freezeMs;
  }

  /** A sign of life; must be told before the number that it leads to. */
  take(arrival: Arrival): void {
    if (arrival.type === "call" || arrival.type === "stray") return;
    let sight = this.#sights.get(arrival.visit);
    if (arrival.type === "visit" && !sight) {
      sight = { visitor: arrival.visitor, lastSeenMs: 0, visible: true };
      this.#sights.set(arrival.visit, sight);
    }
    if (!sight) return;
    sight.lastSeenMs = arrival.tMs;
    sight.visible = arrival.type !== "hidden" && arrival.type !== "end";
  }

  /** A visit is shown a number from now on. */
  lease(number: string, visit: string, tMs: number): void {
    const sight = this.#sights.get(visit);
    if (!sight) throw new Error(`a number for the visit ${visit}, which was never begun`);
    const before = this.#heldBy.get(number);
    if (before && before !== sight && before.visitor !== sight.visitor) {
      const restMs = before.visible ? Math.max(this.#freezeMs, ON_SITE_MS) : this.#freezeMs;
      if (this.#holds.get(before) === number && tMs < before.lastSeenMs + restMs) this.violations++;
    }
    this.#heldBy.set(number, sight);
    this.#holds.set(sight, number);
  }
}
