/** Placements in D1, in the order in which they are tried. Every question carries the account (A1). */
import type { Conditions, PlacementAction } from "../core/config.ts";
import { assignments } from "./changes.ts";
import { raiseSite } from "./versions.ts";

export interface PlacementRow {
  id: string;
  accountId: string;
  siteId: string;
  position: number;
  target: string;
  conditions: Conditions;
  action: PlacementAction;
  createdAt: number;
}

export type PlacementChange = { [F in "target" | "conditions" | "action"]?: PlacementRow[F] | undefined };

const SELECT = `SELECT id, account_id AS accountId, site_id AS siteId, position, target, conditions, action,
  created_at AS createdAt FROM placement`;

type PlacementRecord = Omit<PlacementRow, "conditions" | "action"> & { conditions: string; action: string };

function toPlacement(record: PlacementRecord): PlacementRow {
  return {
    ...record,
    conditions: JSON.parse(record.conditions) as Conditions,
    action: JSON.parse(record.action) as PlacementAction,
  };
}

/** All placements of a site, first match first. */
export async function listPlacements(db: D1Database, account: string, site: string): Promise<PlacementRow[]> {
  const { results } = await db
    .prepare(`${SELECT} WHERE site_id = ?1 AND account_id = ?2 ORDER BY position, id`)
    .bind(site, account)
    .all<PlacementRecord>();
  return results.map(toPlacement);
}

export async function findPlacement(db: D1Database, account: string, id: string): Promise<PlacementRow | null> {
  const record = await db
    .prepare(`${SELECT} WHERE id = ?1 AND account_id = ?2`)
    .bind(id, account)
    .first<PlacementRecord>();
  return record === null ? null : toPlacement(record);
}

/** Adds the placement behind the others of its site; its position is found here. */
export async function appendPlacement(db: D1Database, row: Omit<PlacementRow, "position">): Promise<PlacementRow> {
  const [insert] = await db.batch<{ position: number }>([
    db
      .prepare(
        `INSERT INTO placement (id, account_id, site_id, position, target, conditions, action, created_at)
         SELECT ?1, ?2, ?3, coalesce(max(position) + 1, 0), ?4, ?5, ?6, ?7 FROM placement WHERE site_id = ?3
         RETURNING position`,
      )
      .bind(
        row.id,
        row.accountId,
        row.siteId,
        row.target,
        JSON.stringify(row.conditions),
        JSON.stringify(row.action),
        row.createdAt,
      ),
    raiseSite(db, row.siteId),
  ]);
  return { ...row, position: insert?.results[0]?.position ?? 0 };
}

export async function updatePlacement(db: D1Database, row: PlacementRow, change: PlacementChange): Promise<void> {
  const set = assignments({
    target: change.target,
    conditions: change.conditions && JSON.stringify(change.conditions),
    action: change.action && JSON.stringify(change.action),
  });
  await db.batch([
    db.prepare(`UPDATE placement SET ${set.sql} WHERE id = ?`).bind(...set.values, row.id),
    raiseSite(db, row.siteId),
  ]);
}

/** Puts the placements of a site into the order of the ids, which are all of them. */
export async function reorderPlacements(db: D1Database, site: string, ids: readonly string[]): Promise<void> {
  await db.batch([
    db
      .prepare(
        `UPDATE placement SET position = (SELECT key FROM json_each(?2) WHERE value = placement.id)
         WHERE site_id = ?1 AND id IN (SELECT value FROM json_each(?2))`,
      )
      .bind(site, JSON.stringify(ids)),
    raiseSite(db, site),
  ]);
}

export async function deletePlacement(db: D1Database, row: PlacementRow): Promise<void> {
  await db.batch([db.prepare("DELETE FROM placement WHERE id = ?1").bind(row.id), raiseSite(db, row.siteId)]);
}
