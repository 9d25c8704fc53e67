/**
 * Tells the other switchboards of a site which of their visits have called. Whoever does not listen is told again with
 * the next alarm: nothing that is told here is lost, and nothing else waits for it.
 */
import { within } from "../directory/deadline.ts";
import type { Env } from "../env.ts";
import type { Arrival } from "./call-table.ts";
import { noteArrival } from "./called.ts";
import type { Desk } from "./desk.ts";
import type { Addressed } from "./notice-table.ts";
import { shardStub } from "./route-visit.ts";

const TELL_MS = 2_000;
/** Notices told to one of them at a time. */
const BATCH = 100;

export interface TellPorts {
  /** The desk, asked for anew after each wait: it may have been replaced meanwhile. */
  open(): Desk | null;
  transact<T>(round: () => T): T;
}

/** @returns false if something is left to tell */
export async function tellShards(env: Env, ports: TellPorts, nowMs: number): Promise<boolean> {
  const desk = ports.open();
  if (!desk || desk.notices.size === 0) return true;
  const due = desk.notices.due(BATCH);
  const byShard = Map.groupBy(due, ({ shard }) => shard);
  await Promise.all(
    [...byShard].map(async ([shard, told]) => {
      const arrivals = await tell(env, desk.config.siteKey, shard, told);
      const now = ports.open();
      if (arrivals === null || !now) return;
      ports.transact(() => {
        for (const [n, notice] of told.entries()) noteArrival(now, notice, arrivals[n] ?? null, nowMs);
      });
    }),
  );
  return ports.open()?.notices.size === 0;
}

/** How each visit had arrived; `null` when nobody listens. */
async function tell(env: Env, siteKey: string, shard: number, told: Addressed[]): Promise<(Arrival | null)[] | null> {
  try {
    return await within(TELL_MS, "switchboard", async () => shardStub(env, siteKey, shard).noteCalls(told));
  } catch (error) {
    console.warn(JSON.stringify({ at: "tell-shards", site: siteKey, shard, error: String(error) }));
    return null;
  }
}
