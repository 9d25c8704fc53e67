/** Signed incoming calls of Twilio, over HTTP, until the answer that forwards them, against the floor. */
import { type Load, load } from "./load.ts";
import { ask, askObject } from "./remote.ts";
import { type Comparison, compare } from "./rounds.ts";
import { callShot } from "./shots.ts";
import { numberOf } from "./site.ts";
import { floorPath, type Workers } from "./visits.ts";

const NUMBERS = 100;

/** So that both are measured as Workers that have run for a while, and are compiled. */
const WARM_UP: Load = { amount: 1500, connections: 16 };

/**
 * Calls by callers never heard of, to numbers that a visitor is looking at.
 * @param rows written per call
 * @param earlier how many earlier holders each number has, all to be weighed
 */
export async function compareWebhooks(
  { ours, floor }: Workers,
  { rows, earlier, how }: { rows: number; earlier: number; how: Load },
  rounds: number,
): Promise<Comparison> {
  const site = `calls-${earlier}-${how.rate ?? 0}`;
  const place = { site };
  await ask(ours, "configureSite", site, NUMBERS);
  await ask(ours, "configureConnection", site, NUMBERS);
  await askObject(ours, place, "seat", site, 0, 1);
  await askObject(ours, place, "fill", Math.max(1, earlier) * NUMBERS, NUMBERS);
  await askObject(ours, place, "seat", site, 1, NUMBERS - 1);
  let calls = 0;
  const shot = () => callShot(site, calls++, numberOf(calls % NUMBERS));
  const path = floorPath(site, rows);
  return compare(
    {
      ours: { runtime: ours, run: (round) => load(ours.origin, shot, round === 0 ? WARM_UP : how) },
      floor: {
        runtime: floor,
        run: (round) => load(floor.origin, () => ({ ...shot(), path }), round === 0 ? WARM_UP : how),
      },
    },
    how.amount,
    rounds,
  );
}
