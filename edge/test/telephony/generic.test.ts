/** What only the generic adapter does: its own JSON, as documented. Signatures are checked against the reference library. */
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { standardHeaders } from "../../src/telephony/formats/standard-webhooks.ts";
import { generic } from "../../src/telephony/generic.ts";
import { genericSamples, signedEvent } from "./samples/generic.ts";
import { BASE_URL, webhookOf } from "./webhook-of.ts";

const NOW = 1_760_000_000_000;
const DATA = { call_id: "pbx-1", from: "+447700900123", to: "+442079460100", direction: "inbound" };

const parse = async (event: unknown) => generic.parse(await webhookOf(signedEvent(BASE_URL, event, NOW)), NOW);

describe("events", () => {
  it("reads every documented field", async () => {
    const data = {
      ...DATA,
      status: "answered",
      started_at: "2025-10-09T08:53:20Z",
      answered_at: "2025-10-09T10:53:24+02:00",
      ended_at: "2025-10-09T08:54:06.500Z",
      duration: 46,
      talk_seconds: "42",
      destination: "442079460990",
      recording_url: "https://pbx.example/1.wav",
      recording_seconds: 42,
      digits: "12#",
      voicemail: false,
    };
    expect(await parse({ type: "call.completed", timestamp: "2025-10-09T08:54:07Z", data })).toEqual({
      ok: true,
      webhook: {
        expects: "nothing",
        to: DATA.to,
        event: {
          callId: "pbx-1",
          atMs: NOW + 47_000,
          status: "completed",
          from: DATA.from,
          to: DATA.to,
          startedAtMs: NOW,
          answeredAtMs: NOW + 4000,
          endedAtMs: NOW + 46_500,
          durationSeconds: 46,
          talkSeconds: 42,
          destination: "+442079460990",
          recordingUrl: "https://pbx.example/1.wav",
          recordingSeconds: 42,
          digits: "12#",
        },
      },
    });
  });

  it.each([
    ["", "[]"],
    ["", "no json"],
    ["type", { type: "call.exploded", data: DATA }],
    ["type", { data: DATA }],
    ["timestamp", { type: "call.ringing", timestamp: "yesterday", data: DATA }],
    ["data.call_id", { type: "call.ringing", data: {} }],
    ["data.call_id", { type: "call.ringing" }],
    ["data.call_id", { type: "call.ringing", data: { ...DATA, call_id: { toString: 1 } } }],
    ["data.from", { type: "call.ringing", data: { ...DATA, from: ["+447700900123"] } }],
    ["data.to", { type: "call.ringing", data: { ...DATA, to: "020 7946 0100" } }],
    ["data.status", { type: "call.completed", data: { ...DATA, status: "constructor" } }],
    ["data.duration", { type: "call.completed", data: { ...DATA, duration: -1 } }],
    ["data.ended_at", { type: "call.completed", data: { ...DATA, ended_at: 5 } }],
    ["data.recording_url", { type: "call.recording", data: { ...DATA, recording_url: "file:///etc/passwd" } }],
    ["data.digits", { type: "call.ringing", data: { ...DATA, digits: "one" } }],
  ])("names %s as what is wrong", async (path, event) => {
    expect(await parse(event)).toEqual({ ok: false, problem: { path, message: expect.any(String) } });
  });

  it("W3 an arriving call with a bad field is put through, and recorded without that field", async () => {
    const parsed = await parse({ type: "call.started", data: { ...DATA, to: "020 7946 0100" } });
    expect(parsed).toMatchObject({
      ok: false,
      problem: { path: "data.to" },
      webhook: { expects: "route", to: null, event: { callId: "pbx-1", from: DATA.from } },
    });
  });

  it("asks what next when nobody answered", async () => {
    const parsed = await parse({ type: "call.unanswered", data: { ...DATA, attempt: 1, status: "busy" } });
    expect(parsed).toMatchObject({
      ok: true,
      webhook: { expects: "after-dial", dial: { attempt: 1, answered: false, gone: false }, event: { status: "busy" } },
    });
  });

  it("takes the time of the signature when the event has none: within its second, not after receipt", async () => {
    const webhook = await webhookOf(signedEvent(BASE_URL, { type: "call.answered", data: DATA }, NOW));
    const answeredAt = (nowMs: number) => {
      const parsed = generic.parse(webhook, nowMs);
      return parsed.ok ? parsed.webhook.event?.answeredAtMs : undefined;
    };
    expect([NOW + 400, NOW + 90_000].map(answeredAt)).toEqual([NOW + 400, NOW + 999]);
  });

  it("takes the event's own time over that of the signature", async () => {
    const timestamp = "2025-10-09T08:00:00.250Z";
    expect(await parse({ type: "call.answered", timestamp, data: DATA })).toMatchObject({
      webhook: { event: { answeredAtMs: Date.parse(timestamp) } },
    });
  });
});

describe("answers", () => {
  it("are the documented JSON", () => {
    const answer = (plan: Parameters<typeof generic.answer>[0]) =>
      JSON.parse(generic.answer(plan, { baseUrl: BASE_URL, to: DATA.to }).body) as unknown;
    expect(
      answer({ kind: "dial", number: "+442079460990", timeoutSeconds: 25, record: true, whisper: "Hi", attempt: 0 }),
    ).toEqual({ action: "dial", number: "+442079460990", timeout: 25, record: true, whisper: "Hi", attempt: 0 });
    expect(answer({ kind: "voicemail", greeting: "Hello" })).toEqual({ action: "voicemail", greeting: "Hello" });
    expect(answer({ kind: "hangup" })).toEqual({ action: "hangup" });
    expect(answer({ kind: "reject" })).toEqual({ action: "reject" });
    expect(answer({ kind: "nothing" })).toEqual({ ok: true });
  });
});

it("W2 signs as the reference library does", async () => {
  const secret = genericSamples.secrets.secret ?? "";
  const nowMs = Date.now();
  const headers = await standardHeaders("msg_7", nowMs, '{"ї":1}', secret);
  expect(new Webhook(secret).verify('{"ї":1}', headers)).toEqual({ ї: 1 });
});
