/**
 * A call event at the switchboard: joined to what is known of the call (W1), and resolved once the called number is
 * known, again if the call turns out to have begun earlier. The resolution looks only at what was before the call.
 */
import { type CallRecord, mergeCall } from "../core/call.ts";
import { readCode } from "../core/code.ts";
import { type Candidate, type Resolution, type ResolveInput, rememberedAs, resolve } from "../core/resolve.ts";
import { nextVersion, type Visit } from "../core/visit.ts";
import { countryOf } from "../numbers/phone-number.ts";
import { type Arrival, NO_ARRIVAL, type StoredCall } from "./call-table.ts";
import type { CodeOwner } from "./code-table.ts";
import { type Desk, holderFacts } from "./desk.ts";
import type { CallCommand, CallOutcome } from "./rpc.ts";

const DAY_MS = 86_400_000;
/** Holders weighed for one call: more would be older than any that still call. */
const CANDIDATES_MAX = 64;

export interface TakenCall {
  outcome: CallOutcome;
  /** Writes what was saved on the board; call it after the transaction has committed. */
  commit: () => void;
}

export function takeCall(desk: Desk, command: CallCommand, nowMs: number): TakenCall {
  const id = `${command.connection}:${command.event.callId}`;
  const before = desk.calls.find(id);
  const record = mergeCall(before?.record, command.event);
  if (before && JSON.stringify(record) === JSON.stringify(before.record))
    return { outcome: outcome(before), commit: () => {} };

  const isDue = record.to !== null && (!before?.resolution || resolvedAnew(before.record, record));
  const resolution = isDue ? resolveCall(desk, id, record) : (before?.resolution ?? null);
  const visit = isDue && resolution ? markCalled(desk, resolution, record, nowMs) : null;
  const arrival = isDue ? arrivalOf(desk, record, visit) : (before?.arrival ?? NO_ARRIVAL);
  const version = nextVersion(before?.version ?? 0, nowMs);
  const call: StoredCall = { id, connection: command.connection, record, resolution, arrival, version };
  desk.calls.save(call, record.startedAtMs);
  desk.outbox.mark("call", id, nowMs, nowMs);
  if (isDue && resolution) rememberCaller(desk, id, record, resolution);
  return {
    outcome: outcome(call),
    commit: () => {
      if (visit) desk.board.update(holderFacts(visit));
    },
  };
}

/** What a resolution rests on has changed. */
function resolvedAnew(before: CallRecord, now: CallRecord): boolean {
  return (
    before.to !== now.to ||
    before.from !== now.from ||
    before.startedAtMs !== now.startedAtMs ||
    before.digits !== now.digits
  );
}

function resolveCall(desk: Desk, id: string, record: CallRecord): Resolution {
  const atMs = record.startedAtMs;
  const number = record.to ?? "";
  const known = desk.numbers.get(number);
  const slot = desk.board.slots.get(number);
  const pool = desk.board.pools.get(slot?.pool ?? known?.pool ?? "");
  const lookbackMs = desk.config.settings.lookbackDays * DAY_MS;
  const input: ResolveInput = {
    atMs,
    number,
    numberKind: slot ? "pool" : (known?.kind ?? "unknown"),
    callerCountry: record.from === null ? "" : countryOf(record.from),
    channel: channelOf(desk, record),
    freezeMs: pool?.config.freezeMs ?? 0,
    candidates: candidates(desk, number, atMs, lookbackMs),
    knownCaller: record.from === null ? null : desk.calls.knownCaller(record.from, id, atMs, atMs - lookbackMs),
    coded: coded(desk, record),
  };
  return resolve(input, desk.curve);
}

/** The channel that the number, or the code given at it, stands for; empty for none. */
function channelOf(desk: Desk, record: CallRecord): string {
  const known = desk.numbers.get(record.to ?? "");
  if (known?.kind !== "code") return known?.channel ?? "";
  return desk.config.settings.channelCodes[record.digits ?? ""] ?? "";
}

/** The visit whose code was given at a number for all. */
function coded(desk: Desk, record: CallRecord): CodeOwner | null {
  const code = readCode(record.digits ?? "");
  return code === null ? null : desk.codes.owner(code);
}

/** Everybody who was shown the number within the look-back, each visit once, with its latest lease. */
function candidates(desk: Desk, number: string, atMs: number, lookbackMs: number): Candidate[] {
  const found = new Map<string, Candidate>();
  let releasedAtMs: number | null = null;
  for (const lease of desk.visits.leases(number, atMs, atMs - lookbackMs, CANDIDATES_MAX)) {
    const visit = found.has(lease.visit) ? null : desk.visits.find(lease.visitor, lease.visit);
    if (visit) found.set(visit.id, candidate(visit, lease.leasedAtMs, releasedAtMs, number, atMs));
    // An overflow number is shown to many at a time and never leased on.
    if (lease.pool !== "") releasedAtMs = lease.leasedAtMs;
  }
  return [...found.values()];
}

/** The visit as it stood at the time of the call, as far as that is known. */
function candidate(
  visit: Visit,
  leasedAtMs: number,
  releasedAtMs: number | null,
  number: string,
  atMs: number,
): Candidate {
  const signals = Object.fromEntries(Object.entries(visit.signals).filter(([, givenAtMs]) => givenAtMs <= atMs));
  const target = visit.shown.find((showing) => showing.number === number)?.target;
  const since = visit.shown.findLast((showing) => showing.target === target && showing.atMs <= atMs);
  return {
    visit: visit.id,
    visitor: visit.visitor,
    leasedAtMs,
    lastSeenMs: Math.min(visit.lastSeenMs, atMs),
    visible: visit.visible || visit.lastSeenMs > atMs,
    releasedAtMs,
    signals,
    calledAtMs: visit.calledAtMs !== null && visit.calledAtMs < atMs ? visit.calledAtMs : null,
    movedOn: since !== undefined && since.number !== number,
    country: visit.place.country,
    region: visit.place.region,
    device: visit.device.kind,
  };
}

/** Notes on the resolved visit that it has called. */
function markCalled(desk: Desk, resolution: Resolution, record: CallRecord, nowMs: number): Visit | null {
  if (resolution.visit === null || resolution.visitor === null) return null;
  const visit = desk.visits.find(resolution.visitor, resolution.visit);
  if (!visit) return null;
  const calledAtMs = Math.max(visit.calledAtMs ?? 0, record.startedAtMs);
  const called = { ...visit, calledAtMs, version: nextVersion(visit.version, nowMs) };
  desk.visits.save(called);
  // At once, like the call: whoever reads the call asks what the visit was.
  desk.outbox.mark("visit", `${called.visitor} ${called.id}`, nowMs, nowMs);
  return called;
}

/** The touch that had brought the visit by the time of the call; the channel of a static number or of a channel's code. */
function arrivalOf(desk: Desk, record: CallRecord, visit: Visit | null): Arrival {
  const touch = visit?.touches.findLast(({ atMs }) => atMs <= record.startedAtMs) ?? visit?.touches[0];
  if (!touch) return { ...NO_ARRIVAL, channel: channelOf(desk, record) };
  const { channel, source, medium, campaign, term } = touch;
  return { channel, source, medium, campaign, term };
}

function rememberCaller(desk: Desk, call: string, record: CallRecord, resolution: Resolution): void {
  if (record.from === null || record.to === null) return;
  const known = rememberedAs(resolution, record.to, record.startedAtMs);
  if (known) desk.calls.remember(record.from, call, known);
}

function outcome(call: StoredCall): CallOutcome {
  return { id: call.id, status: call.record.status, number: call.record.to, resolution: call.resolution };
}
