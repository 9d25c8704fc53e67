/**
 * Tells a site's switchboards whose phone number a deal names, so that a call from it is matched by the caller's own past
 * (R3). Like publication it may be done at any time and any number of times; what fails is left to the cron.
 */
import type { Told } from "./core/told.ts";
import type { Published } from "./publish.ts";

/** What telling needs of the world. */
export interface TellPorts {
  db: D1Database;
  tell(siteKey: string, shard: number, told: Told[]): Promise<void>;
}

/** Deals of one message, and messages of one tick of the cron. */
const BATCH = 200;
const BATCHES = 20;

interface Untold {
  id: string;
  version: number;
  at: number;
  phone: string | null;
  visitId: string | null;
  visitorId: string | null;
  confidence: number;
  siteKey: string;
  shards: number;
  channel: string | null;
  source: string;
  medium: string;
  campaign: string;
  term: string;
}

const UNTOLD = `SELECT d.id, d.version, d.at, d.phone, d.visit_id AS visitId, d.visitor_id AS visitorId, d.confidence,
  s.key AS siteKey, max(s.shards, s.published_shards) AS shards,
  v.channel, v.source, v.medium, v.campaign, v.term
  FROM deal d JOIN site s ON s.id = d.site_id LEFT JOIN visit v ON v.id = d.visit_id WHERE d.version > d.told`;

/** Tells of one deal as it is now. */
export async function tellDeal(ports: TellPorts, id: string): Promise<Published> {
  const { results } = await ports.db.prepare(`${UNTOLD} AND d.id = ?1`).bind(id).all<Untold>();
  return tellAll(ports, results);
}

/** The cron's work: whatever is untold, in random order so that a site that keeps failing cannot hold up the others. */
export async function tellUntold(ports: TellPorts): Promise<void> {
  for (let n = 0; n < BATCHES; n++) {
    const { results } = await ports.db.prepare(`${UNTOLD} ORDER BY random() LIMIT ?1`).bind(BATCH).all<Untold>();
    if ((await tellAll(ports, results)) === "pending" || results.length < BATCH) return;
  }
}

async function tellAll(ports: TellPorts, untold: readonly Untold[]): Promise<Published> {
  let outcome: Published = "done";
  for (const [siteKey, deals] of Map.groupBy(untold, (one) => one.siteKey)) {
    try {
      const told = deals.map(toTold);
      const shards = Array.from({ length: deals[0]?.shards ?? 0 }, (_, shard) => shard);
      await Promise.all(shards.map((shard) => ports.tell(siteKey, shard, told)));
      await settle(ports.db, deals);
    } catch (error) {
      outcome = "pending";
      console.warn(JSON.stringify({ at: "tell", site: siteKey, error: String(error) }));
    }
  }
  return outcome;
}

function toTold(deal: Untold): Told {
  const { id, version, at, phone, visitId, visitorId, confidence } = deal;
  const { channel, source, medium, campaign, term } = deal;
  const arrival = channel === null ? {} : { arrival: { channel, source, medium, campaign, term } };
  const visit = visitId !== null && visitorId !== null ? { visit: visitId, visitor: visitorId, confidence } : null;
  return { id, version, caller: phone, knownAtMs: version, by: "deal", atMs: at, visit, ...arrival };
}

/** They have heard of these versions; a newer one is told again. A deleted deal is gone now. */
async function settle(db: D1Database, deals: readonly Untold[]): Promise<void> {
  const told = JSON.stringify(deals.map(({ id, version }) => ({ id, version })));
  await db.batch([
    db
      .prepare(
        `UPDATE deal SET told = max(told, one.version)
         FROM (SELECT value ->> 'id' AS id, value ->> 'version' AS version FROM json_each(?1)) AS one
         WHERE deal.id = one.id`,
      )
      .bind(told),
    db
      .prepare(
        `DELETE FROM deal WHERE deleted_at IS NOT NULL AND told >= version
         AND id IN (SELECT value ->> 'id' FROM json_each(?1))`,
      )
      .bind(told),
  ]);
}
