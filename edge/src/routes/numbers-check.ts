/** Checks what new numbers refer to, for one number and for a whole import alike. */
import type { NumberCreate } from "../contract/numbers.ts";
import type { FieldError } from "../problem.ts";
import type { NumberRow } from "../store/numbers.ts";

/** Numbers of one site. */
export const NUMBERS_MAX = 10_000;

/** What numbers may refer to, all of one account. */
export interface References {
  connections: ReadonlySet<string>;
  sites: ReadonlySet<string>;
  /** Site of each pool. */
  pools: ReadonlyMap<string, string>;
}

export async function loadReferences(db: D1Database, account: string): Promise<References> {
  const [connections, sites, pools] = await db.batch<{ id: string; site: string }>([
    db.prepare("SELECT id FROM connection WHERE account_id = ?1 AND deleted_at IS NULL").bind(account),
    db.prepare("SELECT id FROM site WHERE account_id = ?1 AND deleted_at IS NULL").bind(account),
    db.prepare("SELECT id, site_id AS site FROM pool WHERE account_id = ?1").bind(account),
  ]);
  return {
    connections: new Set(connections?.results.map(({ id }) => id)),
    sites: new Set(sites?.results.map(({ id }) => id)),
    pools: new Map(pools?.results.map(({ id, site }) => [id, site])),
  };
}

/** Rows for the numbers that are in order, and what is wrong with the others; `index` says with which. */
export function checkNumbers(
  given: readonly NumberCreate[],
  references: References,
  accountId: string,
  createdAt: number,
): { rows: NumberRow[]; errors: (FieldError & { index: number })[] } {
  const rows: NumberRow[] = [];
  const errors: (FieldError & { index: number })[] = [];
  for (const [index, number] of given.entries()) {
    const siteId = number.kind === "pool" ? references.pools.get(number.pool) : number.site;
    if (!references.connections.has(number.connection)) {
      errors.push({ index, path: "connection", message: "No such connection" });
    }
    if (siteId === undefined) errors.push({ index, path: "pool", message: "No such pool" });
    else if (!references.sites.has(siteId)) errors.push({ index, path: "site", message: "No such site" });
    else {
      rows.push({
        number: number.number,
        accountId,
        connectionId: number.connection,
        siteId,
        kind: number.kind,
        poolId: number.kind === "pool" ? number.pool : null,
        channel: number.kind === "static" ? number.channel : "",
        destination: number.kind === "pool" ? null : number.destination,
        createdAt,
      });
    }
  }
  return { rows: errors.length > 0 ? [] : rows, errors };
}
