/** The page's API through the Worker: what it answers to good and to bad input. */
import { env, exports } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { Problem, VisitResponse } from "../../../sdk/src/wire.ts";
import { SALES, siteConfig, stubOf } from "./site.ts";

const AGENT =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
const ORIGIN = "https://shop.example";
const VISITOR = "visitor-0123456789";

let addresses = 0;

/** Posts as a page does; each request from a network of its own. */
function post(path: string, body: BodyInit | null, headers: Record<string, string> = {}): Promise<Response> {
  return exports.default.fetch(
    new Request(`https://ringtrail.example${path}`, {
      method: "POST",
      headers: {
        "content-type": "text/plain",
        origin: ORIGIN,
        "user-agent": AGENT,
        "cf-connecting-ip": `10.9.0.${addresses++}`,
        ...headers,
      },
      body,
    }),
  );
}

function visitBody(change: object = {}): string {
  const page = { url: "https://shop.example/bikes?utm_source=google&utm_medium=cpc", referrer: "" };
  return JSON.stringify({ site: "page", visitor: VISITOR, page, ...change });
}

async function expectProblem(response: Response, status: number, path?: string): Promise<void> {
  const problem = (await response.json()) as Problem;
  expect({ status: response.status, type: response.headers.get("content-type") }).toEqual({
    status,
    type: "application/problem+json",
  });
  expect(problem.status).toBe(status);
  if (path !== undefined) expect(problem.errors?.map((error) => error.path)).toContain(path);
}

beforeAll(async () => {
  await stubOf("page").configure(siteConfig("page"));
});

describe("POST /v1/visit", () => {
  it("S1 answers numbers with all their digit strings, readable by the page that asked", async () => {
    const response = await post("/v1/visit", visitBody());
    expect(response.status).toBe(200);
    expect(response.headers.get("access-control-allow-origin")).toBe(ORIGIN);
    const { swaps, touch, visit } = (await response.json()) as VisitResponse;
    const swap = swaps.find(({ target }) => target === SALES);
    expect(swap).toMatchObject({ kind: "pool", number: expect.stringMatching(/^\+44207946010\d$/) });
    expect(swap?.digits).toContainEqual(["02079460000", swap?.number?.replace("+44", "0")]);
    expect(touch).toMatchObject({ channel: "Paid Search", source: "google", medium: "cpc", landing: "/bikes" });
    expect(visit).toMatch(/\.0$/);
  });

  it("L3 the same visitor gets the same number, with and without the visit's id", async () => {
    const first = (await (await post("/v1/visit", visitBody())).json()) as VisitResponse;
    const second = (await (await post("/v1/visit", visitBody({ visit: first.visit }))).json()) as VisitResponse;
    expect(second).toEqual(first);
  });

  it("L5 shows the overflow number when the pool is exhausted, and leaves the page alone where there is none", async () => {
    const ask = async (n: number) =>
      (await (await post("/v1/visit", visitBody({ visitor: `exhaust-visitor-${n}` }))).json()) as VisitResponse;
    const all = await Promise.all(Array.from({ length: 6 }, (_, n) => ask(n)));
    const kinds = all.map(({ swaps }) => swaps.map(({ kind }) => kind).join());
    expect(kinds.filter((kind) => kind.startsWith("pool")).length).toBeLessThanOrEqual(3);
    expect(kinds).toContain("overflow,none");
  });

  it("L7 gives known bots nothing", async () => {
    for (const agent of ["Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", ""]) {
      const response = await post("/v1/visit", visitBody({ visitor: "bot-0123456789abcd" }), { "user-agent": agent });
      expect(((await response.json()) as VisitResponse).swaps).toEqual([]);
    }
  });

  it("L7 gives a browser that a program drives nothing, unless the site wants it", async () => {
    const asked = visitBody({ visitor: "robot-0123456789ab", device: { automated: true } });
    expect(((await (await post("/v1/visit", asked)).json()) as VisitResponse).swaps).toEqual([]);
  });

  it.each([
    ["an empty body", "", 400, undefined],
    ["no JSON", "{", 400, undefined],
    ["an array", "[]", 422, ""],
    ["no site", visitBody({ site: undefined }), 422, "site"],
    ["a site of the wrong type", visitBody({ site: 7 }), 422, "site"],
    ["an unknown site", visitBody({ site: "nobody" }), 404, "site"],
    ["a visitor id that is too short", visitBody({ visitor: "x" }), 422, "visitor"],
    ["a page without an address", visitBody({ page: { referrer: "" } }), 422, "page.url"],
    [
      "too many ids",
      visitBody({ ids: Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`k${i}`, "v"])) }),
      422,
      "ids",
    ],
    ["a body of 1 MB", "x".repeat(1_000_000), 413, undefined],
  ])("refuses %s", async (_, body, status, path) => {
    await expectProblem(await post("/v1/visit", body), status, path);
  });

  it("refuses bytes that are not UTF-8", async () => {
    await expectProblem(await post("/v1/visit", new Uint8Array([0x7b, 0xff, 0xfe, 0x7d])), 400);
  });

  it("A1 refuses another origin", async () => {
    await expectProblem(await post("/v1/visit", visitBody(), { origin: "https://evil.example" }), 403);
  });

  it("takes texts of any length and keeps a part of them: browsers send them whole", async () => {
    const url = `https://shop.example/?utm_source=s&x=${"x".repeat(20_000)}`;
    const page = { url, referrer: `https://elsewhere.example/${"x".repeat(20_000)}`, title: "x".repeat(600) };
    const { touch } = (await (await post("/v1/visit", visitBody({ page }))).json()) as VisitResponse;
    expect(touch.source).toBe("s");
  });

  it("takes a campaign of 10,000 characters and keeps 512 of them", async () => {
    const url = `https://shop.example/?utm_source=s&utm_medium=m&utm_campaign=${"c".repeat(10_000)}`;
    const visitor = "long-campaign-visitor";
    const { touch } = (await (
      await post("/v1/visit", visitBody({ visitor, page: { url, referrer: "" } }))
    ).json()) as VisitResponse;
    expect(touch.campaign).toHaveLength(512);
  });

  it("A2 drops credentials and everything but the path of the page's address", async () => {
    const url = "https://user:secret@shop.example/order?email=a@b.example#top";
    const visitor = "credentials-visitor-1";
    const response = await post("/v1/visit", visitBody({ visitor, page: { url, referrer: "" } }));
    const text = await response.text();
    expect(text).not.toMatch(/secret|a@b/);
    expect((JSON.parse(text) as VisitResponse).touch.landing).toBe("/order");
  });
});

describe("POST /v1/pulse", () => {
  const pulse = (visit: string, change: object = {}) =>
    post(
      "/v1/pulse",
      JSON.stringify({ site: "page", visitor: VISITOR, visit, events: [{ type: "alive", ago: 0 }], ...change }),
    );

  it("takes signs of life of a known visit", async () => {
    const { visit } = (await (await post("/v1/visit", visitBody())).json()) as VisitResponse;
    expect((await pulse(visit)).status).toBe(204);
    expect(
      (
        await pulse(visit, {
          events: [
            { type: "signal", ago: 10, signal: "tel" },
            { type: "end", ago: 0 },
          ],
        })
      ).status,
    ).toBe(204);
  });

  it("answers 410 to a visit it does not know, so that the page asks again", async () => {
    await expectProblem(await pulse("0abcdefghi.0"), 410);
    await expectProblem(await pulse("0abcdefghi.zz"), 410);
  });

  it.each([
    ["an unknown event", { events: [{ type: "jump", ago: 0 }] }, "events.0.type"],
    ["no events", { events: [] }, "events"],
    [
      "more events than a pulse may have",
      { events: Array.from({ length: 51 }, () => ({ type: "alive", ago: 0 })) },
      "events",
    ],
    ["an age that is no number", { events: [{ type: "alive", ago: "1" }] }, "events.0.ago"],
  ])("refuses %s", async (_, change, path) => {
    await expectProblem(await pulse("0abcdefghi.0", change), 422, path);
  });
});

it("A1 a site key that nobody configured leaves nothing behind", async () => {
  await post("/v1/visit", visitBody({ site: "garbage-key" }));
  const { runInDurableObject } = await import("cloudflare:test");
  const tables = await runInDurableObject(
    env.SWITCHBOARD.get(env.SWITCHBOARD.idFromName("garbage-key/0")),
    (_, state) => state.storage.sql.databaseSize,
  );
  const fresh = await runInDurableObject(
    env.SWITCHBOARD.get(env.SWITCHBOARD.idFromName("never-asked/0")),
    (_, state) => state.storage.sql.databaseSize,
  );
  expect(tables).toBe(fresh);
});
