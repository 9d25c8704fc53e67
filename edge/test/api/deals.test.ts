/** Deals: told by the operator, once each, and changed. The real Worker and D1. */
import { beforeEach, describe, expect, it } from "vitest";
import { addKey, reset, them, us } from "./operator-client.ts";
import { flush, PAGE, post, view } from "./page-client.ts";
import { type Configured, configure } from "./resources.ts";

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
