/** The webhook path as a whole: real directory, real signatures, a switchboard that the test makes fail. */
import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ConnectionConfig } from "../../src/core/config.ts";
import type { SpooledCall } from "../../src/directory/tables.ts";
import type { Env } from "../../src/env.ts";
import { hooks } from "../../src/routes/hooks.ts";
import type { CallCommand } from "../../src/switchboard/rpc.ts";
import { entry, sealed } from "../directory/entries.ts";
import { signedEvent } from "./samples/generic.ts";
import { elements, readXml, textOf } from "./samples/read-xml.ts";
import { signedForm } from "./samples/twilio.ts";

const TOKEN = "a-token-of-the-hooks-test";
const SECRET = "whsec_UmluZ3RyYWlsIHRlc3Qgc2VjcmV0OiAzMiBieXRlcyE=";
const FROM = "+447700900123";
const TO = "+442079460100";
const ORIGIN = "https://calls.example";
const PARTIES: [string, string][] = [
  ["CallSid", "CA1"],
  ["From", FROM],
  ["To", TO],
  ["Direction", "inbound"],
];
const RINGING: [string, string][] = [...PARTIES, ["CallStatus", "ringing"]];
const ENDED: [string, string][] = [...PARTIES, ["CallStatus", "completed"], ["CallDuration", "9"]];

/** A switchboard namespace, and all that its objects were told, by object name. */
function switchboards(hear: (name: string, command: CallCommand) => Promise<void> = async () => {}) {
  const told: [name: string, event: CallCommand["event"]][] = [];
  const known = new Set<string>();
  const namespace = {
    idFromName: (name: string) => name,
    get: (name: string) => ({
      hear: async (command: CallCommand) => {
        told.push([name, command.event]);
        return hear(name, command);
      },
      knowsCall: async (id: string) => known.has(`${name} ${id}`),
    }),
  };
  return { told, known, namespace: namespace as unknown as Env["SWITCHBOARD"] };
}

const down = async (): Promise<never> => {
  throw new Error("down");
};
/** A directory that fails in all it is asked. */
const noDirectory = {
  idFromName: (name: string) => name,
  get: () => ({ lookup: down, spool: down }),
} as unknown as Env["DIRECTORY"];

let count = 0;
async function connect(change: Partial<ConnectionConfig> = {}, secrets: Record<string, string> = { authToken: TOKEN }) {
  const id = `hooks-${count++}`;
  const config = await sealed(id, secrets, change);
  await directoryOf(id).configure(config);
  return { id, config, url: `${ORIGIN}/hooks/${config.provider}/${id}` };
}
const directoryOf = (id: string) => env.DIRECTORY.get(env.DIRECTORY.idFromName(id));

async function send(request: Request, change: Partial<Env> = { SWITCHBOARD: switchboards().namespace }) {
  const context = createExecutionContext();
  const response = await hooks.fetch(request, { ...env, ...change }, context);
  return { response, body: await response.text(), settled: () => waitOnExecutionContext(context) };
}
const dialled = (body: string) => elements(readXml(body), "Number").map(textOf)[0];
const form = (url: string, fields: [string, string][]) => signedForm(url, fields, TOKEN);

beforeEach(() => {
  vi.spyOn(console, "warn").mockReturnValue();
  vi.spyOn(console, "error").mockReturnValue();
});

describe("an arriving call", () => {
  it("is forwarded to its number's destination and told to its number's switchboard", async () => {
    const { url } = await connect({ numbers: [entry(TO, { siteKey: "shop", shard: 3 })] });
    const { told, namespace } = switchboards();
    const { response, body } = await send(form(url, RINGING), { SWITCHBOARD: namespace });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toMatch(/^text\/xml/);
    expect(dialled(body)).toBe("+442079460990");
    expect(body).toContain(`${url}/dial?to=%2B442079460100`);
    expect(told).toEqual([
      ["shop/3", expect.objectContaining({ callId: "CA1", from: FROM, to: TO, status: "ringing" })],
    ]);
  });

  it("W3 is forwarded with switchboard and spool down, and told again later", async () => {
    const { url } = await connect();
    let isUp = false;
    const { told, namespace } = switchboards(async () => (isUp ? undefined : down()));
    // From here on this isolate knows the connection.
    await send(form(url, RINGING));
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const failing = { SWITCHBOARD: namespace, DIRECTORY: noDirectory };
      const { response, body, settled } = await send(form(url, RINGING), failing);
      expect([response.status, dialled(body)]).toEqual([200, "+442079460990"]);
      await vi.advanceTimersByTimeAsync(1000);
      expect(told.length).toBe(2);
      isUp = true;
      await vi.advanceTimersByTimeAsync(60_000);
      await settled();
      expect(told.length).toBe(3);
    } finally {
      vi.useRealTimers();
    }
  });

  it("W4 is spooled with the switchboard down", async () => {
    const { id, url } = await connect();
    const spooled: SpooledCall[] = [];
    const directory = {
      idFromName: (name: string) => name,
      get: () => ({
        lookup: (known?: number) => directoryOf(id).lookup(known),
        spool: async (call: SpooledCall) => spooled.push(call) > 0,
      }),
    } as unknown as Env["DIRECTORY"];
    const { namespace } = switchboards(down);
    const { response } = await send(form(url, RINGING), { SWITCHBOARD: namespace, DIRECTORY: directory });
    expect(response.status).toBe(200);
    expect(spooled).toMatchObject([
      { siteKey: "shop", shard: 0, command: { connection: id, event: { callId: "CA1" } } },
    ]);
  });

  it("W3 to a number that is none of ours goes to the connection's destination, and is told to the first switchboard", async () => {
    const { url } = await connect({ numbers: [entry(TO, { siteKey: "b" }), entry("+442079460101", { siteKey: "a" })] });
    const { told, namespace } = switchboards();
    const fields = RINGING.map(([name, value]): [string, string] => [name, name === "To" ? "+15005550006" : value]);
    const { body } = await send(form(url, fields), { SWITCHBOARD: namespace });
    expect(dialled(body)).toBe("+442079460999");
    expect(told).toMatchObject([["a/0", { to: "+15005550006" }]]);
  });

  it("W3 to a connection without numbers is forwarded all the same", async () => {
    const { url } = await connect({ numbers: [] });
    expect(dialled((await send(form(url, RINGING))).body)).toBe("+442079460999");
  });

  it("W3 that cannot be recorded is forwarded all the same", async () => {
    const { url } = await connect();
    const { told, namespace } = switchboards();
    const { response, body } = await send(form(url, RINGING.slice(1)), { SWITCHBOARD: namespace });
    expect([response.status, dialled(body)]).toEqual([200, "+442079460990"]);
    expect(told).toEqual([]);
  });

  it("finds a number that was added a moment ago", async () => {
    const { id, config, url } = await connect();
    await send(form(url, RINGING));
    await directoryOf(id).configure({
      ...config,
      version: 2,
      numbers: [entry("+442079460109", { destination: "+442079460995" })],
    });
    const fields = RINGING.map(([name, value]): [string, string] => [name, name === "To" ? "+442079460109" : value]);
    expect(dialled((await send(form(url, fields))).body)).toBe("+442079460995");
  });

  it("may come by GET", async () => {
    const { url } = await connect();
    const { createHmac } = await import("node:crypto");
    const asked = `${url}?${new URLSearchParams(RINGING)}`;
    const headers = { "x-twilio-signature": createHmac("sha1", TOKEN).update(asked).digest("base64") };
    expect(dialled((await send(new Request(asked, { headers }))).body)).toBe("+442079460990");
  });
});

describe("the course of a call", () => {
  const route = { secondDestination: "+442079460995", voicemail: "Please leave a message.", whisper: "Google & co" };

  it("nobody answers: second destination, then voicemail; the call is missed only after the second", async () => {
    const { url } = await connect({ numbers: [entry(TO, route)] });
    const { told, namespace } = switchboards();
    const tried = (attempt: number) =>
      form(`${url}/dial?to=${encodeURIComponent(TO)}&attempt=${attempt}`, [
        ...PARTIES,
        ["CallStatus", "in-progress"],
        ["DialCallStatus", "busy"],
      ]);
    expect(dialled((await send(tried(0), { SWITCHBOARD: namespace })).body)).toBe("+442079460995");
    expect((await send(tried(1), { SWITCHBOARD: namespace })).body).toContain("Please leave a message.");
    expect(told.map(([, event]) => event.status)).toEqual([undefined, "busy"]);
  });

  it("whispers to whom picks up, telling no switchboard", async () => {
    const { url } = await connect({ numbers: [entry(TO, route)] });
    const { told, namespace } = switchboards();
    const request = form(`${url}/whisper?to=${encodeURIComponent(TO)}`, [["CallSid", "CA2"]]);
    const { body } = await send(request, { SWITCHBOARD: namespace });
    expect(elements(readXml(body), "Say").map(textOf)).toEqual(["Google & co"]);
    expect(told).toEqual([]);
  });

  it("W4 an end that cannot be kept is not acknowledged", async () => {
    const { url } = await connect();
    await send(form(url, RINGING));
    const { namespace } = switchboards(down);
    const { response } = await send(form(url, ENDED), { SWITCHBOARD: namespace, DIRECTORY: noDirectory });
    expect(response.status).toBe(503);
    expect((await send(form(url, ENDED), { SWITCHBOARD: namespace })).response.status).toBe(200);
  });

  it("an event without the called number goes where the call is known", async () => {
    const { id, url } = await connect(
      { provider: "generic", numbers: [entry(TO, { siteKey: "a" }), entry("+442079460101", { siteKey: "b" })] },
      { secret: SECRET },
    );
    const { told, known, namespace } = switchboards();
    known.add(`b/0 ${id}:pbx-1`);
    const event = { type: "call.recording", data: { call_id: "pbx-1", recording_url: "https://pbx.example/1.wav" } };
    const { response, body } = await send(signedEvent(url, event, Date.now()), { SWITCHBOARD: namespace });
    expect([response.status, body]).toEqual([200, '{"ok":true}']);
    expect(told.map(([name]) => name)).toEqual(["b/0"]);
  });
});

describe("what is refused", () => {
  it.each<[string, number, (url: string) => Request]>([
    ["W2 not signed", 401, (url) => new Request(url, { method: "POST", body: new URLSearchParams(RINGING) })],
    ["W2 signed with another token", 403, (url) => signedForm(url, RINGING, "another-token")],
    ["W2 signed for another address", 403, (url) => new Request(url, form(`${url}/status`, RINGING))],
    ["W2 no base64", 401, (url) => new Request(url, { method: "POST", headers: { "x-twilio-signature": "*" } })],
    ["an unknown connection", 404, (url) => form(url.replace(/[^/]+$/, "nobody"), RINGING)],
    ["another provider", 404, (url) => form(url.replace("/twilio/", "/generic/"), RINGING)],
    ["no such provider", 404, (url) => form(url.replace("/twilio/", "/constructor/"), RINGING)],
    ["a status without a call", 422, (url) => form(`${url}/status`, [["CallStatus", "completed"]])],
    ["another method", 405, (url) => new Request(url, { method: "PUT", body: "x" })],
    ["64 kB and a byte", 413, (url) => new Request(url, { method: "POST", body: "x".repeat(65_537) })],
  ])("%s: %d, as a problem, and nothing changes", async (_, status, request) => {
    const { url } = await connect();
    const { told, namespace } = switchboards();
    const { response, body } = await send(request(url), { SWITCHBOARD: namespace });
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toContain("application/problem+json");
    expect(JSON.parse(body)).toMatchObject({ status, title: expect.any(String) });
    expect(told).toEqual([]);
  });

  it("names the field that could not be read", async () => {
    const { url } = await connect();
    const { body } = await send(form(`${url}/status`, [["CallStatus", "completed"]]));
    expect(JSON.parse(body)).toMatchObject({ errors: [{ path: "CallSid" }] });
  });

  it("W2 a stale signature", async () => {
    const { url } = await connect({ provider: "generic" }, { secret: SECRET });
    const { told, namespace } = switchboards();
    const event = { type: "call.started", data: { call_id: "pbx-1", from: FROM, to: TO } };
    const old = await send(signedEvent(url, event, Date.now() - 301_000), { SWITCHBOARD: namespace });
    expect(old.response.status).toBe(403);
    expect(told).toEqual([]);
    expect((await send(signedEvent(url, event, Date.now()))).response.status).toBe(200);
  });

  it("a deleted connection is unknown", async () => {
    const { id, config, url } = await connect();
    await directoryOf(id).configure({ ...config, version: 2, secrets: "" });
    expect((await send(form(url, RINGING))).response.status).toBe(404);
  });

  it("accepts a new secret at once, and the old one no more", async () => {
    const { id, config, url } = await connect();
    await send(form(url, RINGING));
    const { secrets } = await sealed(id, { authToken: "the-new-token" });
    await directoryOf(id).configure({ ...config, version: 2, secrets });
    expect((await send(signedForm(url, RINGING, "the-new-token"))).response.status).toBe(200);
    expect((await send(form(url, RINGING))).response.status).toBe(403);
  });

  it("asks to try again when nobody can tell whether there is such a connection", async () => {
    const db = { prepare: () => ({ bind: () => ({}) }), batch: down } as unknown as D1Database;
    const { response } = await send(form(`${ORIGIN}/hooks/twilio/never-seen`, RINGING), {
      DIRECTORY: noDirectory,
      DB: db,
    });
    expect(response.status).toBe(503);
  });
});

it("verifies against the public origin when the Worker stands behind another", async () => {
  const { url } = await connect();
  const request = new Request(url.replace(ORIGIN, "http://10.0.0.7:8080"), form(url, RINGING));
  expect((await send(request)).response.status).toBe(403);
  const again = new Request(url.replace(ORIGIN, "http://10.0.0.7:8080"), form(url, RINGING));
  const { response, body } = await send(again, { SWITCHBOARD: switchboards().namespace, PUBLIC_ORIGIN: `${ORIGIN}/` });
  expect(response.status).toBe(200);
  expect(body).toContain(`${url}/dial`);
});
