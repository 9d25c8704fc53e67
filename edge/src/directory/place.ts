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

export interface PlacePorts {
  /** Whether a switchboard has heard of a call. */
  knowsCall(place: Place, call: string): Promise<boolean>;
  /** All switchboards of the account, from D1. */
  accountPlaces(account: string): Promise<Place[]>;
}

/**
 * The switchboard; `null` where there is none that could have heard of the call. Throws if D1 is needed and away, which
 * it never is for a call that has just arrived.
 * @param call id of a call of which the number is not known, to be asked for; `null` while somebody is on the line
 */
export async function placeOf(
  connection: Connection,
  to: string | null,
  call: string | null,
  ports: PlacePorts,
): Promise<Place | null> {
  const entry = to === null ? undefined : connection.numbers.get(to);
  if (entry !== undefined) return entry;
  const own = placesOf(connection);
  if (call === null) return own[0] ?? null;
  const known = await whoKnows(own, call, ports);
  if (known !== undefined) return known;
  // Numbers of the account may be called through a connection that is not theirs.
  return (await whoKnows(await ports.accountPlaces(connection.config.account), call, ports)) ?? own[0] ?? null;
}

async function whoKnows(places: readonly Place[], call: string, ports: PlacePorts): Promise<Place | undefined> {
  const asked = places.slice(0, MAX_ASKED);
  const known = await Promise.all(
    asked.map((place) => within(ASK_MS, "switchboard", () => ports.knowsCall(place, call)).catch(() => false)),
  );
  return asked[known.indexOf(true)];
}

/** All switchboards of a connection's numbers, in an order that does not change with the numbers' order. */
function placesOf({ config }: Connection): Place[] {
  const places = new Map(config.numbers.map(({ siteKey, shard }) => [`${siteKey}/${shard}`, { siteKey, shard }]));
  return [...places].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, place]) => place);
}
