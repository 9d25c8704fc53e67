/**
 * Reads the webhooks of providers that speak TwiML (Twilio's parameter names). What a webhook is about is told by its
 * content, so that all of the provider's settings may hold the same URL; only the steps that look alike (`whisper`,
 * `voicemail`, `gather`) are told by the URL. https://www.twilio.com/docs/usage/webhooks/voice-webhooks
 */
import type { CallEvent, CallStatus } from "../../core/call.ts";
import type { Parsed, ParsedWebhook, Webhook } from "../types.ts";
import { readE164 } from "./e164.ts";
import { bodyText, FORM, flatFields, formFields, isKeys, jsonObject, mediaType, said, seconds } from "./fields.ts";

/** How a call can end, in Twilio's words. */
const FINAL: ReadonlyMap<string, CallStatus> = new Map([
  ["completed", "completed"],
  ["busy", "busy"],
  ["failed", "failed"],
  ["no-answer", "missed"],
  ["canceled", "cancelled"],
]);
/** Numbers that stand for the words ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN and UNAVAILABLE, on a phone's keys. */
const WITHHELD = new Set(["+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253"]);
const MAX_ID = 128;

export function parseTwiml(webhook: Webhook, nowMs: number): Parsed {
  const isJson = webhook.method === "POST" && mediaType(webhook.headers) !== FORM && webhook.body.byteLength > 0;
  const object = isJson ? jsonObject(bodyText(webhook)) : undefined;
  if (isJson && object === undefined) return { ok: false, problem: { path: "", message: "Not a JSON object" } };
  const fields = object === undefined ? formFields(webhook) : flatFields(object);
  const kind = kindOf(fields, webhook.step);
  const { event, ...waiting } = readers[kind](fields, new URL(webhook.url).searchParams, nowMs);
  if (event !== null && (event.callId === "" || event.callId.length > MAX_ID)) {
    const path = kind === "leg" ? "ParentCallSid" : "CallSid";
    const problem = { path, message: `Expected 1 to ${MAX_ID} characters` };
    return { ok: false, problem, ...(waiting.expects === "nothing" ? {} : { webhook: { event: null, ...waiting } }) };
  }
  return { ok: true, webhook: { event, ...waiting } };
}

type Kind = "incoming" | "gather" | "dial" | "leg" | "whisper" | "voicemail" | "recording" | "status" | "outgoing";

function kindOf(fields: URLSearchParams, step: string): Kind {
  if (step === "whisper" || step === "voicemail" || step === "gather") return step;
  if (fields.has("RecordingStatus")) return "recording";
  if (step === "dial" || fields.has("DialCallStatus")) return "dial";
  if (step === "leg" || fields.has("ParentCallSid")) return "leg";
  if (fields.get("Direction")?.startsWith("outbound")) return "outgoing";
  if (fields.has("CallbackSource") || FINAL.has(get(fields, "CallStatus"))) return "status";
  return "incoming";
}

type Reader = (fields: URLSearchParams, query: URLSearchParams, nowMs: number) => ParsedWebhook;

const readers: Record<Kind, Reader> = {
  incoming: (fields, query, nowMs) => {
    const to = called(fields, query);
    const event = said<CallEvent>({
      ...base(fields, nowMs),
      status: "ringing",
      to: to ?? undefined,
      startedAtMs: nowMs,
    });
    return { event, expects: "route", to };
  },

  gather: (fields, query, nowMs) => {
    const to = called(fields, query);
    const digits = get(fields, "Digits");
    const event = said<CallEvent>({
      ...base(fields, nowMs),
      to: to ?? undefined,
      digits: isKeys(digits) ? digits : undefined,
    });
    return { event, expects: "after-gather", to };
  },

  dial: (fields, query, nowMs) => {
    const to = called(fields, query);
    const leg = get(fields, "DialCallStatus");
    const bridged = get(fields, "DialBridged") !== "false";
    const answered = (leg === "completed" || leg === "answered") && bridged;
    // While the caller waits, their own leg is not over.
    const gone = !answered && (leg === "canceled" || FINAL.has(get(fields, "CallStatus")));
    const unanswered = gone ? "cancelled" : (FINAL.get(leg) ?? "failed");
    const event = said<CallEvent>({
      ...base(fields, nowMs),
      to: to ?? undefined,
      status: answered ? "completed" : unanswered === "completed" ? "missed" : unanswered,
      talkSeconds: answered ? seconds(fields.get("DialCallDuration")) : bridged ? undefined : 0,
      destination: readE164(get(query, "dialled")),
      recordingUrl: url(fields.get("RecordingUrl")),
    });
    const attempt = Number(get(query, "attempt")) || 0;
    return { event, expects: "after-dial", to, dial: { attempt, answered, gone } };
  },

  // The dialled leg. Its end is told by `dial`, which knows whether the two were joined.
  leg: (fields, query, nowMs) => {
    const status = get(fields, "CallStatus");
    const answered = status === "in-progress" || status === "answered";
    const atMs = timestamp(fields, nowMs);
    const to = readE164(get(query, "to")) ?? null;
    const event = said<CallEvent>({
      callId: get(fields, "ParentCallSid"),
      atMs,
      to: to ?? undefined,
      status: answered ? "answered" : status === "ringing" ? "ringing" : undefined,
      answeredAtMs: answered ? atMs : undefined,
      destination: readE164(get(fields, "To")),
    });
    return { event, expects: "nothing", to };
  },

  whisper: (_, query) => ({ event: null, expects: "whisper", to: readE164(get(query, "to")) ?? null }),

  voicemail: (fields, query, nowMs) => {
    const to = called(fields, query);
    const event = said<CallEvent>({
      ...base(fields, nowMs),
      to: to ?? undefined,
      endedAtMs: nowMs,
      ...recording(fields, true),
    });
    return { event, expects: "nothing", to };
  },

  recording: (fields, query, nowMs) => {
    const to = readE164(get(query, "to")) ?? null;
    if (get(fields, "RecordingStatus") !== "completed") return { event: null, expects: "nothing", to };
    const event = said<CallEvent>({
      callId: get(fields, "CallSid"),
      atMs: nowMs,
      to: to ?? undefined,
      ...recording(fields, query.has("voicemail")),
    });
    return { event, expects: "nothing", to };
  },

  status: (fields, query, nowMs) => {
    const to = called(fields, query);
    const atMs = timestamp(fields, nowMs);
    const status = FINAL.get(get(fields, "CallStatus"));
    const event = said<CallEvent>({
      ...base(fields, atMs),
      to: to ?? undefined,
      status,
      endedAtMs: status === undefined ? undefined : atMs,
      durationSeconds: seconds(fields.get("CallDuration")),
    });
    return { event, expects: "nothing", to };
  },

  outgoing: () => ({ event: null, expects: "nothing", to: null }),
};

function get(fields: URLSearchParams, name: string): string {
  return fields.get(name) ?? "";
}

/** What every payload of the caller's own leg has. */
function base(fields: URLSearchParams, atMs: number): Pick<CallEvent, "callId" | "atMs"> & { from: string | null } {
  const from = readE164(get(fields, "From"));
  return { callId: get(fields, "CallSid"), atMs, from: from === undefined || WITHHELD.has(from) ? null : from };
}

/** The called number of ours: as reported, else as our own callback URL carries it. */
function called(fields: URLSearchParams, query: URLSearchParams): string | null {
  return readE164(get(query, "to")) ?? readE164(get(fields, "To")) ?? null;
}

function recording(fields: URLSearchParams, voicemail: boolean) {
  const recordingSeconds = seconds(fields.get("RecordingDuration"));
  const left = voicemail && recordingSeconds !== 0;
  return { recordingUrl: url(fields.get("RecordingUrl")), recordingSeconds, voicemail: left ? true : undefined };
}

function url(value: string | null): string | undefined {
  return value !== null && value.length <= 2048 && /^https?:\/\//.test(value) ? value : undefined;
}

/** When it happened, by Twilio's clock (RFC 2822, to the second). */
function timestamp(fields: URLSearchParams, nowMs: number): number {
  return Date.parse(get(fields, "Timestamp")) || nowMs;
}
