/**
 * How busy each pool was, by the hour: how many visits asked for a number, how many found none, how long they stayed.
 * Counted in memory and written with the next alarm, so that a page view costs no row for it; a crash loses minutes of
 * statistics and nothing else. What sizing is computed from (`core/sizing.ts`).
 */

const HOUR_MS = 3_600_000;
/** Hours kept: eight weeks. */
const KEPT_MS = 8 * 7 * 24 * HOUR_MS;

/** One hour of a pool. */
export interface PoolHour {
  /** When the hour began, epoch milliseconds. */
  hourMs: number;
  /** Visits that needed a number, whether they got one or not. */
  asked: number;
  /** Those that got none. */
  overflowed: number;
  /** Time that visits with a number spent on the site, milliseconds, all together. */
  stayMs: number;
}

type Counts = Omit<PoolHour, "hourMs">;

export class LoadTable {
  readonly #sql: SqlStorage;
  readonly #pending = new Map<string, { pool: string; hourMs: number } & Counts>();

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** A visit needed a number of this pool. */
  asked(pool: string, isOverflow: boolean, nowMs: number): void {
    this.#add(pool, nowMs, { asked: 1, overflowed: isOverflow ? 1 : 0, stayMs: 0 });
  }

  /** A visit with a number of this pool was on the site for so long until now. */
  stayed(pool: string, ms: number, nowMs: number): void {
    if (ms > 0) this.#add(pool, nowMs, { asked: 0, overflowed: 0, stayMs: ms });
  }

  /** Writes what has been counted; one row for each pool and hour. */
  save(): void {
    for (const { pool, hourMs, asked, overflowed, stayMs } of this.#pending.values()) {
      this.#sql.exec(
        `INSERT INTO pool_hour (pool, hour, asked, overflowed, stay_ms) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (pool, hour) DO UPDATE SET asked = asked + excluded.asked,
           overflowed = overflowed + excluded.overflowed, stay_ms = stay_ms + excluded.stay_ms`,
        pool,
        hourMs,
        asked,
        overflowed,
        stayMs,
      );
    }
    this.#pending.clear();
  }

  forget(nowMs: number): void {
    this.#sql.exec("DELETE FROM pool_hour WHERE hour < ?", nowMs - KEPT_MS);
  }

  /** The hours of a pool since a time, oldest first; hours without a visit are left out. */
  hours(pool: string, sinceMs: number): PoolHour[] {
    const hours = new Map<number, PoolHour>();
    const rows = this.#sql.exec<{ hour: number; asked: number; overflowed: number; stay_ms: number }>(
      "SELECT hour, asked, overflowed, stay_ms FROM pool_hour WHERE pool = ? AND hour >= ? ORDER BY hour",
      pool,
      sinceMs - (sinceMs % HOUR_MS),
    );
    for (const { hour, stay_ms, ...counts } of rows) hours.set(hour, { ...counts, hourMs: hour, stayMs: stay_ms });
    for (const { pool: of, hourMs, ...counts } of this.#pending.values()) {
      if (of === pool && hourMs > sinceMs - HOUR_MS) hours.set(hourMs, sum(hours.get(hourMs), { ...counts, hourMs }));
    }
    return [...hours.values()].sort((a, b) => a.hourMs - b.hourMs);
  }

  #add(pool: string, nowMs: number, counts: Counts): void {
    const hourMs = nowMs - (nowMs % HOUR_MS);
    const key = `${pool} ${hourMs}`;
    const known = this.#pending.get(key);
    this.#pending.set(key, { pool, ...sum(known, { ...counts, hourMs }) });
  }
}

function sum(a: PoolHour | undefined, b: PoolHour): PoolHour {
  return {
    hourMs: b.hourMs,
    asked: (a?.asked ?? 0) + b.asked,
    overflowed: (a?.overflowed ?? 0) + b.overflowed,
    stayMs: (a?.stayMs ?? 0) + b.stayMs,
  };
}
