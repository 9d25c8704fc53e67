/**
 * A call, from the provider's first webhook to the last. `mergeCall` joins events so that the record depends only on
 * the set of events, not on how often or in which order they came (W1): every field is joined by a rule that is
 * commutative and idempotent. Never decides whose call it is; that is `resolve.ts`.
 */

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
  /** Keys pressed in an IVR. */
  digits?: string;
}
