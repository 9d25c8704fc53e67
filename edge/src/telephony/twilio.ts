/**
 * Twilio Programmable Voice: forms signed with the account's auth token, answered in TwiML.
 * https://www.twilio.com/docs/voice/twiml
 */
import { requireSecret } from "./formats/secret.ts";
import { signForm, verifySignedUrl } from "./formats/signed-url.ts";
import { callbackUrl, twiml } from "./formats/twiml.ts";
import { parseTwiml } from "./formats/twiml-webhook.ts";
import type { AnswerContext, Secrets, TelephonyAdapter, TestCall } from "./types.ts";

const SIGNATURE = "x-twilio-signature";
/** Account of played calls. */
const TEST_ACCOUNT = `AC${"0".repeat(32)}`;
/** A played call rings for so long, seconds. */
const RING_SECONDS = 4;

export const twilio: TelephonyAdapter = {
  name: "twilio",
  secrets: [
    {
      name: "authToken",
      label: "Auth token of the account or subaccount that owns the numbers",
      check: (value) => (/^\S{8,128}$/.test(value) ? undefined : "8 to 128 characters without spaces"),
    },
  ],
  verify: async (webhook, secrets) =>
    verifySignedUrl(webhook, webhook.headers.get(SIGNATURE), requireSecret(secrets, "authToken")),
  parse: parseTwiml,
  answer: twiml,
  testCallId: (hex) => `CA${hex}`,
  play,
};

/** A step of a played call: path after the connection, and the parameters that differ from step to step. */
type Step = [url: string, parameters: Record<string, string>];

async function play(call: TestCall, context: AnswerContext, secrets: Secrets, nowMs: number): Promise<Request[]> {
  const token = requireSecret(secrets, "authToken");
  const steps = call.outcome === "answered" ? answeredSteps(call, context) : missedSteps(call, context);
  return Promise.all(
    steps.map(async ([url, parameters], index) => {
      const at = new Date(nowMs + index * 1000).toUTCString().replace("GMT", "+0000");
      const form = new URLSearchParams({
        AccountSid: TEST_ACCOUNT,
        ApiVersion: "2010-04-01",
        Timestamp: at,
        ...parameters,
      });
      const headers = { [SIGNATURE]: await signForm(url, form, token) };
      return new Request(url, { method: "POST", headers, body: form });
    }),
  );
}

function answeredSteps(call: TestCall, context: AnswerContext): Step[] {
  const talk = String(call.talkSeconds);
  const recording = {
    RecordingSid: `RE${call.callId.slice(2)}`,
    RecordingUrl: `https://api.twilio.com/2010-04-01/Accounts/${TEST_ACCOUNT}/Recordings/RE${call.callId.slice(2)}`,
  };
  const { RecordingUrl } = recording;
  return [
    incoming(call, context),
    leg(call, context, "ringing"),
    leg(call, context, "in-progress"),
    dialled(call, context, 0, {
      DialCallStatus: "completed",
      DialCallDuration: talk,
      DialBridged: "true",
      RecordingUrl,
    }),
    ended(call, context, call.talkSeconds + RING_SECONDS),
    [
      callbackUrl(context, "recording"),
      {
        CallSid: call.callId,
        ...recording,
        RecordingStatus: "completed",
        RecordingDuration: talk,
        RecordingChannels: "2",
      },
    ],
  ];
}

/** Nobody picks up at the first destination, nor at the second if there is one. */
function missedSteps(call: TestCall, context: AnswerContext): Step[] {
  return [
    incoming(call, context),
    leg(call, context, "ringing"),
    dialled(call, context, 0, { DialCallStatus: "no-answer" }),
    dialled(call, context, 1, { DialCallStatus: "no-answer" }),
    ended(call, context, RING_SECONDS),
  ];
}

function parties(call: TestCall): Record<string, string> {
  return {
    CallSid: call.callId,
    From: call.from,
    To: call.to,
    Caller: call.from,
    Called: call.to,
    Direction: "inbound",
  };
}

function incoming(call: TestCall, context: AnswerContext): Step {
  return [context.baseUrl, { ...parties(call), CallStatus: "ringing" }];
}

function leg(call: TestCall, context: AnswerContext, status: string): Step {
  const parameters = {
    CallSid: `CA1${call.callId.slice(3)}`,
    ParentCallSid: call.callId,
    From: call.from,
    To: call.destination,
    Direction: "outbound-dial",
    CallStatus: status,
    CallbackSource: "call-progress-events",
  };
  return [callbackUrl(context, "leg"), parameters];
}

function dialled(call: TestCall, context: AnswerContext, attempt: number, outcome: Record<string, string>): Step {
  const url = callbackUrl(context, "dial", { attempt: String(attempt), dialled: call.destination });
  return [url, { ...parties(call), CallStatus: "in-progress", ...outcome }];
}

function ended(call: TestCall, context: AnswerContext, durationSeconds: number): Step {
  const parameters = {
    ...parties(call),
    CallStatus: "completed",
    CallDuration: String(durationSeconds),
    CallbackSource: "call-progress-events",
    SequenceNumber: "0",
  };
  return [callbackUrl(context, "status"), parameters];
}
