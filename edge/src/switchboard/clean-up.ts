/**
 * What a switchboard does beside its work, with every alarm: it lets go of drained numbers, writes what was only counted,
 * learns from its calls, and once a day forgets old history. Late or left out, nothing depends on it.
 */
import { type Desk, memoryMs, reconcile } from "./desk.ts";
import { studyCalls } from "./study.ts";

const DAY_MS = 86_400_000;

export function cleanUp(desk: Desk, nowMs: number): void {
  if ([...desk.board.slots.values()].some(({ draining }) => draining)) reconcile(desk, nowMs);
  desk.loads.save();
  studyCalls(desk);
  const [row] = desk.sql.exec<{ value: string }>("SELECT value FROM state WHERE name = 'cleaned_at'").toArray();
  if (!row || nowMs - Number(row.value) >= DAY_MS) forget(desk, nowMs);
}

function forget(desk: Desk, nowMs: number): void {
  const beforeMs = nowMs - memoryMs(desk);
  desk.visits.forget(beforeMs);
  desk.codes.forget();
  desk.calls.forget(beforeMs);
  desk.notices.forget(beforeMs);
  desk.leads.forget(beforeMs);
  desk.told.forget(beforeMs);
  desk.loads.forget(nowMs);
  desk.sql.exec("INSERT OR REPLACE INTO state (name, value) VALUES ('cleaned_at', ?)", String(nowMs));
}
