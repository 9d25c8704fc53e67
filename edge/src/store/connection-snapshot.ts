/**
 * Everything of one connection that its directory needs, read in one transaction, so that a version always stands for
 * one configuration. Reads only; secrets stay encrypted.
 */
import type { ConnectionConfig, DirectoryEntry } from "../core/config.ts";
import { shardOf } from "../core/shards.ts";
import { readSettings } from "./site-snapshot.ts";

interface ConnectionRecord {
  id: string;
  account_id: string;
  provider: string;
  secrets: string;
  destination: string;
  version: number;
  deleted_at: number | null;
}

interface NumberRecord {
  number: string;
  site: string;
  site_key: string;
  shards: number;
  held_by: string | null;
  held_key: string | null;
  held_shard: number | null;
  destination: string | null;
  second_destination: string | null;
  ring_seconds: number | null;
  record: number | null;
  whisper: string | null;
  voicemail: string | null;
  /** The site's, of a number for all. */
  code_settings: string | null;
}

/** As `pool.ring_seconds` by default. */
const RING_SECONDS = 25;

/** A number that still rests at the switchboard of its former place is looked up there: there its holder is known. */
const SELECT_NUMBERS = `SELECT n.e164 AS number, n.site_id AS site, s.key AS site_key, s.shards,
    d.site_id AS held_by, h.key AS held_key, d.shard AS held_shard,
    coalesce(p.destination, n.destination) AS destination, p.second_destination, p.ring_seconds, p.record,
    p.whisper, p.voicemail, iif(n.kind = 'code', s.settings, NULL) AS code_settings
  FROM number n JOIN site s ON s.id = n.site_id LEFT JOIN pool p ON p.id = n.pool_id
  LEFT JOIN dealt d ON d.number = n.e164 LEFT JOIN site h ON h.id = d.site_id`;

/** The connection as its directory should have it; `null` when there is none. */
export async function loadConnection(db: D1Database, id: string): Promise<ConnectionConfig | null> {
  const [connections, numbers] = await db.batch([
    db.prepare("SELECT * FROM connection WHERE id = ?1").bind(id),
    db.prepare(`${SELECT_NUMBERS} WHERE n.connection_id = ?1 ORDER BY n.e164`).bind(id),
  ]);
  const connection = connections?.results[0] as ConnectionRecord | undefined;
  if (connection === undefined) return null;
  return {
    version: connection.version,
    id: connection.id,
    account: connection.account_id,
    provider: connection.provider,
    // Nothing verifies against no secrets: a deleted connection refuses every webhook.
    secrets: connection.deleted_at === null ? connection.secrets : "",
    destination: connection.destination,
    numbers: ((numbers?.results ?? []) as NumberRecord[]).map((record) => toEntry(record, connection.destination)),
  };
}

/**
 * A number that the connection does not have, but another one of its account: providers forward to each other, and a
 * number moves from one to the next.
 */
export async function loadEntry(
  db: D1Database,
  { account, destination }: Pick<ConnectionConfig, "account" | "destination">,
  number: string,
): Promise<DirectoryEntry | null> {
  const record = await db
    .prepare(`${SELECT_NUMBERS} WHERE n.e164 = ?1 AND n.account_id = ?2`)
    .bind(number, account)
    .first<NumberRecord>();
  return record === null ? null : toEntry(record, destination);
}

function toEntry(record: NumberRecord, fallback: string): DirectoryEntry {
  return {
    number: record.number,
    site: record.held_by ?? record.site,
    siteKey: record.held_key ?? record.site_key,
    shard: record.held_shard ?? shardOf(record.number, record.shards),
    destination: record.destination ?? fallback,
    secondDestination: record.second_destination,
    ringSeconds: record.ring_seconds ?? RING_SECONDS,
    record: record.record === 1,
    whisper: record.whisper ?? "",
    voicemail: record.voicemail ?? "",
    codePrompt: record.code_settings === null ? "" : readSettings(record.code_settings).codePrompt,
  };
}

/** Notes that the directory has the version. */
export async function markConnectionPublished(db: D1Database, id: string, version: number): Promise<void> {
  await db.prepare("UPDATE connection SET published = ?2 WHERE id = ?1 AND published < ?2").bind(id, version).run();
}
