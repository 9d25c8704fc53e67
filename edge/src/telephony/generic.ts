/**
 * Any PBX that can make an HTTP request: JSON events signed as Standard Webhooks, answered in a small JSON of our own.
 * `docs/telephony/generic.md` is the contract; what it names may be relied on by users.
 */
import type { CallEvent, CallStatus } from "../core/call.ts";
import type { Expects, Plan, Waiting } from "../core/plan.ts";
import { readE164 } from "./formats/e164.ts";
import { bodyText, isKeys, isObject, jsonObject, said, seconds } from "./formats/fields.ts";
import { requireSecret } from "./formats/secret.ts";
import { checkSecret, standardHeaders, verifyStandard } from "./formats/standard-webhooks.ts";
import type {
  Answer,
  AnswerContext,
  Parsed,
  ParseProblem,
  Secrets,
  TelephonyAdapter,
  TestCall,
  Webhook,
} from "./types.ts";

const MAX_ID = 128;
const MAX_URL = 2048;

/** What each type of event says of the call, and what its sender waits for. */
const TYPES: ReadonlyMap<string, { status?: CallStatus; expects: Expects }> = new Map([
  ["call.started", { status: "ringing", expects: "route" }],
  ["call.digits", { expects: "after-gather" }],
  ["call.ringing", { status: "ringing", expects: "nothing" }],
  ["call.answered", { status: "answered", expects: "nothing" }],
  ["call.unanswered", { status: "missed", expects: "after-dial" }],
  ["call.completed", { status: "completed", expects: "nothing" }],
  ["call.recording", { expects: "nothing" }],
]);

/** `data.status` of an event that ends a call or a dialled leg. */
const OUTCOMES: ReadonlyMap<unknown, CallStatus> = new Map([
  ["answered", "completed"],
  ["completed", "completed"],
  ["missed", "missed"],
  ["busy", "busy"],
  ["failed", "failed"],
  ["cancelled", "cancelled"],
]);

export const generic: TelephonyAdapter = {
  name: "generic",
  secrets: [{ name: "secret", label: "Signing secret (whsec_…)", check: checkSecret }],
  verify: async (webhook, secrets, nowMs) => verifyStandard(webhook, requireSecret(secrets, "secret"), nowMs),
  parse,
  answer,
  testCallId: (hex) => `test-${hex}`,
  play,
};

function parse(webhook: Webhook, nowMs: number): Parsed {
  const message = jsonObject(bodyText(webhook));
  if (message === undefined) return refuse("", "Not a JSON object");
  const type = text(message.type);
  const meaning = TYPES.get(type);
  if (meaning === undefined) return refuse("type", `Expected one of ${[...TYPES.keys()].join(", ")}`);
  const data = isObject(message.data) ? message.data : {};
  if (typeof data.direction === "string" && data.direction.startsWith("out")) {
    return { ok: true, webhook: { event: null, expects: "nothing", to: null } };
  }
  const atMs = time(message.timestamp) ?? signedAt(webhook, nowMs);
  const problem = check(message, data);
  const event = problem?.path === "data.call_id" ? null : eventOf(type, data, atMs);
  const read = { event, ...waitingFor(meaning.expects, data) };
  if (problem === undefined) return { ok: true, webhook: read };
  return { ok: false, problem, ...(meaning.expects === "nothing" ? {} : { webhook: read }) };
}

/** When the event was signed. That is told to the second; it was within it, and before we got it. */
function signedAt(webhook: Webhook, nowMs: number): number {
  const second = Number(webhook.headers.get("webhook-timestamp"));
  return Math.min(second * 1000 + 999 || nowMs, nowMs);
}

function refuse(path: string, message: string): Parsed {
  return { ok: false, problem: { path, message } };
}

function waitingFor(expects: Expects, data: Record<string, unknown>): Waiting {
  const to = readE164(text(data.to)) ?? null;
  if (expects !== "after-dial") return { expects, to };
  const attempt = typeof data.attempt === "number" ? data.attempt : 0;
  return { expects, to, dial: { attempt, answered: false, gone: data.status === "cancelled" } };
}

/** The fields that must be right, and what each must be. */
const CHECKS: [field: string, required: boolean, test: (value: unknown) => boolean, expected: string][] = [
  ["call_id", true, (value) => text(value) !== "" && text(value).length <= MAX_ID, `1 to ${MAX_ID} characters`],
  ["from", false, (value) => typeof value === "string" || typeof value === "number", "a text, or null when withheld"],
  ["to", false, (value) => readE164(text(value)) !== undefined, "a number in E.164"],
  ["status", false, (value) => OUTCOMES.has(value), `one of ${[...OUTCOMES.keys()].join(", ")}`],
  ["started_at", false, (value) => time(value) !== undefined, "a time in ISO 8601"],
  ["answered_at", false, (value) => time(value) !== undefined, "a time in ISO 8601"],
  ["ended_at", false, (value) => time(value) !== undefined, "a time in ISO 8601"],
  ["duration", false, (value) => seconds(value) !== undefined, "seconds"],
  ["talk_seconds", false, (value) => seconds(value) !== undefined, "seconds"],
  ["destination", false, (value) => readE164(text(value)) !== undefined, "a number in E.164"],
  ["recording_url", false, (value) => isUrl(value), `an http(s) URL of at most ${MAX_URL} characters`],
  ["recording_seconds", false, (value) => seconds(value) !== undefined, "seconds"],
  ["voicemail", false, (value) => typeof value === "boolean", "true or false"],
  ["digits", false, (value) => value === "" || isKeys(value), "keys pressed"],
];

function check(message: Record<string, unknown>, data: Record<string, unknown>): ParseProblem | undefined {
  if (message.timestamp !== undefined && time(message.timestamp) === undefined) {
    return { path: "timestamp", message: "Expected a time in ISO 8601" };
  }
  for (const [field, required, test, expected] of CHECKS) {
    const value = data[field] ?? undefined;
    if (value === undefined ? required : !test(value))
      return { path: `data.${field}`, message: `Expected ${expected}` };
  }
  return undefined;
}

function eventOf(type: string, data: Record<string, unknown>, atMs: number): CallEvent {
  const ends = type === "call.completed";
  const over = ends || type === "call.unanswered";
  const answeredAtMs = time(data.answered_at) ?? (type === "call.answered" ? atMs : undefined);
  return said<CallEvent>({
    callId: text(data.call_id),
    atMs,
    status: (over ? OUTCOMES.get(data.status) : undefined) ?? TYPES.get(type)?.status,
    from: data.from === undefined && type !== "call.started" ? undefined : (readE164(text(data.from)) ?? null),
    to: readE164(text(data.to)),
    startedAtMs: time(data.started_at) ?? (type === "call.started" ? atMs : undefined),
    answeredAtMs,
    endedAtMs: time(data.ended_at) ?? (ends ? atMs : undefined),
    durationSeconds: seconds(data.duration ?? ""),
    talkSeconds: seconds(data.talk_seconds ?? ""),
    destination: readE164(text(data.destination)),
    recordingUrl: isUrl(data.recording_url) ? data.recording_url : undefined,
    recordingSeconds: seconds(data.recording_seconds ?? ""),
    voicemail: data.voicemail === true ? true : undefined,
    digits: isKeys(data.digits) ? data.digits : undefined,
  });
}

function text(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function time(value: unknown): number | undefined {
  return typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) || undefined : undefined;
}

function isUrl(value: unknown): value is string {
  return typeof value === "string" && value.length <= MAX_URL && /^https?:\/\//.test(value);
}

function answer(plan: Plan): Answer {
  return { status: 200, contentType: "application/json", body: JSON.stringify(reply(plan)) };
}

function reply(plan: Plan): Record<string, unknown> {
  switch (plan.kind) {
    case "dial": {
      const { number, timeoutSeconds: timeout, record, whisper, attempt } = plan;
      return { action: "dial", number, timeout, record, whisper, attempt };
    }
    case "gather": {
      const { prompt, digits, timeoutSeconds: timeout, otherwise } = plan;
      return { action: "gather", prompt, digits, timeout, otherwise: reply(otherwise) };
    }
    case "voicemail":
      return { action: "voicemail", greeting: plan.greeting };
    case "whisper":
      return { action: "whisper", text: plan.text };
    case "hangup":
    case "reject":
      return { action: plan.kind };
    case "nothing":
      return { ok: true };
  }
}

async function play(call: TestCall, context: AnswerContext, secrets: Secrets, nowMs: number): Promise<Request[]> {
  const secret = requireSecret(secrets, "secret");
  const common = { call_id: call.callId, from: call.from, to: call.to, direction: "inbound" };
  const { destination, talkSeconds } = call;
  const recording_url = `https://pbx.example/recordings/${call.callId}.wav`;
  const steps: [type: string, data: Record<string, unknown>][] =
    call.outcome === "answered"
      ? [
          ["call.started", {}],
          ["call.ringing", { destination }],
          ["call.answered", { destination }],
          ["call.completed", { status: "answered", duration: talkSeconds + 4, talk_seconds: talkSeconds }],
          ["call.recording", { recording_url, recording_seconds: talkSeconds }],
        ]
      : [
          ["call.started", {}],
          ["call.ringing", { destination }],
          ["call.unanswered", { destination, attempt: 0 }],
          ["call.unanswered", { destination, attempt: 1 }],
          ["call.completed", { status: "missed", duration: 4 }],
        ];
  return Promise.all(
    steps.map(async ([type, data], index) => {
      const atMs = nowMs + index * 1000;
      const body = JSON.stringify({ type, timestamp: new Date(atMs).toISOString(), data: { ...common, ...data } });
      const signed = await standardHeaders(`${call.callId}-${index}`, atMs, body, secret);
      return new Request(context.baseUrl, {
        method: "POST",
        headers: { "content-type": "application/json", ...signed },
        body,
      });
    }),
  );
}
