/** The code of a visit that is shown a number for all (`core/code.ts`). A visit keeps its code; so do its callers, for days. */
import { mintCode } from "../core/code.ts";
import type { Visit } from "../core/visit.ts";
import type { Desk } from "./desk.ts";

/** How long after a visit's last sign of life its code is nobody else's: whoever wrote it down may call tomorrow. */
const CODE_RESTS_MS = 3 * 86_400_000;

/** The visit with a code; as it is, if it has one already or none could be found. */
export function giveCode(desk: Desk, visit: Visit, nowMs: number, random: () => number): Visit {
  if (visit.code !== undefined) return visit;
  const code = mintCode(random, (candidate) => isTaken(desk, candidate, nowMs), desk.config);
  if (code === null) return visit;
  desk.codes.give(code, { visitor: visit.visitor, visit: visit.id });
  return { ...visit, code };
}

function isTaken(desk: Desk, code: string, nowMs: number): boolean {
  if (Object.hasOwn(desk.config.settings.channelCodes, code)) return true;
  const owner = desk.codes.owner(code);
  const visit = owner && desk.visits.find(owner.visitor, owner.visit);
  return visit !== null && nowMs - visit.lastSeenMs < CODE_RESTS_MS;
}
