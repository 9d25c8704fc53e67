/** Puts conditions and their parameters together, in order, so that no filter can lose its value on the way to SQL. */

/** A condition with a `?` for each of its values. */
export type Term = readonly [sql: string, ...values: (string | number | null)[]];

export interface Where {
  sql: string;
  values: (string | number | null)[];
}

/**
 * All of the terms; absent ones hold for every row.
 * @example all(["account_id = ?", account], site === undefined ? null : ["site_id = ?", site])
 */
export function all(...terms: (Term | null)[]): Where {
  const present = terms.filter((term) => term !== null);
  return {
    sql: present.map(([sql]) => `(${sql})`).join(" AND ") || "true",
    values: present.flatMap(([, ...values]) => values),
  };
}
