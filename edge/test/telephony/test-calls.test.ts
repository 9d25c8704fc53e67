/** Test calls through the real Worker: directory, switchboard, D1. */
import { createExecutionContext, runDurableObjectAlarm, waitOnExecutionContext } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { demo } from "../../src/routes/demo.ts";
import { addKey, reset, them, us } from "../api/operator-client.ts";
import { CONNECTION, type Configured, configure } from "../api/resources.ts";
import { signedEvent } from "./samples/generic.ts";

interface Played {
  call: string;
  steps: { request: { url: string; body: string }; response: { status: number; body: string } }[];
}

let shop: Configured;
/** Numbers of its own for every test: an isolate remembers for some seconds whose a number is. */
let digits = 10;
beforeEach(async () => {
  await reset();
  shop = await configure(us, String(digits++));
});
afterEach(() => {
  vi.useRealTimers();
});

/** The call as the API has it, once the switchboard has written it down. */
async function recorded(call: string) {
  const { SWITCHBOARD } = env;
  await runDurableObjectAlarm(SWITCHBOARD.get(SWITCHBOARD.idFromName(`${shop.siteKey}/0`)));
  return us.get(`/v1/calls/${encodeURIComponent(call)}`);
}

describe("POST /v1/test-calls", () => {
  it("plays a whole call through the real path, and tells every step of it", async () => {
    const asked = { connection: shop.connection, to: shop.number, from: "+447700900123", talkSeconds: 42 };
    const { status, body } = await us.post<Played>("/v1/test-calls", asked);
    expect(status).toBe(200);
    expect(body.steps.map(({ request }) => (JSON.parse(request.body) as { type: string }).type)).toEqual([
      "call.started",
      "call.ringing",
      "call.answered",
      "call.completed",
      "call.recording",
    ]);
    expect(body.steps.every(({ response }) => response.status === 200)).toBe(true);
    expect(JSON.parse(body.steps[0]?.response.body ?? "")).toMatchObject({ action: "dial", number: "+442079460990" });
    const call = await recorded(body.call);
    expect(call.status).toBe(200);
    expect(call.body).toMatchObject({ id: body.call, number: shop.number, status: "completed", talkSeconds: 42 });
  });

  it("speaks the language of the connection's provider", async () => {
    const twilio = { ...CONNECTION, provider: "twilio", secrets: { authToken: "demo-twilio-token" } };
    const { id: connection } = (await us.post<{ id: string }>("/v1/connections", twilio)).body;
    const { status, body } = await us.post<Played>("/v1/test-calls", {
      connection,
      to: shop.number,
      outcome: "missed",
    });
    expect(status).toBe(200);
    expect(body.call).toMatch(new RegExp(`^${connection}:CA[0-9a-f]{32}$`));
    // The number came with another connection of the account, and is put through all the same.
    expect(body.steps[0]?.response.body).toContain(">+442079460990</Number>");
    expect(body.steps.at(-2)?.response.body).toContain("<Hangup/>");
  });

  it("plays a missed call", async () => {
    const asked = { connection: shop.connection, to: shop.number, outcome: "missed" };
    const { body } = await us.post<Played>("/v1/test-calls", asked);
    expect((await recorded(body.call)).body).toMatchObject({ status: "missed" });
  });

  it("W4 an event that names only its call finds it, also through a connection without numbers", async () => {
    const { id } = (await us.post<{ id: string }>("/v1/connections", CONNECTION)).body;
    const { body } = await us.post<Played>("/v1/test-calls", { connection: id, to: shop.number, talkSeconds: 5 });
    const data = {
      call_id: body.call.slice(id.length + 1),
      recording_url: "https://pbx.example/2.wav",
      recording_seconds: 9,
    };
    const url = `https://edge.example/hooks/generic/${id}`;
    const event = signedEvent(url, { type: "call.recording", data }, Date.now(), "msg_2", CONNECTION.secrets.secret);
    expect((await exports.default.fetch(event)).status).toBe(200);
    expect((await recorded(body.call)).body).toMatchObject({ recordingUrl: "https://pbx.example/2.wav" });
  });

  it.each([
    ["connection", { connection: "nobody", to: "+442079460100" }],
    ["to", { connection: "c", to: "020 7946 0100" }],
    ["outcome", { connection: "c", to: "+442079460100", outcome: "exploded" }],
    ["talkSeconds", { connection: "c", to: "+442079460100", talkSeconds: 1e9 }],
    ["hangUp", { connection: "c", to: "+442079460100", hangUp: true }],
  ])("refuses a bad %s", async (path, asked) => {
    const answer = await us.post("/v1/test-calls", asked);
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ errors: [{ path }] });
  });

  it("A1 needs a key that may write, and the account's own connection", async () => {
    const asked = { connection: shop.connection, to: shop.number };
    expect((await them.post("/v1/test-calls", asked)).status).toBe(422);
    const reader = await addKey("us", "rt_reader", ["read"]);
    expect((await reader.post("/v1/test-calls", asked)).status).toBe(403);
  });
});

describe("POST /demo/call", () => {
  const call = (body: unknown, change: object = { DEMO: "1" }) => {
    const context = createExecutionContext();
    const request = new Request("https://calls.example/demo/call", { method: "POST", body: JSON.stringify(body) });
    return { context, answer: demo.fetch(request, { ...env, ...change }, context) };
  };

  it("rings at once, and goes on a second a step while the page watches", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { context, answer } = call({ to: shop.number });
    const response = await answer;
    expect(response.status).toBe(200);
    const { call: id } = (await response.json()) as { call: string };
    const seen = new Set<unknown>();
    for (let second = 0; second < 8; second++) {
      seen.add((await recorded(id)).body.status);
      await vi.advanceTimersByTimeAsync(1000);
    }
    await waitOnExecutionContext(context);
    expect([...seen]).toEqual(["ringing", "answered", "completed"]);
    expect((await recorded(id)).body).toMatchObject({ status: "completed", talkSeconds: 75, recordingSeconds: 75 });
  });

  it("knows only numbers of ours, and only where the demo runs", async () => {
    expect((await call({ to: "+442079460999" }).answer).status).toBe(404);
    expect((await call({ to: 5 }).answer).status).toBe(422);
    expect((await call({ to: shop.number }, {}).answer).status).toBe(404);
  });
});
