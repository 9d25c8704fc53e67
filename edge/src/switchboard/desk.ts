/**
 * The desk: all that a configured switchboard works with, its tables, and what it rebuilds from them when the object
 * wakes up. Memory is only ever a copy of storage; the switchboard throws the desk away when a transaction fails.
 */
import { Board, type HolderFacts } from "../core/board.ts";
import { DEFAULT_SETTINGS, type NumberConfig, type PoolConfig, type SiteConfig } from "../core/config.ts";
import { ALIVE_GRACE_MS } from "../core/pool.ts";
import { RateBound } from "../core/rate-bound.ts";
import type { Visit } from "../core/visit.ts";
import { CallTable } from "./call-table.ts";
import { CodeTable } from "./code-table.ts";
import { Inbox } from "./inbox.ts";
import { LeadTable } from "./lead-table.ts";
import { LinkTable } from "./link-table.ts";
import { LoadTable } from "./load-table.ts";
import { NoticeTable } from "./notice-table.ts";
import { Outbox } from "./outbox.ts";
import { migrate } from "./schema.ts";
import { loadStudy, type Study } from "./study.ts";
import { ToldTable } from "./told-table.ts";
import { VisitTable } from "./visit-table.ts";

const DAY_MS = 86_400_000;

export interface Desk {
  sql: SqlStorage;
  config: SiteConfig;
  board: Board;
  visits: VisitTable;
  calls: CallTable;
  codes: CodeTable;
  inbox: Inbox;
  leads: LeadTable;
  links: LinkTable;
  told: ToldTable;
  notices: NoticeTable;
  outbox: Outbox;
  /** What the site has learned of its callers. */
  study: Study;
  /** New visits of each client address (L7). */
  visitRate: RateBound;
  /** Forms sent from each client address. */
  leadRate: RateBound;
  /** By the site's numbers: how each is configured. */
  numbers: Map<string, NumberConfig>;
  loads: LoadTable;
}

/** Loads the desk from storage; `null` while nobody has configured this switchboard. */
export function openDesk(sql: SqlStorage): Desk | null {
  const [row] = sql.exec<{ data: string }>("SELECT data FROM config WHERE id = 1").toArray();
  if (!row) return null;
  const config = readConfig(row.data);
  const visits = new VisitTable(sql);
  return {
    sql,
    config,
    board: loadBoard(sql, config, visits),
    visits,
    calls: new CallTable(sql),
    codes: new CodeTable(sql),
    inbox: new Inbox(sql),
    leads: new LeadTable(sql),
    links: new LinkTable(sql),
    told: new ToldTable(sql),
    notices: new NoticeTable(sql),
    outbox: new Outbox(sql),
    study: loadStudy(sql),
    visitRate: new RateBound(60_000),
    leadRate: new RateBound(60_000),
    numbers: new Map(config.numbers.map((number) => [number.number, number])),
    loads: new LoadTable(sql),
  };
}

/** A configuration as stored, with defaults for settings that came into being after it. */
function readConfig(json: string): SiteConfig {
  const config = JSON.parse(json) as SiteConfig;
  return { ...config, settings: { ...DEFAULT_SETTINGS, ...config.settings } };
}

/** A sign of life: the time since the last one was spent on the site, with the numbers the visit holds. Before `board.update`. */
export function countStay({ board, loads }: Desk, visit: string, nowMs: number): void {
  const holder = board.holders.get(visit);
  if (!holder?.visible) return;
  const ms = Math.min(nowMs - holder.lastSeenMs, ALIVE_GRACE_MS);
  for (const { pool } of holder.slots) loads.stayed(pool, ms, nowMs);
}

/** Stores a configuration; the first one also makes the tables. */
export function saveConfig(sql: SqlStorage, config: SiteConfig): void {
  migrate(sql);
  sql.exec(
    "INSERT OR REPLACE INTO config (id, version, data) VALUES (1, ?, ?)",
    config.version,
    JSON.stringify(config),
  );
}

/** Goes on with a new configuration; `reconcile` must follow. */
export function takeConfig(desk: Desk, config: SiteConfig): void {
  desk.config = config;
  desk.numbers = new Map(config.numbers.map((number) => [number.number, number]));
}

/**
 * Brings the board in line with the configuration and remembers which numbers still drain.
 * @returns those numbers
 */
export function reconcile(desk: Desk, nowMs: number): string[] {
  const { board, config } = desk;
  const { held } = board.reconcile(config.pools, config.numbers, nowMs, desk.calls.engaged(nowMs));
  desk.sql.exec("DELETE FROM draining");
  for (const number of held) {
    const pool = board.pools.get(board.slots.get(number)?.pool ?? "")?.config;
    if (!pool) throw new Error(`${number} drains without a pool`);
    desk.sql.exec(
      "INSERT INTO draining (number, pool, freeze_ms, freeze_after_call_ms) VALUES (?, ?, ?, ?)",
      number,
      pool.id,
      pool.freezeMs,
      pool.freezeAfterCallMs,
    );
  }
  return held;
}

/** How long visits and calls are kept: as far as resolution looks back, and while a number may be in guaranteed freeze (L2). */
export function memoryMs({ config, board }: Desk): number {
  const freezes = [...board.pools.values()].flatMap((pool) => [pool.config.freezeMs, pool.config.freezeAfterCallMs]);
  return Math.max(config.settings.lookbackDays * DAY_MS, ...freezes) + DAY_MS;
}

/** What the board needs to know of a visit. */
export function holderFacts(visit: Visit): HolderFacts {
  const { visitor, address, startedAtMs, lastSeenMs, visible, signals, calledAtMs } = visit;
  return { visit: visit.id, visitor, address, startedAtMs, lastSeenMs, visible, signals, calledAtMs };
}

/** Sets up the slots, draining ones included, and seats the latest holder of each. */
function loadBoard(sql: SqlStorage, config: SiteConfig, visits: VisitTable): Board {
  const board = new Board();
  const draining = sql.exec<Draining>("SELECT * FROM draining").toArray();
  const drainingPools = new Map(draining.map(({ number, pool }) => [number, pool]));
  const numbers: NumberConfig[] = config.numbers.filter(
    ({ number, pool }) => pool !== null && !drainingPools.has(number),
  );
  for (const { number, pool } of draining) numbers.push({ number, kind: "pool", pool, channel: "" });
  board.reconcile(knownPools(config, draining), numbers, 0);
  const seats = numbers.flatMap(({ number }) => {
    const holder = visits.holder(number);
    return holder ? [{ number, ...holder }] : [];
  });
  // In the order of the rest queues, so that each joins at the tail.
  seats.sort((a, b) => a.visit.lastSeenMs - b.visit.lastSeenMs);
  for (const { number, visit, leasedAtMs } of seats) board.assign(number, holderFacts(visit), leasedAtMs);
  for (const number of drainingPools.keys()) board.drain(number);
  return board;
}

type Draining = { number: string; pool: string; freeze_ms: number; freeze_after_call_ms: number };

/** The configured pools, and those that only draining numbers still belong to. */
function knownPools(config: SiteConfig, draining: readonly Draining[]): PoolConfig[] {
  const known = new Set(config.pools.map(({ id }) => id));
  const gone = draining.map(({ pool, freeze_ms, freeze_after_call_ms }) => ({
    id: pool,
    name: pool,
    freezeMs: freeze_ms,
    freezeAfterCallMs: freeze_after_call_ms,
    overflow: null,
  }));
  return [...config.pools, ...gone.filter(({ id }) => !known.has(id))];
}
