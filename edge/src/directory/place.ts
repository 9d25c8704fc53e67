/** Which switchboard an event of a call is for: the called number's, else the one that has heard of the call. */
import type { Connection } from "./connections.ts";
import { within } from "./deadline.ts";

export interface Place {
  siteKey: string;
  shard: number;
}

const ASK_MS = 500;
/** Switchboards asked about one call; an account with more sites than this gives the called number in its events. */
const MAX_ASKED = 20;

/**
 * The switchboard; `null` for a connection without numbers.
 * @param call id of a call of which the number is not known, to be asked for
 */
export async function placeOf(
  connection: Connection,
  to: string | null,
  call: string | null,
  knowsCall: (place: Place, call: string) => Promise<boolean>,
): Promise<Place | null> {
  const entry = to === null ? undefined : connection.numbers.get(to);
  if (entry !== undefined) return entry;
  const places = placesOf(connection);
  if (call === null || places.length < 2) return places[0] ?? null;
  const known = await Promise.all(
    places
      .slice(0, MAX_ASKED)
      .map((place) => within(ASK_MS, "switchboard", () => knowsCall(place, call)).catch(() => false)),
  );
  return places[known.indexOf(true)] ?? places[0] ?? null;
}

/** All switchboards of a connection's numbers, in an order that does not change with the numbers' order. */
function placesOf({ config }: Connection): Place[] {
  const places = new Map(config.numbers.map(({ siteKey, shard }) => [`${siteKey}/${shard}`, { siteKey, shard }]));
  return [...places].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, place]) => place);
}
