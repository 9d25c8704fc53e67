/** Callers known from deals: what a deal makes of a call, and how the switchboards come to know. The real Worker and D1. */
import { createScheduledController, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import worker from "../../src/index.ts";
import { Switchboard } from "../../src/switchboard/switchboard.ts";
import { reset, us } from "./operator-client.ts";
import { call, connect, flush, recorded, switchboard, view } from "./page-client.ts";
import { type Configured, configure, TARGET } from "./resources.ts";

interface Deal {
  id: string;
  visit: string | null;
  foundBy: string | null;
  confidence: number;
}

const CUSTOMER = "+447911123456";
let shop: Configured;
let round = 10;

beforeEach(async () => {
  await reset();
  shop = await configure(us, String(round++));
});

const tell = (deal: object) => us.post<Deal>("/v1/deals", { site: shop.site, ...deal });

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

it("T2 a call that a deal names stays what it was: deals credit, they rewrite nothing", async () => {
  const { connection, overflow, visits } = await crowd();
  const first = await call(shop.siteKey, connection, "CA1", overflow, CUSTOMER);
  await tell({ call: `${connection}:CA1`, visit: visits[3]?.visit });
  expect(await recorded(shop.siteKey, connection, "CA1")).toEqual(first);
});
