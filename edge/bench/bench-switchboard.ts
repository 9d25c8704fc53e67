/**
 * The switchboard, with what the benchmarks ask of it beside: to fill its storage, to run many rounds within the object
 * and time them, to meter its storage. Its own methods are untouched; only D1 is a stand-in that accepts every batch,
 * because D1 works elsewhere and would take its time from what is measured.
 */
import type { VisitResponse } from "../../sdk/src/wire.ts";
import type { Env } from "../src/env.ts";
import type { VisitCommand } from "../src/switchboard/rpc.ts";
import { Switchboard } from "../src/switchboard/switchboard.ts";
import { visitId } from "../src/switchboard/visit-id.ts";
import { countingDatabase, type DatabaseUse, databaseOf } from "./bench-database.ts";
import { Meter, type StorageUse } from "./metered-storage.ts";
import { type Played, play } from "./play.ts";
import { callCommand, visitCommand } from "./site.ts";
import { traffic } from "./traffic.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Longer than a silent visitor keeps a number of the benchmark's pool, milliseconds. */
const REST_MS = 130_000;

/** What many visits and calls within the object took, and that they did what they should. */
export interface Served {
  leaseMs: number;
  resolveMs: number;
  leased: number;
  /** The simulated clock at the end, epoch milliseconds. */
  clockMs: number;
}

export class BenchSwitchboard extends Switchboard {
  #meter: Meter | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, { ...env, DB: acceptingDatabase() });
  }

  /**
   * Visits by new visitors, each followed by a call to its number; so far apart that the longest-rested number is always
   * free again. Nothing is waited for: the clock is simulated.
   * @param clockMs where the clock stood at the end of an earlier run; 0 for none
   */
  async serve(site: string, from: number, count: number, numbers: number, clockMs: number): Promise<Served> {
    const served: Served = { leaseMs: 0, resolveMs: 0, leased: 0, clockMs: Math.max(clockMs, Date.now()) };
    const { now } = Date;
    Date.now = () => Math.floor(served.clockMs);
    try {
      for (let n = from; n < from + count; n++) {
        served.clockMs += REST_MS / numbers;
        await this.#serveOne(visitCommand(site, n), n, served);
      }
      return served;
    } finally {
      Date.now = now;
    }
  }

  async #serveOne(command: VisitCommand, n: number, served: Served): Promise<void> {
    const begun = performance.now();
    const visit = await this.visit(command);
    served.leaseMs += performance.now() - begun;
    const number = visit.ok ? (JSON.parse(visit.body) as VisitResponse).swaps[0]?.number : null;
    if (!number) return;
    served.leased += 1;
    const event = callCommand(n, number, Date.now());
    const rung = performance.now();
    await this.call(event);
    served.resolveMs += performance.now() - rung;
  }

  /** Visits by new visitors; their ids. */
  async seat(site: string, from: number, count: number): Promise<string[]> {
    const visits: string[] = [];
    for (let n = from; n < from + count; n++) {
      const outcome = await this.visit(visitCommand(site, n));
      if (!outcome.ok) throw new Error(`visit ${n}: ${outcome.reason}`);
      visits.push((JSON.parse(outcome.body) as { visit: string }).visit);
    }
    return visits;
  }

  /**
   * Writes leases and their visits as a busy month would have left them, copied from a visit that is there.
   * @returns bytes of the leases, and of the visits
   */
  async fill(leases: number, numbers: number): Promise<{ leaseBytes: number; visitBytes: number }> {
    const { sql } = this.ctx.storage;
    const startMs = Date.now() - 20 * DAY_MS;
    const stepMs = Math.floor((19 * DAY_MS) / leases);
    const series = "WITH RECURSIVE series (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM series WHERE i + 1 < ?)";
    const id = visitId(startMs, 0);
    const empty = sql.databaseSize;
    sql.exec(
      `${series} INSERT INTO lease SELECT '+442070' || printf('%06d', i % ?), ? + i * ?,
         printf('%09d', i) || ?, printf('fill-visitor-%09d', i), 'sales' FROM series`,
      leases,
      numbers,
      startMs,
      stepMs,
      id.slice(9),
    );
    const leased = sql.databaseSize;
    sql.exec(
      `${series} INSERT INTO visit SELECT printf('fill-visitor-%09d', i), printf('%09d', i) || ?, ? + i * ?, 0, NULL, 1,
         (SELECT data FROM visit WHERE visitor < 'fill' LIMIT 1) FROM series`,
      leases,
      id.slice(9),
      startMs,
      stepMs,
    );
    return { leaseBytes: leased - empty, visitBytes: sql.databaseSize - leased };
  }

  /** Starts over from storage, as after an eviction. */
  async restart(): Promise<void> {
    this.ctx.abort("restart");
  }

  /** From now on, counts what this object asks of its storage. */
  async metered(): Promise<StorageUse> {
    this.#meter ??= new Meter(this.ctx.storage);
    return this.#meter.take();
  }

  /** An hour and more of a site's traffic, in simulated time, with what it asks of storage. */
  async play(
    site: string,
    visits: number,
    perHour: number,
  ): Promise<Played & { storage: StorageUse; database: DatabaseUse }> {
    const { db, use } = countingDatabase(databaseOf(this.env));
    this.env.DB = db;
    await this.metered();
    const played = await play(this, this.ctx.storage, site, traffic(visits, perHour, Date.now()));
    return { ...played, storage: await this.metered(), database: use };
  }

  /** Sends to D1 all that will be due within the hour. Returns milliseconds. */
  async flush(): Promise<number> {
    const begun = performance.now();
    const { now } = Date;
    Date.now = () => now() + HOUR_MS;
    try {
      await this.alarm();
    } finally {
      Date.now = now;
    }
    return performance.now() - begun;
  }

  async bytes(): Promise<number> {
    return this.ctx.storage.sql.databaseSize;
  }
}

function acceptingDatabase(): D1Database {
  const statement = { bind: (...values: unknown[]) => values };
  const database = {
    prepare: () => statement,
    batch: async (statements: unknown[]) => {
      // What the binding would send.
      const sent = JSON.stringify(statements).length;
      await scheduler.wait(1);
      return [sent];
    },
  };
  return database as unknown as D1Database;
}
