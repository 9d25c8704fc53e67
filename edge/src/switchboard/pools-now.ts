/** How full each pool of a switchboard is at a moment, with what was counted of it lately. Only reads. */
import type { Desk } from "./desk.ts";
import type { PoolLoad } from "./rpc.ts";

/** How far back the load of a pool is told: four weeks. */
const LOAD_MS = 28 * 86_400_000;

export function poolLoads(desk: Desk, nowMs: number): PoolLoad[] {
  const loads = new Map<string, PoolLoad>();
  for (const { id } of desk.config.pools) {
    const hours = desk.loads.hours(id, nowMs - LOAD_MS);
    loads.set(id, { pool: id, numbers: 0, active: 0, frozen: 0, resting: 0, hours });
  }
  for (const slot of desk.board.slots.values()) {
    const load = loads.get(slot.pool);
    if (!load) continue;
    load.numbers += 1;
    if (!desk.board.isLive(slot, nowMs)) load.resting += 1;
    else if (slot.holder?.visible) load.active += 1;
    else load.frozen += 1;
  }
  return [...loads.values()];
}
