import fc from "fast-check";
import { expect, it } from "vitest";
import type { DeviceHints } from "../../../sdk/src/wire.ts";
import { clientContext } from "../../src/client/client-context.ts";
import { readPlace } from "../../src/client/place.ts";

const ENV = { SECRETS_KEY: "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=" };
const WEBKIT = "AppleWebKit/605.1.15 (KHTML, like Gecko)";
const BLINK = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0";

function read(headers: Record<string, string>, hints?: DeviceHints) {
  return clientContext(new Request("https://edge.example/v1/visit", { headers }), ENV, hints);
}

it("reads what a visitor's browser and Cloudflare say", async () => {
  const request = new Request("https://edge.example/v1/visit", {
    headers: {
      "cf-connecting-ip": "192.0.2.7",
      "sec-gpc": "1",
      origin: "https://shop.example",
      "user-agent": `Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) ${WEBKIT} Version/17.5 Mobile/15E148 Safari/604.1`,
    },
  });
  Object.assign(request, { cf: { country: "GB", region: "England", regionCode: "ENG", city: "London" } });
  const context = await clientContext(request, ENV);
  expect(context).toEqual({
    origin: "https://shop.example",
    address: expect.stringMatching(/^[\w-]{22}$/),
    place: { country: "GB", region: "ENG", city: "London" },
    device: { kind: "mobile", browser: "Safari", os: "iOS" },
    gpc: true,
    automated: false,
  });
});

it("does without any header", async () => {
  expect(await read({})).toEqual({
    origin: "",
    address: "local",
    place: { country: "", region: "", city: "" },
    device: { kind: "desktop", browser: "", os: "" },
    gpc: false,
    automated: false,
  });
});

const MAC = `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${WEBKIT} Version/17.4 Safari/605.1.15`;

it.each<[string, Record<string, string>, DeviceHints | undefined, string]>([
  ["Android phone", { "user-agent": `Mozilla/5.0 (Linux; Android 10; K) ${BLINK} Mobile Safari/537.36` }, {}, "mobile"],
  ["Android tablet", { "user-agent": `Mozilla/5.0 (Linux; Android 10; K) ${BLINK} Safari/537.36` }, {}, "tablet"],
  ["old iPad", { "user-agent": `Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X) ${WEBKIT} Mobile/15E148` }, {}, "tablet"],
  ["Mac", { "user-agent": MAC }, { touch: false }, "desktop"],
  ["iPad that asks for desktop sites", { "user-agent": MAC }, { touch: true }, "tablet"],
  ["phone told by client hint", { "user-agent": "Mozilla/5.0 (X11)", "sec-ch-ua-mobile": "?1" }, {}, "mobile"],
  ["desktop told by client hint", { "user-agent": MAC, "sec-ch-ua-mobile": "?0" }, {}, "desktop"],
  [
    "television",
    { "user-agent": "Mozilla/5.0 (SMART-TV; Linux; Tizen 5.0) AppleWebKit/538.1 Safari/538.1" },
    {},
    "desktop",
  ],
])("kind of device: %s", async (_name, headers, hints, kind) => {
  expect((await read(headers, hints)).device.kind).toBe(kind);
});

it("a program is known by its user agent, or by the page's word", async () => {
  const headless = { "user-agent": `Mozilla/5.0 (X11; Linux) ${BLINK.replace("Chrome", "HeadlessChrome")}` };
  expect((await read(headless)).automated).toBe(true);
  expect((await read({ "user-agent": MAC }, { automated: true })).automated).toBe(true);
});

it("no country for Tor and unknown places, and bounded names", () => {
  expect(readPlace({ country: "T1" }).country).toBe("");
  expect(readPlace({ country: "XX" }).country).toBe("");
  expect(readPlace({ country: "GB", city: "x".repeat(1000) }).city).toHaveLength(64);
  expect(readPlace({ region: "England" }).region).toBe("England");
  expect(readPlace(undefined)).toEqual({ country: "", region: "", city: "" });
});

it("never throws and keeps every field bounded, whatever the headers", async () => {
  const value = fc.string({
    unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
    maxLength: 2000,
  });
  await fc.assert(
    fc.asyncProperty(value, value, value, async (userAgent, mobile, address) => {
      const context = await read({ "user-agent": userAgent, "sec-ch-ua-mobile": mobile, "cf-connecting-ip": address });
      expect(["mobile", "tablet", "desktop"]).toContain(context.device.kind);
      expect(context.device.browser.length + context.device.os.length).toBeLessThanOrEqual(64);
      expect(context.address.length).toBeLessThanOrEqual(22);
    }),
  );
});
