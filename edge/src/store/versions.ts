/**
 * Statements that raise versions: they stand in the same batch as the change itself, so that a change that is stored is
 * never forgotten by publication.
 */

export function raiseSite(db: D1Database, site: string): D1PreparedStatement {
  return db.prepare("UPDATE site SET version = version + 1 WHERE id = ?1").bind(site);
}

export function raiseConnection(db: D1Database, connection: string): D1PreparedStatement {
  return db.prepare("UPDATE connection SET version = version + 1 WHERE id = ?1").bind(connection);
}

/** Connections whose directories name numbers of the site. */
export function raiseConnectionsOfSite(db: D1Database, site: string): D1PreparedStatement {
  return db
    .prepare(
      "UPDATE connection SET version = version + 1 WHERE id IN (SELECT connection_id FROM number WHERE site_id = ?1)",
    )
    .bind(site);
}

/** Connections whose directories name numbers of the pool. */
export function raiseConnectionsOfPool(db: D1Database, pool: string): D1PreparedStatement {
  return db
    .prepare(
      "UPDATE connection SET version = version + 1 WHERE id IN (SELECT connection_id FROM number WHERE pool_id = ?1)",
    )
    .bind(pool);
}
