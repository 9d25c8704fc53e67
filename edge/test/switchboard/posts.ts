/** What switchboards have in their storage: read past their methods, to be held against what they say and do. */
import { runInDurableObject } from "cloudflare:test";
import type { PoolConfig, SiteConfig } from "../../src/core/config.ts";
import type { Switchboard } from "../../src/switchboard/switchboard.ts";

/** What a switchboard has in its storage: the numbers it may lease, those that it waits for, and its pools. */
export interface Post {
  place: string;
  shards: number;
  version: number;
  pools: PoolConfig[];
  /** Pool by number. */
  leasable: Map<string, string>;
  draining: Map<string, string>;
  /** How many numbers of each pool an address may hold here, if the site has other switchboards. */
  addressBounds: Record<string, number>;
}

/** Of all these places, but for those that were never configured. */
export async function readPosts(
  places: readonly { place: string; stub: DurableObjectStub<Switchboard> }[],
): Promise<Post[]> {
  const posts = await Promise.all(
    places.map(async ({ place, stub }) => {
      const stored = await runInDurableObject(stub, (_, { storage: { sql } }) => {
        if (sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'config'").toArray().length === 0) return null;
        const [row] = sql.exec<{ data: string }>("SELECT data FROM config").toArray();
        const draining = sql.exec<{ number: string; pool: string }>("SELECT number, pool FROM draining").toArray();
        return row === undefined ? null : { config: JSON.parse(row.data) as SiteConfig, draining };
      });
      if (stored === null) return [];
      const { config } = stored;
      const draining = new Map(stored.draining.map(({ number, pool }) => [number, pool]));
      const leasable = new Map<string, string>();
      for (const { number, pool } of config.numbers) {
        if (pool !== null && !draining.has(number)) leasable.set(number, pool);
      }
      const { shards, version, pools, addressBounds = {} } = config;
      return [{ place, shards, version, pools, leasable, draining, addressBounds }];
    }),
  );
  return posts.flat();
}

/** Where a visit goes on: at the switchboard that its id names, unless that has handed it over, and so on. */
export async function servedAt(
  stubOf: (place: string) => DurableObjectStub<Switchboard>,
  key: string,
  visit: string,
): Promise<string> {
  let shard: number | null = Number.parseInt(visit.split(".").at(-1) ?? "", 36);
  let place = "";
  while (shard !== null) {
    place = `${key}/${shard}`;
    shard = await runInDurableObject(stubOf(place), (_, { storage: { sql } }) => {
      const query = "SELECT data ->> '$.handedTo' AS shard FROM visit WHERE id = ?";
      return sql.exec<{ shard: number | null }>(query, visit).toArray()[0]?.shard ?? null;
    });
  }
  return place;
}
