/**
 * A call event at the switchboard: joined to what is known of the call (W1), and resolved once the called number is
 * known, again if the call turns out to have begun earlier. The resolution looks only at what was before the call.
 */
import { type CallRecord, mergeCall } from "../core/call.ts";
import { type KnownCaller, type Resolution, type ResolveInput, rememberedAs, resolve } from "../core/resolve.ts";
import { arrivalTold } from "../core/told.ts";
import { nextVersion, type Visit } from "../core/visit.ts";
import { countryOf } from "../numbers/phone-number.ts";
import {
  type CallQuestion,
  codeHolder,
  type Hearsay,
  isAbout,
  latestKnown,
  questionAbout,
  silence,
  withHearsay,
} from "./call-question.ts";
import { type Arrival, NO_ARRIVAL, type StoredCall } from "./call-table.ts";
import { noteCalled } from "./called.ts";
import { candidatesOf, lookbackMs } from "./candidates.ts";
import { type Desk, holderFacts } from "./desk.ts";
import { arrivalAt, channelOf, findCode, givenCode, numberKind } from "./given-code.ts";
import type { CallCommand, CallOutcome, CodeHolder } from "./rpc.ts";

/** Calls noted from one alarm to the next: in a storm of calls a few tell as much, and the others need the time. */
const NOTED_MAX = 2;

export interface TakenCall {
  outcome: CallOutcome;
  /** Writes what was saved on the board; call it after the transaction has committed. */
  commit: () => void;
}

/** What the other switchboards of the site have to be asked for this event; `null` when there is nothing, or no other. */
export function questionOf(desk: Desk, command: CallCommand): CallQuestion | null {
  const id = idOf(command);
  const before = desk.calls.find(id);
  const record = mergeCall(before?.record, command.event);
  return isUnresolved(before, record) ? questionAbout(desk, id, record) : null;
}

/** @param hearsay what the others said to `questionOf` */
export function takeCall(desk: Desk, command: CallCommand, nowMs: number, hearsay: Hearsay | null = null): TakenCall {
  const id = idOf(command);
  const before = desk.calls.find(id);
  const record = mergeCall(before?.record, command.event);
  if (before && JSON.stringify(record) === JSON.stringify(before.record))
    return { outcome: outcome(before), commit: () => {} };

  const isFirst = before?.resolution == null;
  const isDue = isUnresolved(before, record);
  const version = nextVersion(before?.version ?? 0, nowMs);
  const said = { call: id, calledAtMs: record.startedAtMs, version };
  const released = isDue && before?.resolution ? takeBack(desk, before, version, nowMs) : null;
  const heard = isDue ? heardOf(desk, id, record, hearsay) : null;
  const known = isDue ? latestKnown(knownHere(desk, id, record), heard) : null;
  const holder = isDue ? holderOf(desk, record, heard) : null;
  const resolution = isDue ? resolveCall(desk, record, known, holder, heard) : (before?.resolution ?? null);
  const visit = isDue ? noteCalled(desk, resolution, said, nowMs) : null;
  const arrival = isDue
    ? arrivalOf(desk, record, visit, holder?.arrival ?? arrivalTold(known, resolution?.visit))
    : (before?.arrival ?? NO_ARRIVAL);
  const call: StoredCall = { id, connection: command.connection, record, resolution, arrival, version };
  desk.calls.save(call, record.startedAtMs);
  desk.outbox.mark("call", id, nowMs, nowMs);
  if (isDue && resolution) rememberCaller(desk, id, record, resolution);
  return {
    outcome: outcome(call),
    commit: () => {
      for (const changed of [released, visit]) if (changed) desk.board.update(holderFacts(changed));
      if (isDue && isFirst && known === null) note(desk, record);
    },
  };
}

function idOf({ connection, event }: CallCommand): string {
  return `${connection}:${event.callId}`;
}

/** The number is known, and the call not resolved, or not with what is known now, or without the word of all switchboards. */
function isUnresolved(before: StoredCall | null, record: CallRecord): boolean {
  if (record.to === null || before?.resolution == null) return record.to !== null;
  return resolvedAnew(before.record, record) || before.resolution.unheard !== undefined;
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

/** What was heard, unless another event has come in meanwhile and changed what has to be asked: then nobody was heard. */
function heardOf(desk: Desk, id: string, record: CallRecord, hearsay: Hearsay | null): Hearsay | null {
  const question = questionAbout(desk, id, record);
  if (question === null) return null;
  return hearsay && isAbout(hearsay, question) ? hearsay : silence(desk, question);
}

function knownHere(desk: Desk, id: string, { from, startedAtMs }: CallRecord): KnownCaller | null {
  return from === null ? null : desk.calls.knownCaller(from, id, startedAtMs, startedAtMs - lookbackMs(desk));
}

function resolveCall(
  desk: Desk,
  record: CallRecord,
  knownCaller: KnownCaller | null,
  coded: CodeHolder | null,
  heard: Hearsay | null,
): Resolution {
  const atMs = record.startedAtMs;
  const number = record.to ?? "";
  const known = desk.numbers.get(number);
  const slot = desk.board.slots.get(number);
  const pool = desk.board.pools.get(slot?.pool ?? known?.pool ?? "");
  const own: ResolveInput = {
    atMs,
    number,
    numberKind: numberKind(desk, number),
    callerCountry: record.from === null ? "" : countryOf(record.from),
    channel: channelOf(desk, record),
    freezeMs: pool?.config.freezeMs ?? 0,
    candidates: candidatesOf(desk, number, atMs),
    knownCaller,
    coded: coded && { visit: coded.visit, visitor: coded.visitor },
  };
  return resolve(heard ? withHearsay(desk, own, heard) : own, desk.study.curve);
}

/** The visit whose code was given at a number for all: one of ours, or one elsewhere. */
function holderOf(desk: Desk, record: CallRecord, heard: Hearsay | null): CodeHolder | null {
  const code = givenCode(desk, record);
  return code === null ? null : codeHolder(findCode(desk, code, record.startedAtMs), heard);
}

/** Undoes what followed from a resolution that is about to be made anew, as if the call had not been resolved yet (W1). */
function takeBack(desk: Desk, call: StoredCall, version: number, nowMs: number): Visit | null {
  if (call.record.from !== null) desk.calls.unremember(call.record.from, call.id);
  return noteCalled(desk, call.resolution, { call: call.id, calledAtMs: null, version }, nowMs);
}

/** What had brought the visit by the time of the call, as known here or as told; the channel of a static number or of a channel's code. */
function arrivalOf(desk: Desk, record: CallRecord, visit: Visit | null, told: Arrival | null): Arrival {
  if (visit) return arrivalAt(visit, record.startedAtMs);
  return told ?? { ...NO_ARRIVAL, channel: channelOf(desk, record) };
}

function rememberCaller(desk: Desk, call: string, record: CallRecord, resolution: Resolution): void {
  if (record.from === null || record.to === null) return;
  const known = rememberedAs(resolution, record.to, record.startedAtMs);
  if (known) desk.calls.remember(record.from, call, known);
}

/** For the study of delays: a call to a pool number by a caller of whom nothing was known. */
function note(desk: Desk, record: CallRecord): void {
  const slot = desk.board.slots.get(record.to ?? "");
  if (slot && desk.study.noted.length < NOTED_MAX)
    desk.study.noted.push({ number: slot.number, pool: slot.pool, atMs: record.startedAtMs });
}

function outcome(call: StoredCall): CallOutcome {
  return { id: call.id, status: call.record.status, number: call.record.to, resolution: call.resolution };
}
