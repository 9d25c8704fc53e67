/**
 * What a million page views ask of the platform: a site's traffic played for some hours, counted, and scaled up. Once as
 * one busy site, whose alarms each serve many visits, and once as sites so small that hardly two visits share one.
 */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { ask, askObject } from "./remote.ts";
import { PAGES } from "./traffic.ts";
import type { Runtime } from "./workerd.ts";

const MIGRATIONS = "edge/migrations";
const HOURS_A_MONTH = 730;
const MILLION = 1_000_000;

/** Of one page view, all that follows from it included. */
export interface PageUse {
  pulses: number;
  webhooks: number;
  alarms: number;
  /** By the switchboard, alarms set included. */
  rowsRead: number;
  rowsWritten: number;
  bytes: number;
  /** Time in the switchboard, waiting aside, milliseconds. */
  busyMs: number;
  databaseRead: number;
  databaseWritten: number;
  databaseBytes: number;
}

/** @param sites over how many a month's million page views are spread */
export async function pageUse(runtime: Runtime, sites: number, visits: number): Promise<PageUse> {
  const site = `month-${sites}`;
  const databaseBytes = await ask(runtime, "migrateDatabase", await migrations());
  await ask(runtime, "configureSite", site, 200);
  const perHour = MILLION / PAGES / sites / HOURS_A_MONTH;
  const before = await askObject(runtime, { site }, "bytes");
  const played = await askObject(runtime, { site }, "play", site, visits, perHour);
  const after = await askObject(runtime, { site }, "bytes");
  const each = (amount: number) => amount / played.pages;
  return {
    pulses: each(played.pulses),
    webhooks: each(played.webhooks),
    alarms: each(played.alarms),
    rowsRead: each(played.storage.rowsRead),
    rowsWritten: each(played.storage.rowsWritten + played.alarmsSet),
    bytes: each(after - before),
    busyMs: each(played.busyMs),
    databaseRead: each(played.database.rowsRead),
    databaseWritten: each(played.database.rowsWritten),
    databaseBytes: each(played.database.bytes - databaseBytes),
  };
}

async function migrations(): Promise<string[]> {
  const names = (await readdir(MIGRATIONS)).filter((name) => name.endsWith(".sql")).sort();
  return Promise.all(names.map((name) => readFile(join(MIGRATIONS, name), "utf8")));
}
