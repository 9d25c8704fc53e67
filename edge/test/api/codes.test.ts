/**
 * A number for all, from its configuration to a call that a code has told: page, provider and operator through the real
 * Worker, with a real database, directory and switchboard.
 */
import { runDurableObjectAlarm } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { VisitResponse } from "../../../sdk/src/wire.ts";
import { mintCode, readCode } from "../../src/core/code.ts";
import { elements, readXml, textOf } from "../telephony/samples/read-xml.ts";
import { signedForm } from "../telephony/samples/twilio.ts";
import { reset, us } from "./operator-client.ts";
import { CONNECTION, type Configured, configure, TARGET } from "./resources.ts";

const EDGE = "https://edge.example";
const TOKEN = "a-token-of-the-codes-test";
const CALLER = "+447700900123";
const SHOP_PHONE = "+442079460980";

interface Call {
  method: string;
  visitId: string | null;
  channel: string;
  campaign: string;
  digits: string | null;
  evidence: string[];
  errors: { path: string; message: string }[];
}

let shop: Configured;
let connection: string;
let number: string;
let round = 10;

beforeEach(async () => {
  await reset();
  // Numbers of its own for every test: an isolate remembers for some seconds whose a number is.
  shop = await configure(us, String(round));
  number = `+4420794608${round++}`;
  const twilio = { ...CONNECTION, provider: "twilio", secrets: { authToken: TOKEN } };
  connection = (await us.post<{ id: string }>("/v1/connections", twilio)).body.id;
  await us.delete(`/v1/placements/${shop.placement}`);
  const made = [
    await us.post("/v1/numbers", { kind: "code", number, connection, site: shop.site, destination: SHOP_PHONE }),
    await us.post("/v1/placements", { site: shop.site, target: TARGET, action: { code: number } }),
  ];
  expect(made.map(({ status }) => status)).toEqual([201, 201]);
});

let visitors = 0;

/** A page view of a new visitor. */
async function visit(): Promise<VisitResponse & { code: string }> {
  const n = visitors++;
  const page = { url: "https://shop.example/bikes?utm_source=google&utm_medium=cpc&utm_campaign=spring", referrer: "" };
  const body = JSON.stringify({ site: shop.siteKey, visitor: `codes-visitor-${1000 + n}`, page });
  const headers = {
    "content-type": "text/plain",
    origin: "https://shop.example",
    "cf-connecting-ip": `10.7.0.${n}`,
    "user-agent":
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
  };
  const response = await exports.default.fetch(new Request(`${EDGE}/v1/visit`, { method: "POST", headers, body }));
  const answer = (await response.json()) as VisitResponse;
  if (answer.code === undefined) throw new Error("the visit has no code");
  return { ...answer, code: answer.code };
}

/** A signed webhook of Twilio's, and the TwiML that it is answered with. */
async function webhook(url: string, callId: string, more: Record<string, string>) {
  const fields = { CallSid: callId, From: CALLER, To: number, Direction: "inbound", ...more };
  const response = await exports.default.fetch(signedForm(url, Object.entries(fields), TOKEN));
  expect(response.status).toBe(200);
  return readXml(await response.text());
}

const arrive = (callId: string) => webhook(`${EDGE}/hooks/twilio/${connection}`, callId, { CallStatus: "ringing" });

/** The caller is asked, and keys something in. */
async function keyIn(callId: string, digits: string) {
  const [gather] = elements(await arrive(callId), "Gather");
  return webhook(gather?.attributes.action ?? "", callId, { CallStatus: "in-progress", Digits: digits });
}

const dialled = (answer: ReturnType<typeof readXml>) => elements(answer, "Number").map(textOf);
const pathOf = (callId: string) => `/v1/calls/${encodeURIComponent(`${connection}:${callId}`)}`;

/** The call as the API has it, once the switchboard has written it down. */
async function recorded(callId: string): Promise<Call> {
  await runDurableObjectAlarm(env.SWITCHBOARD.get(env.SWITCHBOARD.idFromName(`${shop.siteKey}/0`)));
  return (await us.get<Call>(pathOf(callId))).body;
}

const type = (callId: string, code: string) => us.post<Call>(`${pathOf(callId)}/code`, { code });
const codeBeside = (code: string): string => mintCode(Math.random, (other) => other === code) ?? "";

describe("a call to a number for all", () => {
  it("R1 W3 asks for the code, puts the call through, and is that of the visit whose code was keyed in", async () => {
    const { visit: id, code, swaps } = await visit();
    expect(swaps).toMatchObject([{ kind: "code", number }]);
    await visit();
    const asked = await arrive("CA1");
    const [gather] = elements(asked, "Gather");
    expect(gather?.attributes).toMatchObject({ numDigits: "8", finishOnKey: "#", input: "dtmf" });
    expect(elements(asked, "Say").map(textOf).join()).toMatch(/code/);
    expect(dialled(await keyIn("CA1", code))).toEqual([SHOP_PHONE]);
    expect(await recorded("CA1")).toMatchObject({ method: "code", visitId: id, digits: code, campaign: "spring" });
  });

  it("W3 is put through without a code, with a wrong one, and with anything else", async () => {
    const { code } = await visit();
    // Nothing keyed in: what follows the question in the same answer.
    expect(dialled(await arrive("CA0"))).toEqual([SHOP_PHONE]);
    for (const [n, digits] of ["", code.slice(1), "99999999", "*1"].entries()) {
      expect(dialled(await keyIn(`CA${n}`, digits)), digits).toEqual([SHOP_PHONE]);
      expect((await recorded(`CA${n}`)).method).not.toBe("code");
    }
  });

  it("is not asked for a code where the site has nothing to say", async () => {
    const changed = await us.patch(`/v1/sites/${shop.site}`, { settings: { codePrompt: "" } });
    expect(changed.headers.get("ringtrail-published")).toBe("done");
    const answer = await arrive("CA1");
    expect(elements(answer, "Gather")).toEqual([]);
    expect(dialled(answer)).toEqual([SHOP_PHONE]);
  });

  it("is asked in the site's own words", async () => {
    await us.patch(`/v1/sites/${shop.site}`, { settings: { codePrompt: "Введіть код & решітку" } });
    expect(elements(await arrive("CA1"), "Say").map(textOf)).toEqual(["Введіть код & решітку"]);
  });
});

describe("POST /v1/calls/{id}/code", () => {
  it("R1 resolves the call by the code that the caller said, over what they keyed in", async () => {
    const said = await visit();
    const keyed = await visit();
    await keyIn("CA1", keyed.code);
    expect((await recorded("CA1")).visitId).toBe(keyed.visit);
    const spoken = `${said.code.slice(0, 2)} ${said.code.slice(2)}`;
    const { status, body } = await type("CA1", spoken);
    expect(status).toBe(200);
    expect(body).toMatchObject({ method: "code", visitId: said.visit, digits: said.code, campaign: "spring" });
    expect(await recorded("CA1")).toMatchObject({ method: "code", visitId: said.visit, digits: said.code });
  });

  it("refuses a slip, a code of nobody, a call without codes, and a call that is none", async () => {
    const { code } = await visit();
    await arrive("CA1");
    const before = await recorded("CA1");
    const slip = code.slice(0, -1) + ((Number(code.at(-1)) + 1) % 10);
    for (const wrong of [slip, codeBeside(code), "", "12", "code", "1".repeat(33)]) {
      const answer = await type("CA1", wrong);
      expect(answer, wrong).toMatchObject({ status: 422, body: { errors: [{ path: "code" }] } });
    }
    expect(await recorded("CA1")).toEqual(before);
    expect((await type("CA2", code)).status).toBe(404);
    const { call } = (
      await us.post<{ call: string }>("/v1/test-calls", { connection: shop.connection, to: shop.flyer })
    ).body;
    await runDurableObjectAlarm(env.SWITCHBOARD.get(env.SWITCHBOARD.idFromName(`${shop.siteKey}/0`)));
    const answer = await us.post<Call>(`/v1/calls/${encodeURIComponent(call)}/code`, { code });
    expect([answer.status, answer.body.errors[0]?.message]).toEqual([422, "The called number has no codes"]);
  });
});

describe("codes of channels", () => {
  const make = (channel: string) =>
    us.post<{ code: string; channel: string }>(`/v1/sites/${shop.site}/codes`, { channel });

  it("R1 are made free, tell the channel of a call, and are taken back in the settings", async () => {
    const { status, headers, body } = await make("Radio");
    expect([status, headers.get("ringtrail-published")]).toEqual([201, "done"]);
    expect(readCode(body.code)).toBe(body.code);
    const other = (await make("Poster")).body.code;
    const { settings } = (await us.get<{ settings: object }>(`/v1/sites/${shop.site}`)).body;
    expect(settings).toMatchObject({ channelCodes: { [body.code]: "Radio", [other]: "Poster" } });
    await visit();
    await keyIn("CA1", body.code);
    expect(await recorded("CA1")).toMatchObject({ method: "code", visitId: null, channel: "Radio" });
    expect((await type("CA1", other)).body).toMatchObject({ method: "code", channel: "Poster" });
    await us.patch(`/v1/sites/${shop.site}`, { settings: { channelCodes: {} } });
    await keyIn("CA2", body.code);
    expect((await recorded("CA2")).method).not.toBe("code");
  });

  it("R1 are none that a visit has", async () => {
    const random = vi.spyOn(Math, "random").mockReturnValue(0.123_45);
    const { code } = await visit();
    expect(code).toBe("12340");
    random.mockRestore();
    let n = 0;
    vi.spyOn(Math, "random").mockImplementation(() => (n++ === 0 ? 0.123_45 : 0.579_15));
    const made = await make("Radio");
    vi.restoreAllMocks();
    expect(made.body.code).toBe("57919");
  });

  it("are refused in the settings when they are none", async () => {
    const change = { settings: { channelCodes: { "12340": "Radio", "12341": "Poster", TV: "TV" } } };
    const { status, body } = await us.patch<Call>(`/v1/sites/${shop.site}`, change);
    expect(status).toBe(422);
    const paths = body.errors.map(({ path }) => path);
    expect(paths).toEqual(["settings.channelCodes.12341", "settings.channelCodes.TV"]);
  });
});
