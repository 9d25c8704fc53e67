/** Whose a number is, and where an account's calls are kept. */

/** The connection that a number came with; `null` for a number of nobody. */
export async function connectionOfNumber(db: D1Database, number: string): Promise<string | null> {
  return db.prepare("SELECT connection_id FROM number WHERE e164 = ?1").bind(number).first<string>("connection_id");
}

/** Every switchboard of the account's sites. */
export async function placesOfAccount(db: D1Database, account: string): Promise<{ siteKey: string; shard: number }[]> {
  const sites = await db
    .prepare("SELECT key, shards FROM site WHERE account_id = ?1 ORDER BY key")
    .bind(account)
    .all<{ key: string; shards: number }>();
  return sites.results.flatMap(({ key, shards }) =>
    Array.from({ length: shards }, (_, shard) => ({ siteKey: key, shard })),
  );
}
