/**
 * What a telephony adapter is. Raw bytes in, our own `CallEvent` out, and a routing plan back in the provider's format.
 * An adapter does no I/O: no D1, no Durable Object, no `fetch`. The clock is passed in.
 */
import type { CallEvent } from "../core/call.ts";
import type { Plan, Waiting } from "../core/plan.ts";

export type { Plan };

/** A webhook as received: the body is read once, as bytes, and verified as bytes. */
export interface Webhook {
  method: string;
  /** The public URL as the provider called it. */
  url: string;
  headers: Headers;
  body: Uint8Array<ArrayBuffer>;
  /** Last path segment after the connection, empty for the incoming call: `dial`, `status`, `recording`, … */
  step: string;
}

/** Secrets of a connection by name, decrypted: `{ authToken: "…" }`. */
export type Secrets = Readonly<Record<string, string>>;

/** Why a webhook is refused. `missing` and `malformed` answer 401, the rest 403. */
export type Refusal = "missing" | "malformed" | "mismatch" | "stale";
export type Verification = { ok: true } | { ok: false; reason: Refusal };

/** A verified webhook as read. */
export interface ParsedWebhook extends Waiting {
  /** What it says about the call; `null` when it says nothing that we keep. */
  event: CallEvent | null;
}

/** A payload that is signed correctly but cannot be read: answered 422 with the field, never 5xx. */
export interface ParseProblem {
  /** The provider's name of the field. */
  path: string;
  message: string;
}
export type Parsed =
  | { ok: true; webhook: ParsedWebhook }
  /** With `webhook`, somebody is on the line: what could be read is used, and the problem only logged (W3). */
  | { ok: false; problem: ParseProblem; webhook?: ParsedWebhook | undefined };

/** What an adapter needs to write callback URLs into its answer. */
export interface AnswerContext {
  /** `https://host/hooks/twilio/demo-twilio`: callbacks are this plus `/step`. */
  baseUrl: string;
  /** The called number of ours, E.164, so that callbacks that do not repeat it can carry it; empty when unknown. */
  to: string;
}

export interface Answer {
  status: number;
  contentType: string;
  body: string;
}

/** A secret the operator gives when making a connection. */
export interface SecretField {
  name: string;
  label: string;
  /** Says what is wrong with a value, or nothing. */
  check: (value: string) => string | undefined;
}

/** One telephony provider. */
export interface TelephonyAdapter {
  name: string;
  secrets: readonly SecretField[];
  /** Checks the signature over the raw bytes, in constant time. */
  verify(webhook: Webhook, secrets: Secrets, nowMs: number): Promise<Verification>;
  /** Reads a verified webhook. */
  parse(webhook: Webhook, nowMs: number): Parsed;
  answer(plan: Plan, context: AnswerContext): Answer;
  /** The id of a test call, as the provider would write it, from 32 random hex digits. */
  testCallId(hex: string): string;
  /** The signed webhooks of a whole call, in order, a second apart, for test calls through the real path. */
  play(call: TestCall, context: AnswerContext, secrets: Secrets, nowMs: number): Promise<Request[]>;
}

/** A call to play through the real webhook path. */
export interface TestCall {
  callId: string;
  from: string;
  to: string;
  /** Who is dialled, E.164. */
  destination: string;
  /** `answered` has a conversation and a recording; `missed` nobody picks up. */
  outcome: "answered" | "missed";
  talkSeconds: number;
}
