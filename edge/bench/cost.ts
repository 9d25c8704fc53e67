/** What page views cost, item by item: the measured use times the published prices. Pure. */
import type { PageUse } from "./month.ts";
import { INCLUDED, OBJECT_GB, PRICES, STORAGE } from "./prices.ts";

const MILLION = 1_000_000;
const GB = 1e9;
/** An object is active until its answer has left: what a durable write and a batch of D1 take there, assumed, seconds. */
const WRITE_SECONDS = 0.01;
const BATCH_SECONDS = 0.05;

/** Measured CPU time of whole processes, object and storage included, milliseconds a request: more than the Worker's own. */
export interface CpuUse {
  page: number;
  pulse: number;
  webhook: number;
}

export interface Item {
  what: string;
  /** Of a million page views, in the unit that is billed. */
  amount: number;
  unit: string;
  /** List price of all of it, with nothing included in a plan. */
  dollars: number;
  /** Share of what the plan includes. */
  ofPlan: number;
}

/** Of the plan alone, a month. */
const PLAN_DOLLARS = 5;

/** What an account pays that does nothing else, a month, dollars: the plan, and what goes beyond what it includes. */
export function billOf(items: readonly Item[], millions: number): number {
  const beyond = items.map(({ dollars, ofPlan }) => Math.max(0, dollars * millions - dollars / ofPlan));
  return PLAN_DOLLARS + beyond.reduce((sum, each) => sum + each, 0);
}

/** A page view with all that follows from it. */
export function itemsOf(use: PageUse, cpu: CpuUse): Item[] {
  const requests = 1 + use.pulses + use.webhooks;
  const cpuMs = cpu.page + use.pulses * cpu.pulse + use.webhooks * cpu.webhook;
  const seconds = use.busyMs / 1000 + requests * WRITE_SECONDS + use.alarms * BATCH_SECONDS;
  const item = (what: string, each: number, price: number, included: number): Item => ({
    what,
    amount: each * MILLION,
    unit: "",
    dollars: each * price,
    ofPlan: (each * MILLION) / included,
  });
  const stored = (what: string, bytes: number, price: number, included: number): Item => {
    const gb = (bytes * MILLION) / GB;
    return { what, amount: gb, unit: "GB", dollars: gb * price, ofPlan: gb / included };
  };
  return [
    item("Workers: requests", requests, PRICES.workerRequests, INCLUDED.workerRequests),
    item("Workers: CPU, ms", cpuMs, PRICES.workerCpuMs, INCLUDED.workerCpuMs),
    item("Durable Objects: requests", requests + use.alarms, PRICES.objectRequests, INCLUDED.objectRequests),
    item("Durable Objects: active, GB-s", seconds * OBJECT_GB, PRICES.objectGbSeconds, INCLUDED.objectGbSeconds),
    item("Durable Objects: rows read", use.rowsRead, PRICES.rowsRead, INCLUDED.rowsRead),
    item("Durable Objects: rows written", use.rowsWritten, PRICES.rowsWritten, INCLUDED.rowsWritten),
    stored("Durable Objects: stored, a month", use.bytes, STORAGE.object, INCLUDED.objectGb),
    item("D1: rows read", use.databaseRead, PRICES.rowsRead, INCLUDED.rowsRead),
    item("D1: rows written", use.databaseWritten, PRICES.rowsWritten, INCLUDED.rowsWritten),
    stored("D1: stored, each month of it", use.databaseBytes, STORAGE.database, INCLUDED.databaseGb),
  ];
}
