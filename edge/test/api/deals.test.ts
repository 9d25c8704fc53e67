/** Deals: told by the operator, once each, and what a call makes of them. The real Worker, D1 and switchboards. */
import { createScheduledController, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import worker from "../../src/index.ts";
import { Switchboard } from "../../src/switchboard/switchboard.ts";
import { addKey, reset, them, us } from "./operator-client.ts";
import { call, connect, flush, PAGE, post, recorded, switchboard, view } from "./page-client.ts";
import { type Configured, configure, TARGET } from "./resources.ts";

interface Deal {
  id: string;
  site: string;
  externalId: string | null;
  status: string;
  amount: number;
  currency: string;
  at: string;
  phone: string | null;
  visit: string | null;
  visitor: string | null;
  foundBy: string | null;
  confidence: number;
  errors: { path: string }[];
}
type List = { items: Deal[]; next: string | null };

const CUSTOMER = "+447911123456";
let shop: Configured;
let round = 10;

beforeEach(async () => {
  await reset();
  shop = await configure(us, String(round++));
});

const tell = (deal: object, client = us) => client.post<Deal>("/v1/deals", { site: shop.site, ...deal });

/** A number that many are shown, a connection it belongs to, and visitors who are shown it. */
async function crowd(): Promise<{ connection: string; overflow: string; visits: Awaited<ReturnType<typeof view>>[] }> {
  const connection = await connect();
  const overflow = `+44207946${7000 + round}`;
  await us.post("/v1/numbers", { kind: "overflow", number: overflow, connection, site: shop.site });
  await us.delete(`/v1/placements/${shop.placement}`);
  await us.patch(`/v1/pools/${shop.pool}`, { overflow });
  await us.post("/v1/placements", { site: shop.site, target: TARGET, action: { pool: shop.pool } });
  const visits = [];
  for (let n = 0; n < 8; n++) visits.push(await view(shop.siteKey));
  await flush(shop.siteKey);
  return { connection, overflow, visits: visits.slice(1) };
}

const cron = () => worker.scheduled?.(createScheduledController(), env);

describe("POST /v1/deals", () => {
  it("takes money in whole minor units, and the site's currency and the present unless told", async () => {
    const { status, body, headers } = await tell({ amount: 149_900, title: "Sandpiper" });
    expect(status).toBe(201);
    expect(headers.get("ringtrail-published")).toBe("done");
    expect(body).toMatchObject({ amount: 149_900, currency: "GBP", status: "won", visit: null, foundBy: null });
    expect(Math.abs(Date.parse(body.at) - Date.now())).toBeLessThan(10_000);
    expect((await us.get(`/v1/deals/${body.id}`)).body).toEqual(body);
  });

  it("T2 is one deal for one externalId of a site, however often and by whomever it is posted", async () => {
    const posts = await Promise.all([1, 2, 3].map((amount) => tell({ externalId: "crm-1", amount })));
    expect(posts.map(({ status }) => status).toSorted()).toEqual([200, 200, 201]);
    expect(new Set(posts.map(({ body }) => body.id)).size).toBe(1);
    const last = await tell({ externalId: "crm-1", amount: 5, status: "lost" });
    const { items } = (await us.get<List>("/v1/deals")).body;
    expect(items).toEqual([last.body]);
    expect(items).toMatchObject([{ amount: 5, status: "lost" }]);
    const other = await configure(us, String(round++));
    expect((await tell({ externalId: "crm-1", site: other.site })).status).toBe(201);
  });

  it("finds the visit by what was said of it: visit before call before lead before visitor before phone", async () => {
    const [a, b, c] = [await view(shop.siteKey), await view(shop.siteKey), await view(shop.siteKey)];
    const who = { site: shop.siteKey, visitor: b.visitor, visit: b.visit };
    await post("/v1/leads", { ...who, page: PAGE, fields: { tel: CUSTOMER } });
    await flush(shop.siteKey);
    const [lead] = (await us.get<{ items: { id: string }[] }>("/v1/leads")).body.items;
    const found = async (deal: object) => {
      const { visit, foundBy } = (await tell(deal)).body;
      return [foundBy, visit];
    };
    expect(await found({ visit: a.visit, lead: lead?.id, visitor: c.visitor })).toEqual(["visit", a.visit]);
    expect(await found({ lead: lead?.id, visitor: c.visitor })).toEqual(["lead", b.visit]);
    expect(await found({ visitor: c.visitor, phone: CUSTOMER })).toEqual(["visitor", c.visit]);
    expect(await found({ phone: CUSTOMER })).toEqual(["phone", b.visit]);
    expect(await found({ phone: "+447911123457" })).toEqual([null, null]);
    // The lead's number comes with it.
    expect((await tell({ lead: lead?.id })).body.phone).toBe(CUSTOMER);
  });

  it.each([
    [{ status: "maybe" }, "status"],
    [{ amount: 1.5 }, "amount"],
    [{ amount: -1 }, "amount"],
    [{ currency: "gbp" }, "currency"],
    [{ at: "yesterday" }, "at"],
    [{ phone: "0207" }, "phone"],
    [{ visit: "0abcdefghi.0" }, "visit"],
    [{ call: "nobody:1" }, "call"],
    [{ lead: "lead_0" }, "lead"],
    [{ visitor: "nobody-0123456789" }, "visitor"],
    [{ colour: "red" }, "colour"],
    [{ site: "site_0" }, "site"],
  ])("refuses %j", async (deal, path) => {
    const { status, body } = await tell(deal);
    expect(status).toBe(422);
    expect(body.errors.map((error) => error.path)).toEqual([path]);
    expect((await us.get<List>("/v1/deals")).body.items).toEqual([]);
  });

  it("A1 A2 is of one account, masked without the scope, and refers to nothing of another's", async () => {
    const visit = await view(shop.siteKey);
    await flush(shop.siteKey);
    const { body } = await tell({ phone: CUSTOMER });
    const theirs = await configure(them, String(round++));
    const foreign = await them.post<Deal>("/v1/deals", { site: theirs.site, visit: visit.visit });
    expect(foreign).toMatchObject({ status: 422, body: { errors: [{ path: "visit" }] } });
    expect((await them.post("/v1/deals", { site: shop.site })).status).toBe(422);
    for (const method of ["GET", "PATCH", "DELETE"]) {
      const change = method === "PATCH" ? { amount: 1 } : undefined;
      expect((await them.send(method, `/v1/deals/${body.id}`, change)).status).toBe(404);
    }
    expect((await them.get<List>("/v1/deals")).body.items).toEqual([]);
    const reader = await addKey("us", "rt_deal_reader", ["read"]);
    expect((await reader.get<Deal>(`/v1/deals/${body.id}`)).body.phone).toBe("+44 ••••••• 456");
    expect((await reader.get(`/v1/deals?phone=${encodeURIComponent(CUSTOMER)}`)).status).toBe(403);
    expect((await us.get<List>(`/v1/deals?phone=${encodeURIComponent(CUSTOMER)}`)).body.items).toHaveLength(1);
  });
});

describe("a caller known from a deal", () => {
  it("R3 is the deal's visitor, whoever else was shown the number, and the evidence says so", async () => {
    const { connection, overflow, visits } = await crowd();
    const [buyer] = visits;
    await tell({ visit: buyer?.visit, phone: CUSTOMER, at: new Date(Date.now() - 3 * 86_400_000).toISOString() });
    const known = await call(shop.siteKey, connection, "CA1", overflow, CUSTOMER);
    expect(known.visitId).toBe(buyer?.visit);
    expect(known.evidence.join(" ")).toMatch(/known from a deal of 3 days before/);
    const stranger = await call(shop.siteKey, connection, "CA2", overflow, "+447911123999");
    expect(stranger.visitId).not.toBe(buyer?.visit);
  });

  it("R3 without a visit of its own is the visitor of their earlier call, and known from both", async () => {
    const { connection, overflow, visits } = await crowd();
    await tell({ visit: visits[2]?.visit, phone: CUSTOMER, externalId: "1" });
    const first = await call(shop.siteKey, connection, "CA1", overflow, CUSTOMER);
    expect(first.visitId).toBe(visits[2]?.visit);
    const { body } = await tell({ phone: CUSTOMER, externalId: "2" });
    expect(body).toMatchObject({ visit: first.visitId, foundBy: "phone" });
    expect(body.confidence).toBeCloseTo(first.confidence, 6);
    const again = await call(shop.siteKey, connection, "CA3", overflow, CUSTOMER);
    expect(again.visitId).toBe(first.visitId);
  });

  it("T2 brings its call the channel of a visit that the switchboard has long forgotten", async () => {
    const { connection, overflow, visits } = await crowd();
    const [buyer] = visits;
    await runInDurableObject(switchboard(shop.siteKey), (_, state) => {
      state.storage.sql.exec("DELETE FROM visit WHERE id = ?", buyer?.visit);
    });
    await tell({ visit: buyer?.visit, phone: CUSTOMER });
    const arrival = { visitId: buyer?.visit, channel: "Paid Search", source: "google", campaign: "spring" };
    expect(await call(shop.siteKey, connection, "CA1", overflow, CUSTOMER)).toMatchObject(arrival);
    const again = await call(shop.siteKey, connection, "CA2", overflow, CUSTOMER);
    expect(again).toMatchObject(arrival);
    expect(again.evidence.join(" ")).toMatch(/had called \d+ s before.*known from a deal/);
  });

  it("is a stranger again when the deal is deleted, or has another number; nothing of it stays", async () => {
    const { connection, overflow, visits } = await crowd();
    const [buyer] = visits;
    const { body } = await tell({ visit: buyer?.visit, phone: CUSTOMER });
    await us.patch(`/v1/deals/${body.id}`, { phone: "+447911123457" });
    expect((await call(shop.siteKey, connection, "CA1", overflow, CUSTOMER)).visitId).not.toBe(buyer?.visit);
    expect((await call(shop.siteKey, connection, "CA2", overflow, "+447911123457")).visitId).toBe(buyer?.visit);
    await us.patch(`/v1/deals/${body.id}`, { phone: CUSTOMER });
    expect((await us.delete(`/v1/deals/${body.id}`)).status).toBe(204);
    expect((await us.get(`/v1/deals/${body.id}`)).status).toBe(404);
    expect(await env.DB.prepare("SELECT count(*) AS n FROM deal").first("n")).toBe(0);
    const told = await runInDurableObject(switchboard(shop.siteKey), (_, state) =>
      JSON.stringify(state.storage.sql.exec("SELECT * FROM told").toArray()),
    );
    expect(told).not.toContain(CUSTOMER.slice(3));
    expect(told).not.toContain(buyer?.visit);
  });

  it("T1 is told to all switchboards sooner or later, whichever do not answer, and to new ones", async () => {
    const visit = await view(shop.siteKey);
    await flush(shop.siteKey);
    await us.patch(`/v1/sites/${shop.site}`, { shards: 2 });
    const told = (shard: number) =>
      runInDurableObject(switchboard(shop.siteKey, shard), (_, state) =>
        state.storage.sql.exec<{ caller: string }>("SELECT caller FROM told").toArray(),
      );
    const real = Switchboard.prototype.tell;
    const deaf = vi.spyOn(Switchboard.prototype, "tell").mockImplementation(function (this: Switchboard, all) {
      if (this.ctx.id.equals(env.SWITCHBOARD.idFromName(`${shop.siteKey}/1`))) throw new Error("deaf");
      return real.call(this, all);
    });
    const { headers } = await tell({ visit: visit.visit, phone: CUSTOMER });
    expect(headers.get("ringtrail-published")).toBe("pending");
    expect([(await told(0)).length, (await told(1)).length]).toEqual([1, 0]);
    deaf.mockRestore();
    await cron();
    expect((await told(1)).map(({ caller }) => caller)).toEqual([CUSTOMER]);
    await us.patch(`/v1/sites/${shop.site}`, { shards: 3 });
    await cron();
    expect((await told(2)).map(({ caller }) => caller)).toEqual([CUSTOMER]);
  });

  it("an older statement that comes late changes nothing", async () => {
    const stub = switchboard(shop.siteKey);
    const told = { id: "deal_1", by: "deal", atMs: 1, visit: null, knownAtMs: 5 } as const;
    await stub.tell([{ ...told, version: 5, caller: null }]);
    await stub.tell([{ ...told, version: 4, caller: CUSTOMER }]);
    const rows = await runInDurableObject(stub, (_, state) =>
      state.storage.sql.exec("SELECT version, caller FROM told").toArray(),
    );
    expect(rows).toEqual([{ version: 5, caller: null }]);
  });
});

describe("a deal", () => {
  it("is changed field by field; two changes at a time both count", async () => {
    const { body } = await tell({ amount: 1, title: "a" });
    await Promise.all([
      us.patch(`/v1/deals/${body.id}`, { amount: 2 }),
      us.patch(`/v1/deals/${body.id}`, { title: "b" }),
      us.patch(`/v1/deals/${body.id}`, { status: "lost" }),
    ]);
    const after = (await us.get<Deal>(`/v1/deals/${body.id}`)).body;
    expect(after).toMatchObject({ amount: 2, title: "b", status: "lost" });
    expect((await us.patch(`/v1/deals/${body.id}`, {})).status).toBe(422);
    expect((await us.patch(`/v1/deals/${body.id}`, { externalId: "x" })).status).toBe(422);
  });

  it("finds its visit anew when something else is said of it, and loses it when nothing is", async () => {
    const [a, b] = [await view(shop.siteKey), await view(shop.siteKey)];
    await flush(shop.siteKey);
    const { body } = await tell({ visit: a.visit });
    const change = async (what: object) => (await us.patch<Deal>(`/v1/deals/${body.id}`, what)).body;
    expect(await change({ amount: 3 })).toMatchObject({ visit: a.visit, foundBy: "visit" });
    expect(await change({ visitor: b.visitor })).toMatchObject({ visit: a.visit, foundBy: "visit" });
    expect(await change({ visit: b.visit })).toMatchObject({ visit: b.visit, visitor: b.visitor });
    expect(await change({ visit: null })).toMatchObject({ visit: null, foundBy: null, confidence: 0 });
  });

  it("lists come the latest first, page by page, narrowed by status and time", async () => {
    for (let n = 0; n < 5; n++) {
      const at = new Date(Date.UTC(2026, 0, 1 + n)).toISOString();
      await tell({ at, externalId: String(n), status: n % 2 ? "lost" : "won" });
    }
    const seen: (string | null)[] = [];
    for (let query: string | null = "?limit=2"; query !== null; ) {
      const { items, next }: List = (await us.get<List>(`/v1/deals${query}`)).body;
      seen.push(...items.map(({ externalId }) => externalId));
      query = next === null ? null : `?limit=2&cursor=${next}`;
    }
    expect(seen).toEqual(["4", "3", "2", "1", "0"]);
    const count = async (query: string) => (await us.get<List>(`/v1/deals?${query}`)).body.items.length;
    expect(await count("status=lost")).toBe(2);
    expect(await count("externalId=3")).toBe(1);
    expect(await count("from=2026-01-03T00:00:00Z&to=2026-01-05T00:00:00Z")).toBe(2);
  });
});

it("T2 a call that a deal names stays what it was: deals credit, they rewrite nothing", async () => {
  const { connection, overflow, visits } = await crowd();
  const first = await call(shop.siteKey, connection, "CA1", overflow, CUSTOMER);
  await tell({ call: `${connection}:CA1`, visit: visits[3]?.visit });
  expect(await recorded(shop.siteKey, connection, "CA1")).toEqual(first);
});
