/** What one page view, pulse, call and their way to D1 ask of the switchboard's storage, counted: the units of the bill. */

import type { StorageUse } from "./metered-storage.ts";
import { ask, askObject } from "./remote.ts";
import { callCommand, ORIGIN, visitCommand, visitorOf } from "./site.ts";
import type { Runtime } from "./workerd.ts";

/** Rows read and written by one of each, and by the flush that follows, per visit or call that it sends. */
export interface Writes {
  visit: StorageUse;
  nextPage: StorageUse;
  pulse: StorageUse;
  signal: StorageUse;
  /** A webhook until it is answered, and what is done with it afterwards. */
  heard: StorageUse;
  taken: StorageUse;
  endTaken: StorageUse;
  flushedVisit: StorageUse;
  flushedCall: StorageUse;
}

const SITE = "metered";
const MANY = 100;

export async function countWrites(runtime: Runtime): Promise<Writes> {
  const place = { site: SITE };
  await ask(runtime, "configureSite", SITE, 10 * MANY);
  await askObject(runtime, place, "metered");
  const use = () => askObject(runtime, place, "metered");
  /** The use of one of many: the first sets an alarm, the others find it set. */
  const share = async (act: () => Promise<unknown>): Promise<StorageUse> => {
    await use();
    await act();
    const { rowsRead, rowsWritten, alarms } = await use();
    return { rowsRead: rowsRead / MANY, rowsWritten: rowsWritten / MANY, alarms: alarms / MANY };
  };
  const each = (act: (n: number) => Promise<unknown>) =>
    share(async () => {
      for (let n = 0; n < MANY; n++) await act(n);
    });
  const flushed = () => share(() => askObject(runtime, place, "flush"));
  const taking = () => share(() => askObject(runtime, place, "knowsCall", ""));
  const visits: { visit: string; number: string }[] = [];
  const visit = await each(async (n) => {
    const outcome = await askObject(runtime, place, "visit", visitCommand(SITE, n));
    if (!outcome.ok) throw new Error(outcome.reason);
    const { visit, swaps } = JSON.parse(outcome.body) as { visit: string; swaps: { number: string }[] };
    visits.push({ visit, number: swaps[0]?.number ?? "" });
  });
  const pulse = await each((n) => askObject(runtime, place, "pulse", pulseOf(n, visits[n]?.visit ?? "", "alive")));
  const signal = await each((n) => askObject(runtime, place, "pulse", pulseOf(n, visits[n]?.visit ?? "", "signal")));
  const nextPage = await each((n) => {
    const command = visitCommand(SITE, n);
    const page = { url: "https://shop.example/contact", referrer: "https://shop.example/", title: "Contact" };
    return askObject(runtime, place, "visit", {
      ...command,
      request: { ...command.request, visit: visits[n]?.visit ?? "", page },
    });
  });
  const flushedVisit = await flushed();
  const atMs = Date.now();
  const heard = await each((n) => askObject(runtime, place, "hear", callCommand(n, visits[n]?.number ?? "", atMs)));
  const taken = await taking();
  for (let n = 0; n < MANY; n++) {
    const command = callCommand(n, visits[n]?.number ?? "", atMs);
    const event = { ...command.event, status: "completed" as const, atMs: atMs + 60_000, talkSeconds: 55 };
    await askObject(runtime, place, "hear", { ...command, event });
  }
  const endTaken = await taking();
  const flushedCall = await flushed();
  return { visit, nextPage, pulse, signal, heard, taken, endTaken, flushedVisit, flushedCall };
}

function pulseOf(n: number, visit: string, type: "alive" | "signal") {
  const event = type === "alive" ? { type, ago: 0 } : { type, ago: 0, signal: "seen" as const };
  return { visitor: visitorOf(n), visit, events: [event], origin: ORIGIN };
}

/** Rows written in all, rounded: a floor cannot write half a row. */
export function rowsOf(...uses: readonly StorageUse[]): number {
  return Math.round(uses.reduce((sum, { rowsWritten, alarms }) => sum + rowsWritten + alarms, 0));
}
