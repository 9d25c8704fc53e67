/**
 * A call, from the provider's first webhook to the last. `mergeCall` joins events so that the record depends only on
 * the set of events, not on how often or in which order they came (W1): every field is joined by a rule that is
 * commutative and idempotent. Never decides whose call it is; that is `resolve.ts`.
 */
import { digitsOf, type Given, givenBy, joinGiven } from "./given-digits.ts";

/** Canonical states, in the order in which a call passes them; the terminal ones from `completed` on. */
export const CALL_STATUSES = [
  "started",
  "ringing",
  "answered",
  "completed",
  "missed",
  "busy",
  "failed",
  "cancelled",
] as const;
export type CallStatus = (typeof CALL_STATUSES)[number];

/** What one webhook says about a call, in our own words, whoever the provider is. Absent fields say nothing. */
export interface CallEvent {
  /** The provider's id of the caller's leg: the same in every event of a call. */
  callId: string;
  /** When it happened, epoch milliseconds: the provider's word if it gives one, else when the webhook came. */
  atMs: number;
  status?: CallStatus;
  /** Caller, E.164; `null` for a withheld number. */
  from?: string | null;
  /** The called number of ours, E.164. */
  to?: string;
  /** When the call began, if the provider says or lets us compute it, epoch milliseconds. */
  startedAtMs?: number;
  answeredAtMs?: number;
  endedAtMs?: number;
  /** Whole call and conversation, seconds. */
  durationSeconds?: number;
  talkSeconds?: number;
  /** Who was dialled, E.164. */
  destination?: string;
  recordingUrl?: string;
  recordingSeconds?: number;
  /** A message was left instead of a conversation. */
  voicemail?: boolean;
  /** Keys that the caller pressed. */
  digits?: string;
  /** A code as the person who took the call typed it in: they heard it said, so it counts before keys pressed. */
  typed?: string;
}

/**
 * A call as known from all events so far. Plain JSON; `null` means that no event said it. Everything but `evidence` is
 * computed from `evidence`, so a late event may still change what was known, always to the same end.
 */
export interface CallRecord {
  callId: string;
  status: CallStatus;
  /** The provider's or our first word of the call, else the best estimate; resolution asks who held the number then. */
  startedAtMs: number;
  answeredAtMs: number | null;
  endedAtMs: number | null;
  /** Caller, E.164; `null` when withheld or not yet known. */
  from: string | null;
  to: string | null;
  durationSeconds: number | null;
  talkSeconds: number | null;
  destination: string | null;
  recordingUrl: string | null;
  recordingSeconds: number | null;
  voicemail: boolean;
  /** The code that was given, else the keys that were pressed. */
  digits: string | null;
  evidence: CallEvidence;
}

/** What cannot be read back from the fields above, and is needed to join further events. */
export interface CallEvidence {
  /** Every status heard, in the order of `CALL_STATUSES`. */
  statuses: CallStatus[];
  /** Earliest explicit start. */
  startedAtMs: number | null;
  /** Earliest event of any kind. */
  firstAtMs: number;
  /** By the numbers dialled: whether somebody answered there, and the earliest word of it. */
  dialled: Record<string, Dialled>;
  given: Given;
}

interface Dialled {
  answered: boolean;
  atMs: number;
}

/** Terminal words for a call without a conversation; where several were heard the first of these is the status. */
const UNHEARD: readonly CallStatus[] = ["missed", "busy", "failed", "cancelled"];

/** A call in one of these states is over, whatever else is heard of it. */
export function isTerminal(status: CallStatus): boolean {
  return status === "completed" || UNHEARD.includes(status);
}

/**
 * Joins an event to what is known. Any order and any number of repetitions of the same events gives the same record.
 * @example mergeCall(mergeCall(undefined, ringing), completed)
 */
export function mergeCall(record: CallRecord | undefined, event: CallEvent): CallRecord {
  const said = recordOf(event);
  if (record === undefined) return said;
  if (record.callId !== event.callId) throw new Error(`event of call ${event.callId} merged into ${record.callId}`);
  const evidence: CallEvidence = {
    statuses: CALL_STATUSES.filter((s) => record.evidence.statuses.includes(s) || said.evidence.statuses.includes(s)),
    startedAtMs: least(record.evidence.startedAtMs, said.evidence.startedAtMs),
    firstAtMs: Math.min(record.evidence.firstAtMs, said.evidence.firstAtMs),
    dialled: joinDialled(record.evidence.dialled, said.evidence.dialled),
    given: joinGiven(record.evidence.given, said.evidence.given),
  };
  return derive({
    ...record,
    evidence,
    answeredAtMs: least(record.answeredAtMs, said.answeredAtMs),
    endedAtMs: least(record.endedAtMs, said.endedAtMs),
    durationSeconds: greatest(record.durationSeconds, said.durationSeconds),
    talkSeconds: greatest(record.talkSeconds, said.talkSeconds),
    from: least(record.from, said.from),
    to: least(record.to, said.to),
    voicemail: record.voicemail || said.voicemail,
    ...fullestRecording(record, said),
  });
}

/** The record of a single event. */
function recordOf(event: CallEvent): CallRecord {
  const answered = event.status === "answered" || (event.talkSeconds ?? 0) > 0;
  return derive({
    callId: event.callId,
    status: "started",
    startedAtMs: event.atMs,
    answeredAtMs: event.answeredAtMs ?? null,
    endedAtMs: event.endedAtMs ?? null,
    from: event.from ?? null,
    to: event.to ?? null,
    durationSeconds: event.durationSeconds ?? null,
    talkSeconds: event.talkSeconds ?? null,
    destination: null,
    recordingUrl: event.recordingUrl ?? null,
    recordingSeconds: event.recordingSeconds ?? null,
    voicemail: event.voicemail ?? false,
    digits: null,
    evidence: {
      statuses: event.status === undefined ? [] : [event.status],
      startedAtMs: event.startedAtMs ?? null,
      firstAtMs: event.atMs,
      dialled: event.destination === undefined ? {} : { [event.destination]: { answered, atMs: event.atMs } },
      given: givenBy(event),
    },
  });
}

/** Computes the fields that follow from the others. */
function derive(record: CallRecord): CallRecord {
  const destination = destinationOf(record.evidence.dialled);
  return {
    ...record,
    status: statusOf(record),
    startedAtMs: startOf(record),
    destination,
    digits: digitsOf(record.evidence.given),
  };
}

/**
 * The status that all words heard amount to.
 * - Talk time is the proof of a conversation: `completed`, whatever else was said.
 * - Somebody answered and the call is over: `completed`; unless the provider counted zero seconds of talk and says in
 *   so many words that nobody was reached (the caller gave up during the whisper).
 * - A provider calls every call that is over "completed", a missed one too: so a word for a missed call outweighs it.
 * - A message left instead of a conversation is a missed call.
 * - Nothing terminal heard: the furthest state heard.
 */
function statusOf({ talkSeconds, voicemail, evidence: { statuses } }: CallRecord): CallStatus {
  if (talkSeconds !== null && talkSeconds > 0) return "completed";
  const unheard = UNHEARD.find((status) => statuses.includes(status)) ?? (voicemail ? "missed" : undefined);
  const answered = statuses.includes("answered") && !(unheard !== undefined && talkSeconds === 0);
  const over = unheard !== undefined || statuses.includes("completed");
  if (answered) return over ? "completed" : "answered";
  if (unheard !== undefined) return unheard;
  return statuses.at(-1) ?? "started";
}

/** An explicit start; else the end less the duration, if that is earlier than the first we heard. */
function startOf({ endedAtMs, durationSeconds, evidence }: CallRecord): number {
  if (evidence.startedAtMs !== null) return evidence.startedAtMs;
  if (endedAtMs === null || durationSeconds === null) return evidence.firstAtMs;
  return Math.min(evidence.firstAtMs, endedAtMs - durationSeconds * 1000);
}

function joinDialled(a: Record<string, Dialled>, b: Record<string, Dialled>): Record<string, Dialled> {
  const numbers = [...new Set([...Object.keys(a), ...Object.keys(b)])].toSorted();
  return Object.fromEntries(
    numbers.map((number) => {
      const known = [a[number], b[number]].filter((said) => said !== undefined);
      const answered = known.some((said) => said.answered);
      return [number, { answered, atMs: Math.min(...known.map((said) => said.atMs)) }];
    }),
  );
}

/** Who answered, else who was dialled last. */
function destinationOf(dialled: Record<string, Dialled>): string | null {
  const [last] = Object.entries(dialled).toSorted(
    ([x, a], [y, b]) => Number(b.answered) - Number(a.answered) || b.atMs - a.atMs || compare(y, x),
  );
  return last?.[0] ?? null;
}

type Recording = Pick<CallRecord, "recordingUrl" | "recordingSeconds">;

/** The longest recording that has an address; address and length always of the same one. */
function fullestRecording(a: Recording, b: Recording): Recording {
  const order =
    Number(a.recordingUrl !== null) - Number(b.recordingUrl !== null) ||
    (a.recordingSeconds ?? -1) - (b.recordingSeconds ?? -1) ||
    compare(a.recordingUrl, b.recordingUrl);
  const { recordingUrl, recordingSeconds } = order >= 0 ? a : b;
  return { recordingUrl, recordingSeconds };
}

/** The smaller of what is known. For texts this has no meaning but that the choice is always the same. */
function least<T extends number | string>(a: T | null, b: T | null): T | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}

function greatest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}

function compare(a: string | null, b: string | null): number {
  if (a === b) return 0;
  return (a ?? "") < (b ?? "") ? -1 : 1;
}
