/** What only Twilio does: the TwiML, and telling by content what a webhook is about. */
import { describe, expect, it } from "vitest";
import { defaultRoute, planFor } from "../../src/core/plan.ts";
import { twilio } from "../../src/telephony/twilio.ts";
import { elements, readXml } from "./samples/read-xml.ts";
import { signedForm } from "./samples/twilio.ts";
import { BASE_URL, webhookOf } from "./webhook-of.ts";

const NOW = 1_760_000_000_000;
const TO = "+442079460100";
const CONTEXT = { baseUrl: BASE_URL, to: TO };
const PARTIES = { CallSid: "CA1", From: "+447700900123", To: TO, Direction: "inbound" };
const END = {
  CallbackSource: "call-progress-events",
  Timestamp: "Thu, 09 Oct 2025 08:54:01 +0000",
  CallDuration: "41",
};

async function parse(path: string, fields: Record<string, string>) {
  const parsed = twilio.parse(await webhookOf(signedForm(BASE_URL + path, Object.entries(fields))), NOW);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problem));
  return parsed.webhook;
}

describe("TwiML", () => {
  const dial = {
    kind: "dial",
    number: "+442079460990",
    timeoutSeconds: 20,
    record: true,
    whisper: "Hi",
    attempt: 0,
  } as const;

  it("dials with the caller's ring, both sides recorded, and callbacks that carry the called number", () => {
    const { contentType, body } = twilio.answer(dial, CONTEXT);
    expect(contentType).toMatch(/^text\/xml/);
    const root = readXml(body);
    expect(elements(root, "Dial")[0]?.attributes).toEqual({
      action: `${BASE_URL}/dial?to=%2B442079460100&attempt=0&dialled=%2B442079460990`,
      timeout: "20",
      answerOnBridge: "true",
      record: "record-from-answer-dual",
      recordingStatusCallback: `${BASE_URL}/recording?to=%2B442079460100`,
    });
    expect(elements(root, "Number")[0]?.attributes).toEqual({
      url: `${BASE_URL}/whisper?to=%2B442079460100`,
      statusCallback: `${BASE_URL}/leg?to=%2B442079460100`,
      statusCallbackEvent: "ringing answered",
    });
  });

  it("neither records nor whispers unasked", () => {
    const { body } = twilio.answer({ ...dial, record: false, whisper: "" }, CONTEXT);
    expect(body).not.toContain("record");
    expect(body).not.toContain("whisper");
  });

  it("takes a message, and hangs up when there is none", () => {
    const root = readXml(twilio.answer({ kind: "voicemail", greeting: "Leave a message" }, CONTEXT).body);
    expect(root.children.map((child) => (typeof child === "string" ? child : child.name))).toEqual([
      "Say",
      "Record",
      "Hangup",
    ]);
    expect(elements(root, "Record")[0]?.attributes.recordingStatusCallback).toContain("voicemail=1");
  });
});

describe("what a webhook is about", () => {
  it.each(["", "/status", "/anything"])("an arriving call is routed also at '%s'", async (path) => {
    expect((await parse(path, { ...PARTIES, CallStatus: "ringing" })).expects).toBe("route");
  });

  it("a call that the fallback URL took up is routed too", async () => {
    const fields = { ...PARTIES, CallStatus: "in-progress", ErrorCode: "11205", ErrorUrl: BASE_URL };
    expect((await parse("", fields)).expects).toBe("route");
  });

  it.each(["", "/status"])("the end of a call is read also at '%s'", async (path) => {
    const { event, expects } = await parse(path, { ...PARTIES, ...END, CallStatus: "completed" });
    expect(expects).toBe("nothing");
    const ended = Date.UTC(2025, 9, 9, 8, 54, 1);
    expect(event).toMatchObject({ status: "completed", endedAtMs: ended, atMs: ended, durationSeconds: 41, to: TO });
  });

  it("a dialled leg belongs to its parent, and its called number is the destination", async () => {
    const fields = {
      CallSid: "CA2",
      ParentCallSid: "CA1",
      From: PARTIES.From,
      To: "+442079460990",
      CallStatus: "in-progress",
    };
    const { event } = await parse("/leg?to=%2B442079460100", { ...fields, Direction: "outbound-dial" });
    expect(event).toMatchObject({
      callId: "CA1",
      to: TO,
      destination: "+442079460990",
      status: "answered",
      answeredAtMs: NOW,
    });
  });

  it("the end of a dialled leg says nothing of the call", async () => {
    const fields = {
      CallSid: "CA2",
      ParentCallSid: "CA1",
      To: "+442079460990",
      CallStatus: "completed",
      CallDuration: "9",
    };
    const { event } = await parse("/leg", fields);
    expect(event?.status).toBeUndefined();
    expect(event?.talkSeconds).toBeUndefined();
  });

  it.each<[string, Record<string, string>, object, object]>([
    [
      "answered",
      { DialCallStatus: "completed", DialCallDuration: "37" },
      { answered: true, gone: false },
      { status: "completed", talkSeconds: 37 },
    ],
    ["not answered", { DialCallStatus: "no-answer" }, { answered: false, gone: false }, { status: "missed" }],
    ["busy", { DialCallStatus: "busy" }, { answered: false, gone: false }, { status: "busy" }],
    ["given up by the caller", { DialCallStatus: "canceled" }, { gone: true }, { status: "cancelled" }],
    [
      "hung up by the caller",
      { DialCallStatus: "no-answer", CallStatus: "completed" },
      { gone: true },
      { status: "cancelled" },
    ],
    [
      "given up during the whisper",
      { DialCallStatus: "completed", DialBridged: "false" },
      { answered: false },
      { status: "missed", talkSeconds: 0 },
    ],
    ["in words nobody knows", { DialCallStatus: "constructor" }, { answered: false }, { status: "failed" }],
    ["without a word", {}, { answered: false }, { status: "failed" }],
  ])("a dial %s", async (_, fields, dial, event) => {
    const webhook = await parse("/dial?to=%2B442079460100&attempt=1&dialled=%2B442079460991", {
      ...PARTIES,
      CallStatus: "in-progress",
      ...fields,
    });
    expect(webhook).toMatchObject({ expects: "after-dial", to: TO, dial: { attempt: 1, ...dial } });
    expect(webhook.event).toMatchObject({ ...event, destination: "+442079460991" });
  });

  it("a recording of a conversation, and one of a message", async () => {
    const fields = {
      CallSid: "CA1",
      RecordingSid: "RE1",
      RecordingUrl: "https://api.twilio.com/RE1",
      RecordingDuration: "12",
    };
    const dual = await parse("/recording?to=%2B442079460100", { ...fields, RecordingStatus: "completed" });
    expect(dual.event).toMatchObject({ recordingUrl: "https://api.twilio.com/RE1", recordingSeconds: 12, to: TO });
    expect(dual.event?.voicemail).toBeUndefined();
    const message = await parse("/recording?voicemail=1", { ...fields, RecordingStatus: "completed" });
    expect(message.event?.voicemail).toBe(true);
    expect((await parse("/recording", { ...fields, RecordingStatus: "absent" })).event).toBeNull();
    const left = await parse("/voicemail?to=%2B442079460100", { ...PARTIES, ...fields, CallStatus: "in-progress" });
    expect(left.event).toMatchObject({ voicemail: true, endedAtMs: NOW, to: TO });
  });

  it("an address that is not http is no recording", async () => {
    const fields = { CallSid: "CA1", RecordingUrl: "javascript:alert(1)", RecordingStatus: "completed" };
    expect((await parse("/recording", fields)).event?.recordingUrl).toBeUndefined();
  });

  it("whisper is told by the URL, and by the called number that it carries", async () => {
    const webhook = await parse("/whisper?to=%2B442079460100", {
      ...PARTIES,
      To: "+442079460990",
      ParentCallSid: "CA1",
    });
    expect(webhook).toEqual({ event: null, expects: "whisper", to: TO });
  });

  it.each(["anonymous", "+266696687", "Restricted", "", "client:bob", "sip:anonymous@anonymous.invalid"])(
    "'%s' is a withheld caller",
    async (From) => {
      expect((await parse("", { ...PARTIES, From, CallStatus: "ringing" })).event?.from).toBeNull();
    },
  );

  it("reads the number in a SIP address", async () => {
    const { event } = await parse("", { ...PARTIES, From: "sip:+447700900123@pbx.example", CallStatus: "ringing" });
    expect(event?.from).toBe("+447700900123");
  });

  it("reads a JSON body and a GET like a form", async () => {
    const body = new TextEncoder().encode(JSON.stringify({ ...PARTIES, CallStatus: "ringing", nested: { a: 1 } }));
    const json = {
      method: "POST",
      url: BASE_URL,
      headers: new Headers({ "content-type": "application/json" }),
      body,
      step: "",
    };
    const query = new URLSearchParams({ ...PARTIES, CallStatus: "ringing" });
    const get = {
      ...json,
      method: "GET",
      url: `${BASE_URL}?${query}`,
      headers: new Headers(),
      body: new Uint8Array(0),
    };
    for (const webhook of [json, get]) {
      expect(twilio.parse(webhook as never, NOW)).toMatchObject({
        ok: true,
        webhook: { event: { callId: "CA1", to: TO } },
      });
    }
  });

  it("a status without a call id cannot be used", async () => {
    const webhook = await webhookOf(signedForm(`${BASE_URL}/status`, [["CallStatus", "completed"]]));
    expect(twilio.parse(webhook, NOW)).toEqual({
      ok: false,
      problem: { path: "CallSid", message: expect.any(String) },
    });
  });
});

it("W3 an unanswered dial whose callback lost its query still finds the second destination", async () => {
  const { event: _, ...waiting } = await parse("/dial", {
    ...PARTIES,
    DialCallStatus: "no-answer",
    CallStatus: "in-progress",
  });
  const route = { ...defaultRoute("+442079460990"), secondDestination: "+442079460991" };
  expect(planFor(route, waiting)).toMatchObject({ kind: "dial", number: "+442079460991" });
});
