/** Page views of new visitors and the pulses that follow, over HTTP, against the floor. */

import { load } from "./load.ts";
import { ask, askObject } from "./remote.ts";
import { type Comparison, compare } from "./rounds.ts";
import { pulseShot, visitShot } from "./shots.ts";
import type { Runtime } from "./workerd.ts";

const CONNECTIONS = 32;
/** Plenty for a round: the visitors of one stay on the site, as far as the switchboard knows. */
const NUMBERS = 10_000;

export interface Workers {
  ours: Runtime;
  floor: Runtime;
}

/** Where the floor answers, and how many rows it writes into which object. */
export function floorPath(object: string, rows: number): string {
  return `/?object=${object}&rows=${rows}`;
}

/**
 * New visitors: each round has a site of its own, so that all begin alike.
 * @param rows written per page view
 */
export async function compareVisits(
  { ours, floor }: Workers,
  rows: number,
  amount: number,
  rounds: number,
): Promise<Comparison> {
  const siteOf = (round: number) => `visits-${round}`;
  return compare(
    {
      ours: {
        runtime: ours,
        prepare: (round) => ask(ours, "configureSite", siteOf(round), NUMBERS),
        run: (round) => load(ours.origin, (n) => visitShot(siteOf(round), n), { amount, connections: CONNECTIONS }),
      },
      floor: {
        runtime: floor,
        run: (round) => {
          const path = floorPath(siteOf(round), rows);
          return load(floor.origin, (n) => ({ ...visitShot(siteOf(round), n), path }), {
            amount,
            connections: CONNECTIONS,
          });
        },
      },
    },
    amount,
    rounds,
  );
}

/** Signs of life of a thousand visits, in turn. */
export async function comparePulses(
  { ours, floor }: Workers,
  rows: number,
  amount: number,
  rounds: number,
): Promise<Comparison> {
  const site = "pulses";
  await ask(ours, "configureSite", site, NUMBERS);
  const visits = await askObject(ours, { site }, "seat", site, 0, 1000);
  const shot = (n: number) => pulseShot(site, visits[n % visits.length] ?? "", n % visits.length);
  const path = floorPath(site, rows);
  return compare(
    {
      ours: { runtime: ours, run: () => load(ours.origin, shot, { amount, connections: CONNECTIONS }) },
      floor: {
        runtime: floor,
        run: () => load(floor.origin, (n) => ({ ...shot(n), path }), { amount, connections: CONNECTIONS }),
      },
    },
    amount,
    rounds,
  );
}
