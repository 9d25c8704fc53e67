/**
 * Delivers a parcel although D1 refuses some of it: what is refused together is halved until each row that D1 will not have
 * stands alone, and all others have arrived (T1). Must never take an outage for a refusal: an outage throws, and ends it.
 */
import type { Projected } from "../store/projection.ts";
import type { Item } from "./flush.ts";

/** Batches of one delivery: an alarm may ask D1 only so many questions. The first refused row is found within twenty. */
const TRIES_MAX = 50;

export interface DeliveryPorts {
  /** One batch: all of it or, when D1 refuses it, nothing. Throws when D1 does not answer. */
  send(items: readonly Item[]): Promise<Projected>;
  /** These have arrived. */
  arrived(items: readonly Item[]): void;
  /** D1 will not have this one. */
  refused(item: Item, refusal: string): void;
}

/**
 * Sends the items in their order; each one that was refused before for itself.
 * @returns whether all were tried; the others keep their marks
 */
export async function deliver(items: readonly Item[], ports: DeliveryPorts): Promise<boolean> {
  const fresh = items.filter(({ mark }) => mark.refusals === 0);
  const again = items.filter(({ mark }) => mark.refusals > 0);
  let parts = [fresh, ...again.map((item) => [item])];
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const [part = [], ...others] = parts;
    const [item, second] = part;
    if (item) {
      const projected = await ports.send(part);
      if (projected.ok) ports.arrived(part);
      else if (second) others.unshift(...halves(part));
      else ports.refused(item, projected.refusal);
    }
    if (others.length === 0) return true;
    parts = others;
  }
  return false;
}

function halves(part: readonly Item[]): Item[][] {
  const middle = Math.ceil(part.length / 2);
  return [part.slice(0, middle), part.slice(middle)];
}
