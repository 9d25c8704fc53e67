/** Small pieces of writing statements: which columns a change sets, and whether a table still has room. */

export type Value = string | number | null;

/**
 * `SET` of the columns that are given.
 * @param values by column; `undefined` leaves the column as it is
 */
export function assignments(values: Record<string, Value | undefined>): { sql: string; values: Value[] } {
  const given = Object.entries(values).flatMap(([column, value]) => (value === undefined ? [] : [{ column, value }]));
  return {
    sql: given.map(({ column }) => `${column} = ?`).join(", "),
    values: given.map(({ value }) => value),
  };
}

/** Whether `max` rows with this value are there already. Two requests at once may go over it by one. */
export async function isFull(
  db: D1Database,
  table: "site" | "connection" | "pool" | "number" | "placement" | "api_key",
  column: "account_id" | "site_id",
  value: string,
  max: number,
): Promise<boolean> {
  const count = await db
    .prepare(`SELECT count(*) AS n FROM (SELECT 1 FROM ${table} WHERE ${column} = ?1 LIMIT ?2)`)
    .bind(value, max)
    .first<number>("n");
  return (count ?? 0) >= max;
}
