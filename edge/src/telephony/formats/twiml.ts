/**
 * A plan as TwiML. Callbacks carry the called number and what was dialled in their query, because the payloads of some
 * of them name only the other end. https://www.twilio.com/docs/voice/twiml
 */
import type { DialPlan, GatherPlan } from "../../core/plan.ts";
import type { Answer, AnswerContext, Plan } from "../types.ts";
import { document, element, type Xml } from "./xml.ts";

/** Longest message that a caller can leave, seconds. */
const VOICEMAIL_SECONDS = 180;
const CONTENT_TYPE = "text/xml; charset=utf-8";

export function twiml(plan: Plan, context: AnswerContext): Answer {
  const body = document(element("Response", {}, ...verbs(plan, context)));
  return { status: 200, contentType: CONTENT_TYPE, body };
}

/** Address of a callback. */
export function callbackUrl(context: AnswerContext, step: string, more: Record<string, string> = {}): string {
  const fields = Object.entries({ ...(context.to === "" ? {} : { to: context.to }), ...more });
  const query = fields.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
  return `${context.baseUrl}/${step}${query === "" ? "" : `?${query}`}`;
}

function verbs(plan: Plan, context: AnswerContext): Xml[] {
  switch (plan.kind) {
    case "dial":
      return [dial(plan, context)];
    case "gather":
      // Without input the document goes on: the phone rings without our being asked again.
      return [gather(plan, context), dial(plan.otherwise, context)];
    case "voicemail":
      return [element("Say", {}, plan.greeting), record(context), element("Hangup", {})];
    case "whisper":
      return plan.text === "" ? [] : [element("Say", {}, plan.text)];
    case "hangup":
      return [element("Hangup", {})];
    case "reject":
      return [element("Reject", { reason: "busy" })];
    case "nothing":
      return [];
  }
}

function gather(plan: GatherPlan, context: AnswerContext): Xml {
  const attributes = {
    action: callbackUrl(context, "gather"),
    input: "dtmf",
    numDigits: plan.digits,
    finishOnKey: "#",
    timeout: plan.timeoutSeconds,
  };
  return element("Gather", attributes, element("Say", {}, plan.prompt));
}

function dial(plan: DialPlan, context: AnswerContext): Xml {
  const number = element(
    "Number",
    {
      url: plan.whisper === "" ? undefined : callbackUrl(context, "whisper"),
      statusCallback: callbackUrl(context, "leg"),
      statusCallbackEvent: "ringing answered",
    },
    plan.number,
  );
  const attributes = {
    action: callbackUrl(context, "dial", { attempt: String(plan.attempt), dialled: plan.number }),
    timeout: plan.timeoutSeconds,
    // The caller hears the real ring, and the call is not answered before somebody picks up.
    answerOnBridge: true,
    record: plan.record ? "record-from-answer-dual" : undefined,
    recordingStatusCallback: plan.record ? callbackUrl(context, "recording") : undefined,
  };
  return element("Dial", attributes, number);
}

function record(context: AnswerContext): Xml {
  return element("Record", {
    action: callbackUrl(context, "voicemail"),
    maxLength: VOICEMAIL_SECONDS,
    playBeep: true,
    recordingStatusCallback: callbackUrl(context, "recording", { voicemail: "1" }),
  });
}
