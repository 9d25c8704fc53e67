/**
 * The code that was given at a number for all, and the visit that has it. Of a site with several switchboards each knows
 * only its own visits: who else has the code is asked before the round of a call, which itself waits for nobody.
 */
import type { CallRecord } from "../core/call.ts";
import { readCode } from "../core/code.ts";
import type { ResolveInput } from "../core/resolve.ts";
import type { Visit } from "../core/visit.ts";
import { type Arrival, NO_ARRIVAL } from "./call-table.ts";
import type { Desk } from "./desk.ts";
import type { CodeHolder } from "./rpc.ts";

export function numberKind(desk: Desk, number: string): ResolveInput["numberKind"] {
  return desk.board.slots.has(number) ? "pool" : (desk.numbers.get(number)?.kind ?? "unknown");
}

/** The visit's code that was given during a call; `null` for none, or for one that stands for a channel. */
export function givenCode(desk: Desk, { to, digits }: CallRecord): string | null {
  if (to === null || digits === null || numberKind(desk, to) !== "code") return null;
  const code = readCode(digits);
  return code === null || Object.hasOwn(desk.config.settings.channelCodes, code) ? null : code;
}

/** The channel that a number, or the code given at it, stands for; empty for none. */
export function channelOf(desk: Desk, { to, digits }: CallRecord): string {
  const known = desk.numbers.get(to ?? "");
  if (known?.kind !== "code") return known?.channel ?? "";
  const { channelCodes } = desk.config.settings;
  const code = readCode(digits ?? "");
  return code !== null && Object.hasOwn(channelCodes, code) ? (channelCodes[code] ?? "") : "";
}

/** The visit that has a code here, or had it last; `null` when there is none, or none any more. */
export function findCode(desk: Desk, code: string, atMs: number): CodeHolder | null {
  const owner = desk.codes.owner(code);
  const visit = owner && desk.visits.find(owner.visitor, owner.visit);
  if (!visit) return null;
  const { id, visitor, lastSeenMs } = visit;
  return { visit: id, visitor, lastSeenMs, arrival: arrivalAt(visit, atMs) };
}

/** Of those who have a code, or had it before a site was split anew, the one who was there last. */
export function latestHolder(holders: readonly (CodeHolder | null)[]): CodeHolder | null {
  const [latest] = holders
    .filter((holder) => holder !== null)
    .toSorted((a, b) => b.lastSeenMs - a.lastSeenMs || (a.visit < b.visit ? -1 : 1));
  return latest ?? null;
}

/** The touch that had brought a visit by that time. */
export function arrivalAt(visit: Visit, atMs: number): Arrival {
  const touch = visit.touches.findLast((one) => one.atMs <= atMs) ?? visit.touches[0];
  if (!touch) return NO_ARRIVAL;
  const { channel, source, medium, campaign, term } = touch;
  return { channel, source, medium, campaign, term };
}
