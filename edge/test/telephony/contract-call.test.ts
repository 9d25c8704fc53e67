/** W1 and W3 for every adapter: what is read from its webhooks, and what it answers. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CallRecord, mergeCall } from "../../src/core/call.ts";
import { defaultRoute, type Plan, planFor, settle } from "../../src/core/plan.ts";
import { ADAPTERS } from "../../src/telephony/registry.ts";
import type { AnswerContext, Parsed, ParsedWebhook, TestCall } from "../../src/telephony/types.ts";
import { SAMPLES } from "./samples/index.ts";
import { BASE_URL, webhookOf } from "./webhook-of.ts";

const NOW = 1_760_000_000_000;
const ARRIVAL = { callId: "CA1", from: "+447700900123", to: "+442079460100" };
const CONTEXT: AnswerContext = { baseUrl: BASE_URL, to: ARRIVAL.to };
const DESTINATION = "+442079460990";
const ROUTE = { ...defaultRoute(DESTINATION), whisper: "Google, brand", record: true };
const CALL: TestCall = {
  ...ARRIVAL,
  callId: `CA${"a".repeat(32)}`,
  destination: DESTINATION,
  outcome: "answered",
  talkSeconds: 42,
};

const DIAL = {
  kind: "dial",
  number: DESTINATION,
  timeoutSeconds: 25,
  record: true,
  whisper: "",
  attempt: 0,
} as const;

const MARKS = fc.constantFrom("&", "<", ">", "'", '"', "]]>", "&amp;", "<!--", "\\", "\n", "\0", "\ud800", "é");

describe.each([...ADAPTERS.values()])("$name", (adapter) => {
  const samples = SAMPLES.get(adapter.name);
  if (samples === undefined) throw new Error(`no samples of ${adapter.name}`);

  const arrives = async (change: Partial<Parameters<typeof samples.arriving>[1]>): Promise<Parsed> =>
    adapter.parse(await webhookOf(await samples.arriving(BASE_URL, { ...ARRIVAL, ...change }, NOW)), NOW);
  const read = (parsed: Parsed): ParsedWebhook => {
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problem));
    return parsed.webhook;
  };

  /** What the edge makes of one webhook, received at `atMs`. */
  const receive = async (request: Request, atMs: number) => {
    const webhook = await webhookOf(request);
    expect(await adapter.verify(webhook, samples.secrets, NOW)).toEqual({ ok: true });
    const { event, ...waiting } = read(adapter.parse(webhook, atMs));
    return event && settle(event, waiting, planFor(ROUTE, waiting));
  };

  it("reads an arriving call, with fields unknown and repeated", async () => {
    const { event, expects, to } = read(await arrives({}));
    expect(expects).toBe("route");
    expect(to).toBe(ARRIVAL.to);
    expect(event).toMatchObject({ ...ARRIVAL, startedAtMs: NOW });
    expect(["started", "ringing"]).toContain(event?.status);
  });

  it("keeps a withheld caller as such", async () => {
    expect(read(await arrives({ from: null })).event?.from).toBeNull();
  });

  it("W3 a call without an id is named as the problem, and put through all the same", async () => {
    const parsed = await arrives({ callId: null });
    expect(parsed.ok).toBe(false);
    if (parsed.ok) return;
    expect(parsed.problem.path).toBe(samples.callIdPath);
    expect(parsed.webhook).toMatchObject({ event: null, expects: "route", to: ARRIVAL.to });
  });

  it("W3 a call to nobody knows whom is put through all the same", async () => {
    const parsed = await arrives({ to: null });
    expect((parsed.ok ? parsed.webhook : parsed.webhook)?.expects).toBe("route");
  });

  it("lets outgoing calls be", async () => {
    const webhook = await webhookOf(await samples.outgoing(BASE_URL, NOW));
    expect(read(adapter.parse(webhook, NOW))).toMatchObject({ event: null, expects: "nothing" });
  });

  it("W3 a caller who is asked for a code is put through whatever they key in", async () => {
    const route = { ...ROUTE, codePrompt: "Your code, please" };
    const plan = planFor(route, read(await arrives({})));
    const asked = adapter.answer(plan, CONTEXT);
    expect(samples.asks(asked)).toBe(8);
    expect(samples.words(asked)[0]).toBe("Your code, please");
    expect(samples.dials(asked)).toBe(DESTINATION);
    for (const digits of ["12340", "99999", "*", ""]) {
      const { event, ...waiting } = read(
        adapter.parse(await webhookOf(await samples.keyed(BASE_URL, ARRIVAL, digits, NOW)), NOW),
      );
      expect(event).toMatchObject(ARRIVAL);
      expect(event?.digits).toBe(digits === "" ? undefined : digits);
      expect(samples.dials(adapter.answer(planFor(route, waiting), CONTEXT))).toBe(DESTINATION);
    }
  });

  it("never throws at a signed body that makes no sense", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.json(), fc.webQueryParameters()),
        fc.constantFrom("", "dial", "status", "gather", "x"),
        (text, step) => {
          for (const type of ["application/json", "application/x-www-form-urlencoded", ""]) {
            const body = new Uint8Array(new TextEncoder().encode(text));
            const webhook = {
              method: "POST",
              url: `${BASE_URL}/${step}`,
              headers: new Headers({ "content-type": type }),
              body,
              step,
            };
            const parsed = adapter.parse(webhook, NOW);
            if (!parsed.ok) expect(parsed.problem.message).not.toBe("");
          }
        },
      ),
    );
  });

  it("W1 a played call gives one record, in whatever order and however often and late its webhooks come", async () => {
    for (const outcome of ["answered", "missed"] as const) {
      const requests = await adapter.play({ ...CALL, outcome }, CONTEXT, samples.secrets, NOW);
      const inOrder = await Promise.all(requests.map((request, index) => receive(request, NOW + index * 1000)));
      const record = fold(inOrder);
      expect(record).toMatchObject({
        callId: CALL.callId,
        from: CALL.from,
        to: CALL.to,
        startedAtMs: NOW,
        destination: DESTINATION,
        voicemail: false,
        ...(outcome === "answered"
          ? {
              status: "completed",
              talkSeconds: 42,
              recordingSeconds: 42,
              recordingUrl: expect.stringMatching(/^https:/),
            }
          : { status: "missed", talkSeconds: null, recordingUrl: null }),
      });
      const repeats = fc.array(
        fc.tuple(fc.nat(requests.length - 1), fc.nat(20), fc.integer({ min: 5000, max: 60_000 })),
      );
      await fc.assert(
        fc.asyncProperty(
          fc.shuffledSubarray(inOrder, { minLength: inOrder.length }),
          repeats,
          async (events, again) => {
            const all = [...events];
            for (const [index, position, lateMs] of again) {
              const repeated = requests[index];
              // A provider repeats a webhook later; it must still be worth the same.
              if (repeated) all.splice(position, 0, await receive(repeated, NOW + lateMs));
            }
            expect(fold(all)).toEqual(record);
          },
        ),
        { numRuns: 50 },
      );
    }
  });

  it("plays nothing but what verifies, to addresses below the connection's", async () => {
    const requests = await adapter.play(CALL, CONTEXT, samples.secrets, NOW);
    for (const request of requests) {
      expect(request.url.startsWith(BASE_URL)).toBe(true);
      expect((await adapter.verify(await webhookOf(request), samples.otherSecrets, NOW)).ok).toBe(false);
    }
  });

  it("answers every plan with a success that its provider can read", () => {
    const plans: Plan[] = [
      { kind: "dial", number: DESTINATION, timeoutSeconds: 25, record: true, whisper: "w", attempt: 0 },
      { kind: "dial", number: DESTINATION, timeoutSeconds: 25, record: false, whisper: "", attempt: 1 },
      { kind: "gather", prompt: "p", digits: 8, timeoutSeconds: 5, otherwise: DIAL },
      { kind: "voicemail", greeting: "g" },
      { kind: "whisper", text: "" },
      { kind: "hangup" },
      { kind: "reject" },
      { kind: "nothing" },
    ];
    for (const plan of plans) {
      for (const to of [ARRIVAL.to, ""]) {
        const answer = adapter.answer(plan, { baseUrl: BASE_URL, to });
        expect(answer.status).toBe(200);
        const dial = plan.kind === "gather" ? plan.otherwise : plan;
        expect(samples.dials(answer)).toBe(dial.kind === "dial" ? dial.number : undefined);
      }
    }
  });

  it("says any words as they are, whatever marks they hold", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: MARKS })), (text) => {
        for (const plan of [
          { kind: "voicemail", greeting: text } as const,
          { kind: "whisper", text } as const,
          { kind: "gather", prompt: text, digits: 8, timeoutSeconds: 5, otherwise: DIAL } as const,
        ]) {
          const said = samples.words(adapter.answer(plan, CONTEXT)).join("");
          // Control characters cannot be written in XML at all.
          const speakable = text.replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, "");
          expect([text, speakable]).toContain(said);
        }
      }),
      { numRuns: 500 },
    );
  });
});

function fold(events: (Parameters<typeof mergeCall>[1] | null)[]): CallRecord | undefined {
  return events
    .filter((event) => event !== null)
    .reduce<CallRecord | undefined>((record, event) => mergeCall(record, event), undefined);
}
