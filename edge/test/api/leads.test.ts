/** Forms that visitors send: from the page to the operator's list, and to the call that follows. The real Worker and D1. */
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { VisitResponse } from "../../../sdk/src/wire.ts";
import { shardOf } from "../../src/core/shards.ts";
import { LEADS_OF_VISIT_MAX, LEADS_PER_MINUTE_MAX } from "../../src/switchboard/take-lead.ts";
import { addKey, reset, them, us } from "./operator-client.ts";
import { call, connect, flush, newVisitor, PAGE, post, switchboard, view } from "./page-client.ts";
import { type Configured, configure, TARGET } from "./resources.ts";

interface Lead {
  id: string;
  visit: string;
  visitor: string;
  form: string;
  page: string;
  fields: Record<string, string | null>;
  phone: string | null;
}
type List = { items: Lead[]; next: string | null };

let shop: Configured;
let round = 10;

beforeEach(async () => {
  await reset();
  shop = await configure(us, String(round++));
});

function send(visit: VisitResponse, fields: Record<string, string>, more: object = {}, headers = {}) {
  const body = { site: shop.siteKey, visitor: visit.visitor, visit: visit.visit, page: PAGE, fields, ...more };
  return post("/v1/leads", body, headers);
}

async function listed(query = "", client = us): Promise<Lead[]> {
  await flush(shop.siteKey);
  return (await client.get<List>(`/v1/leads${query}`)).body.items;
}

describe("POST /v1/leads", () => {
  it("T1 a form that was acknowledged stands in the list, with its visit, and the visit counts it", async () => {
    const visit = await view(shop.siteKey);
    const answer = await send(visit, { name: "Ada", tel: "07911 123111" }, { form: "callback" });
    expect(answer.status).toBe(204);
    const { visit: id, visitor } = visit;
    const found = { form: "callback", page: "/bikes", fields: { name: "Ada", tel: "07911 123111" } };
    expect(await listed()).toMatchObject([{ ...found, visit: id, visitor, phone: "+447911123111" }]);
    expect((await us.get(`/v1/visits/${id}`)).body).toMatchObject({ leads: 1 });
    const [{ id: lead } = { id: "" }] = await listed();
    expect((await us.get(`/v1/leads/${lead}`)).body).toMatchObject({ ...found, id: lead });
  });

  it("stands on the page that the visit saw last, where the page does not say", async () => {
    const visit = await view(shop.siteKey);
    expect((await send(visit, { name: "Ada" }, { page: undefined })).status).toBe(204);
    expect(await listed()).toMatchObject([{ page: "/bikes" }]);
  });

  it("T1 survives D1 being away and the switchboard being thrown out of memory", async () => {
    const visit = await view(shop.siteKey);
    const away = vi.spyOn(env.DB, "batch").mockRejectedValue(new Error("D1 is away"));
    expect((await send(visit, { name: "Ada" })).status).toBe(204);
    await flush(shop.siteKey);
    away.mockRestore();
    const { evictDurableObject } = await import("cloudflare:test");
    await evictDurableObject(switchboard(shop.siteKey));
    expect((await us.get<List>("/v1/leads")).body.items).toEqual([]);
    await vi.waitFor(async () => expect(await listed()).toMatchObject([{ fields: { name: "Ada" } }]), {
      timeout: 10_000,
    });
  });

  it("is one lead, however often the page sends the same form", async () => {
    const visit = await view(shop.siteKey);
    const twice = await Promise.all([send(visit, { a: "1", b: "2" }), send(visit, { b: "2", a: "1" })]);
    expect(twice.map(({ status }) => status)).toEqual([204, 204]);
    expect((await send(visit, { a: "1", b: "3" })).status).toBe(204);
    expect(await listed()).toHaveLength(2);
    expect((await us.get(`/v1/visits/${visit.visit}`)).body).toMatchObject({ leads: 2 });
  });

  it("A2 never keeps a password or a card, whatever the page sent", async () => {
    const visit = await view(shop.siteKey);
    const secrets = {
      password: "hunter-two",
      "cc-number": "x1",
      cardCvc: "secret-of-the-card",
      note: "4111 1111 1111 1111",
    };
    expect((await send(visit, { name: "Ada", ...secrets })).status).toBe(204);
    expect(await listed()).toMatchObject([{ fields: { name: "Ada" } }]);
    const { runInDurableObject } = await import("cloudflare:test");
    const stored = await runInDurableObject(switchboard(shop.siteKey), (_, state) =>
      JSON.stringify(state.storage.sql.exec("SELECT * FROM lead").toArray()),
    );
    const row = JSON.stringify(await env.DB.prepare("SELECT * FROM lead").all());
    for (const secret of ["hunter-two", "secret-of-the-card", "4111 1111", "password"])
      expect(stored + row).not.toContain(secret);
  });

  it("T1 a form's name holds nothing that could keep it from the database", async () => {
    const visit = await view(shop.siteKey);
    expect((await send(visit, { a: "\ud800\u0000" }, { form: "call\ud800\u0000back" })).status).toBe(204);
    expect((await listed()).map(({ form }) => form)).toEqual(["call back"]);
  });

  it("A1 takes none of another origin, of a visit it does not know, or with somebody else's secret", async () => {
    const visit = await view(shop.siteKey);
    expect((await send(visit, { a: "1" }, {}, { origin: "https://evil.example" })).status).toBe(403);
    expect((await send(visit, { a: "1" }, { site: "nobody" })).status).toBe(404);
    expect((await send(visit, { a: "1" }, { visit: "0abcdefghi.0" })).status).toBe(410);
    expect((await send(visit, { a: "1" }, { visit: "0abcdefghi.zz" })).status).toBe(410);
    expect((await send(visit, { a: "1" }, { visitor: "not-their-secret-1" })).status).toBe(410);
    expect(await listed()).toEqual([]);
  });

  it.each([
    ["too many fields", Object.fromEntries(Array.from({ length: 33 }, (_, n) => [`f${n}`, ""])), "fields"],
    ["a name that is too long", { ["x".repeat(65)]: "a" }, `fields.${"x".repeat(65)}`],
    ["a value that is no text", { a: 1 }, "fields.a"],
  ])("refuses %s", async (_, fields, path) => {
    const visit = await view(shop.siteKey);
    const answer = await send(visit, fields as Record<string, string>);
    expect(answer.status).toBe(422);
    expect(((await answer.json()) as { errors: object[] }).errors).toMatchObject([{ path }]);
  });

  it("takes no more of one visit than a visitor sends", async () => {
    const visit = await view(shop.siteKey);
    const statuses: number[] = [];
    for (let n = 0; n <= LEADS_OF_VISIT_MAX; n++) statuses.push((await send(visit, { n: String(n) })).status);
    expect(statuses.indexOf(429)).toBe(LEADS_OF_VISIT_MAX);
    // What was taken is taken still.
    expect((await send(visit, { n: "0" })).status).toBe(204);
    expect(await listed()).toHaveLength(LEADS_OF_VISIT_MAX);
  });

  it("takes no more of one address in a minute than an office sends", async () => {
    const network = { "cf-connecting-ip": "192.0.2.77" };
    const clock = vi.spyOn(Date, "now").mockReturnValue(Date.now());
    const statuses: number[] = [];
    for (let n = 0; n < 65; n++) {
      const visit = await view(shop.siteKey);
      statuses.push((await send(visit, { n: String(n) }, {}, network)).status);
    }
    clock.mockRestore();
    expect(statuses.filter((status) => status === 204)).toHaveLength(LEADS_PER_MINUTE_MAX);
    expect((await send(await view(shop.siteKey), { n: "x" })).status).toBe(204);
  });
});

describe("a caller who left their number in a form", () => {
  it("R3 is that visitor, on whatever number of the site they call, and the evidence says why", async () => {
    const connection = await connect();
    const overflow = `+44207946${7000 + round}`;
    const flyer = { kind: "overflow", number: overflow, connection, site: shop.site };
    expect((await us.post("/v1/numbers", flyer)).status).toBe(201);
    await us.delete(`/v1/placements/${shop.placement}`);
    await us.patch(`/v1/pools/${shop.pool}`, { overflow });
    await us.post("/v1/placements", { site: shop.site, target: TARGET, action: { pool: shop.pool } });
    // The pool has one number: the first gets it, all others the overflow number.
    const [, ada] = [await view(shop.siteKey), await view(shop.siteKey)];
    for (let n = 0; n < 8; n++) await view(shop.siteKey);
    const before = await call(shop.siteKey, connection, "CA0", overflow, "+447911123112");
    expect(before.visitId).not.toBe(ada.visit);
    await send(ada, { phone: "07911 123111" });
    const known = await call(shop.siteKey, connection, "CA1", overflow, "+447911123111");
    expect(known).toMatchObject({ visitId: ada.visit, visitorId: ada.visitor });
    expect(known.confidence).toBeGreaterThan(0.9);
    expect(known.evidence.join(" ")).toMatch(/This visitor had left the caller's number in a form \d+ s before\./);
  });
});

describe("a caller who left their number at another switchboard of the site", () => {
  it("R3 is that visitor there as well", async () => {
    const connection = await connect();
    // An overflow number that belongs to the first of two switchboards.
    const overflow = [...Array(20).keys()]
      .map((n) => `+44207946${6000 + round * 20 + n}`)
      .find((number) => shardOf(number, 2) === 0);
    await us.post("/v1/numbers", { kind: "overflow", number: overflow, connection, site: shop.site });
    await us.patch(`/v1/pools/${shop.pool}`, { overflow });
    await us.patch(`/v1/sites/${shop.site}`, { shards: 2 });
    const of = (shard: number): string => {
      const visitor = newVisitor();
      return shardOf(visitor, 2) === shard ? visitor : of(shard);
    };
    for (let n = 0; n < 6; n++) await view(shop.siteKey, { visitor: of(n % 2) });
    const ada = await view(shop.siteKey, { visitor: of(1) });
    for (let n = 0; n < 6; n++) await view(shop.siteKey, { visitor: of(n % 2) });
    expect(ada.swaps).toMatchObject([{ number: overflow }]);
    expect((await send(ada, { mobile: "07911 123111" })).status).toBe(204);
    const known = await call(shop.siteKey, connection, "CA1", overflow ?? "", "+447911123111");
    expect(known).toMatchObject({ visitId: ada.visit, visitorId: ada.visitor });
    expect(known.evidence.join(" ")).toMatch(/left the caller's number in a form/);
  });
});

describe("GET /v1/leads", () => {
  it("goes through all of them page by page, and narrows by site, visit, visitor, form, number and time", async () => {
    const visits = [await view(shop.siteKey), await view(shop.siteKey), await view(shop.siteKey)];
    for (const [n, visit] of visits.entries()) {
      await send(visit, { n: String(n), tel: `0791112311${n}` }, { form: n === 1 ? "newsletter" : "callback" });
    }
    const [first, second] = visits as [VisitResponse, VisitResponse];
    expect(await listed()).toHaveLength(3);
    const seen: string[] = [];
    for (let query: string | null = "?limit=1"; query !== null; ) {
      const { items, next }: List = (await us.get<List>(`/v1/leads${query}`)).body;
      seen.push(...items.map(({ id }) => id));
      query = next === null ? null : `?limit=1&cursor=${next}`;
    }
    expect(new Set(seen).size).toBe(3);
    const counts = async (query: string) => (await listed(query)).length;
    expect(await counts(`?site=${shop.site}`)).toBe(3);
    expect(await counts(`?visit=${first.visit}`)).toBe(1);
    expect(await counts(`?visitor=${second.visitor}`)).toBe(1);
    expect(await counts("?form=callback")).toBe(2);
    expect(await counts("?phone=%2B447911123112")).toBe(1);
    expect(await counts("?to=2020-01-01T00:00:00Z")).toBe(0);
    expect(await counts("?from=2020-01-01T00:00:00Z")).toBe(3);
  });

  it("A2 masks numbers and values unless the key may see callers; A1 and shows nothing to others", async () => {
    const visit = await view(shop.siteKey);
    await send(visit, { name: "Ada", tel: "07911 123111" });
    const reader = await addKey("us", "rt_lead_reader", ["read"]);
    const [lead] = await listed("", reader);
    expect(lead).toMatchObject({ fields: { name: null, tel: null }, phone: "+44 ••••••• 111" });
    expect(JSON.stringify(lead)).not.toMatch(/Ada|123111/);
    expect((await reader.get("/v1/leads?phone=%2B447911123111")).status).toBe(403);
    expect(await listed("", them)).toEqual([]);
    expect((await them.get(`/v1/leads/${lead?.id}`)).status).toBe(404);
  });
});
