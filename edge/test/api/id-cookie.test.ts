/** The visitor id in an HttpOnly cookie: who gets it, who is known by it, and who is left alone. The real Worker. */
import { exports } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import type { VisitResponse } from "../../../sdk/src/wire.ts";
import { shardOf } from "../../src/core/shards.ts";
import { reset, us } from "./operator-client.ts";
import { newVisitor, PAGE, post, SHOP } from "./page-client.ts";
import { type Configured, configure } from "./resources.ts";

/** The edge on the site's own domain. */
const OWN = "https://calls.shop.example";
let shop: Configured;
let round = 10;

beforeEach(async () => {
  await reset();
  shop = await configure(us, String(round++));
});

async function visit(change: object = {}, headers: Record<string, string> = {}, edge = OWN) {
  const body = { site: shop.siteKey, visitor: newVisitor(), page: PAGE, ...change };
  const answer = await post(`${edge}/v1/visit`, body, headers);
  return { answer, cookie: answer.headers.get("set-cookie"), body: (await answer.json()) as VisitResponse };
}

const carry = (visitor: string) => ({ cookie: `a=b; rt_${shop.siteKey}=${visitor}; rt_x=${"x".repeat(20)}` });
const settings = (change: object) => us.patch(`/v1/sites/${shop.site}`, { settings: change });

describe("the id cookie", () => {
  it("is set on the site's own domain, for the edge's host alone, out of reach of scripts", async () => {
    const { cookie, body } = await visit();
    const expected = `rt_${shop.siteKey}=${body.visitor}; Max-Age=34560000; Path=/; HttpOnly; Secure; SameSite=Lax`;
    expect(cookie).toBe(expected);
  });

  it("is set on a path of the site itself, and locally without TLS", async () => {
    expect((await visit({}, {}, SHOP)).cookie).toContain("; Secure");
    await us.patch(`/v1/sites/${shop.site}`, { origins: ["*"] });
    const local = await visit({}, { origin: "http://localhost:5173" }, "http://localhost:8787");
    expect(local.cookie).toContain("HttpOnly; SameSite=Lax");
    expect(local.cookie).not.toContain("Secure");
  });

  it.each([
    ["another domain", "https://ringtrail.example", {}],
    ["a neighbour on a shared platform", "https://calls.github.io", { origin: "https://shop.github.io" }],
    ["a site without TLS", "http://calls.shop.example", { origin: "http://shop.example" }],
    ["an edge without TLS", "http://calls.shop.example", {}],
    ["no page at all", OWN, { origin: "null" }],
  ])("is neither set nor read by an edge on %s", async (_, edge, headers) => {
    await us.patch(`/v1/sites/${shop.site}`, { origins: ["*"] });
    const known = await visit();
    const { cookie, body } = await visit({}, { ...headers, ...carry(known.body.visitor) }, edge);
    expect(cookie).toBeNull();
    expect(body.visitor).not.toBe(known.body.visitor);
  });

  it("L3 makes a browser that has forgotten everything the visitor it was, with the number it had", async () => {
    const known = await visit();
    const { body, cookie } = await visit({}, carry(known.body.visitor));
    expect(body).toEqual(known.body);
    expect(cookie).toContain(known.body.visitor);
  });

  it("gives way to what the browser remembers itself", async () => {
    const [cookies, own] = [await visit(), await visit()];
    const { visitor, visit: id } = own.body;
    for (const change of [{ visitor }, { visitor, visit: id }]) {
      const again = await visit(change, carry(cookies.body.visitor));
      expect(again.body).toEqual(own.body);
      // From now on the cookie says the same.
      expect(again.cookie).toContain(visitor);
    }
  });

  it("L3 is followed to the visitor's own switchboard", async () => {
    await us.patch(`/v1/sites/${shop.site}`, { shards: 2 });
    const of = (shard: number): string => {
      const visitor = newVisitor();
      return shardOf(visitor, 2) === shard ? visitor : of(shard);
    };
    for (const [home, other] of [
      [0, 1],
      [1, 0],
    ] as const) {
      const known = await visit({ visitor: of(home) });
      expect((await visit({ visitor: of(other) }, carry(known.body.visitor))).body).toEqual(known.body);
      expect((await visit({ visitor: of(home) }, carry(known.body.visitor))).body).toEqual(known.body);
    }
  });

  it.each(["", "short", "x".repeat(65), "with space inside it", '"quoted-0123456789"'])(
    "means nothing when it is no visitor's id: %j",
    async (value) => {
      const visitor = newVisitor();
      expect((await visit({ visitor }, carry(value))).body.visitor).toBe(visitor);
    },
  );

  it("is neither set nor read for an anonymous page, and taken away when there is one", async () => {
    const known = await visit();
    expect((await visit({ anonymous: true })).cookie).toBeNull();
    const { body, cookie } = await visit({ anonymous: true }, carry(known.body.visitor));
    expect(body.visitor).not.toBe(known.body.visitor);
    expect(cookie).toBe(`rt_${shop.siteKey}=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax`);
  });

  it("is neither set nor read where the site says so, or the browser sends Sec-GPC and the site respects it", async () => {
    const known = await visit();
    const gpc = { "sec-gpc": "1" };
    const refused = await visit({}, { ...gpc, ...carry(known.body.visitor) });
    expect(refused.body.visitor).not.toBe(known.body.visitor);
    expect(refused.cookie).toContain("Max-Age=0");
    expect((await visit({}, gpc)).cookie).toBeNull();
    await settings({ respectGpc: false });
    expect((await visit({}, { ...gpc, ...carry(known.body.visitor) })).body).toEqual(known.body);
    await settings({ idCookie: false });
    expect((await visit()).cookie).toBeNull();
    expect((await visit({}, carry(known.body.visitor))).body.visitor).not.toBe(known.body.visitor);
  });

  it("A1 is neither set nor read on other routes", async () => {
    const { body } = await visit();
    const { visitor, visit: id } = body;
    const who = { site: shop.siteKey, visitor, visit: id };
    const answers = [
      await post(`${OWN}/v1/pulse`, { ...who, events: [{ type: "alive", ago: 0 }] }, carry(visitor)),
      await post(`${OWN}/v1/leads`, { ...who, page: PAGE, fields: {} }, carry(visitor)),
      await post(`${OWN}/v1/link`, who, carry(visitor)),
    ];
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 200]);
    for (const answer of answers) expect(answer.headers.get("set-cookie")).toBeNull();
    const nameless = { ...who, visitor: newVisitor() };
    expect((await post(`${OWN}/v1/link`, nameless, carry(visitor))).status).toBe(410);
  });
});

describe("an answer that was made with a cookie", () => {
  it("A1 is for pages of the site's own origins, by name", async () => {
    const { answer } = await visit();
    expect(answer.headers.get("access-control-allow-origin")).toBe(SHOP);
    expect(answer.headers.get("access-control-allow-credentials")).toBe("true");
    expect(answer.headers.get("vary")).toBe("origin");
  });

  it("A1 is never given to others: they are refused, with a cookie as without", async () => {
    const evil = { origin: "https://evil.example" };
    const known = (await visit()).body.visitor;
    const refused = [await visit({}, { ...evil, ...carry(known) }), await visit({}, evil)];
    for (const { answer } of refused) expect([answer.status, answer.headers.get("set-cookie")]).toEqual([403, null]);
    expect(refused[0]?.body).toEqual(refused[1]?.body);
  });

  it("S1 is refused so that the script hears of it: browsers hide an answer that gives no leave for credentials", async () => {
    const body = { site: shop.siteKey, visitor: newVisitor(), page: PAGE };
    const broken = { method: "POST", body: "{", headers: { origin: SHOP } };
    const refusals = [
      await post(`${OWN}/v1/visit`, body, { origin: "https://evil.example" }),
      await post(`${OWN}/v1/visit`, { ...body, site: "nobody" }),
      await post(`${OWN}/v1/visit`, {}),
      await exports.default.fetch(new Request(`${OWN}/v1/visit`, broken)),
      await post(`${OWN}/v1/link`, { ...body, visit: "0abcdefghi.0" }),
    ];
    expect(refusals.map(({ status }) => status)).toEqual([403, 404, 422, 400, 410]);
    for (const { headers } of refusals) expect(headers.get("access-control-allow-credentials")).toBe("true");
  });
});
