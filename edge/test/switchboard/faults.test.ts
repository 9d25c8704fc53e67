/** D1 away, slow or half broken: nothing that was acknowledged is lost or doubled, and nobody waits for it. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { VisitResponse } from "../../../sdk/src/wire.ts";
import type { Env } from "../../src/env.ts";
import { Outbox } from "../../src/switchboard/outbox.ts";
import { migrate } from "../../src/switchboard/schema.ts";
import type { Switchboard } from "../../src/switchboard/switchboard.ts";
import { siteConfig, stubOf, view } from "./site.ts";

const START_MS = Date.UTC(2026, 10, 22, 9);
const fixedNow = START_MS;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: fixedNow });
});
afterEach(() => {
  vi.useRealTimers();
});

type Stub = ReturnType<typeof stubOf>;

/** Puts another database under a switchboard; the instance keeps it until it is evicted. */
async function giveDatabase(stub: Stub, db: D1Database): Promise<void> {
  await runInDurableObject(stub, (instance: Switchboard) => {
    (instance as unknown as { env: Env }).env = { ...env, DB: db };
  });
}

/** A database whose batches end as `outcome` says. */
function database(outcome: (statements: D1PreparedStatement[]) => Promise<D1Result[]>): D1Database {
  return new Proxy(env.DB, {
    get: (target, name) => {
      if (name === "batch") return outcome;
      const member: unknown = Reflect.get(target, name);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
}

async function open(site: string, count: number): Promise<{ stub: Stub; visits: VisitResponse[] }> {
  const stub = stubOf(site);
  await stub.configure(siteConfig(site));
  return { stub, visits: await visit(stub, site, 0, count) };
}

async function visit(
  stub: Pick<Switchboard, "visit">,
  site: string,
  from: number,
  count: number,
): Promise<VisitResponse[]> {
  const visits: VisitResponse[] = [];
  for (let n = from; n < from + count; n++) {
    const outcome = await stub.visit(view(site, n));
    if (!outcome.ok) throw new Error(outcome.reason);
    visits.push(JSON.parse(outcome.body) as VisitResponse);
  }
  return visits;
}

async function ring(stub: Pick<Switchboard, "call">, site: string, callId: string, number: string): Promise<void> {
  const event = { callId, atMs: Date.now(), from: "+447700900123", to: number, status: "ringing" as const };
  await stub.call({ connection: site, account: "account-1", event });
}

function numberOf(response: VisitResponse | undefined): string {
  return response?.swaps[0]?.number ?? "";
}

/** Lets time pass and runs the alarm until the outbox is empty. */
async function drain(stub: Stub): Promise<void> {
  for (let i = 0; i < 2_000 && (await stub.health()).outbox > 0; i++) {
    vi.setSystemTime(Date.now() + 120_000);
    await runDurableObjectAlarm(stub);
  }
}

async function inD1(site: string): Promise<{ visits: number; calls: number }> {
  const count = async (table: string) =>
    (await env.DB.prepare(`SELECT COUNT(*) AS n FROM ${table} WHERE site_id = ?`)
      .bind(`site-${site}`)
      .first<number>("n")) ?? 0;
  return { visits: await count("visit"), calls: await count("call") };
}

describe("D1 away", () => {
  it("W4 T1 keeps all that was acknowledged, says how far it lags, and sends it once D1 is back", async () => {
    const { stub, visits } = await open("away", 3);
    await giveDatabase(
      stub,
      database(() => Promise.reject(new Error("D1_ERROR: Network connection lost"))),
    );
    for (let minute = 0; minute < 5; minute++) {
      await ring(stub, "away", `call-${minute}`, numberOf(visits[minute % 3]));
      vi.setSystemTime(Date.now() + 60_000);
      await runDurableObjectAlarm(stub);
    }
    const health = await stub.health();
    expect(health.outbox).toBe(8);
    expect(health.outboxLagMs).toBeGreaterThanOrEqual(300_000);
    expect(await inD1("away")).toEqual({ visits: 0, calls: 0 });
    await evictDurableObject(stub);
    await drain(stub);
    expect(await inD1("away")).toEqual({ visits: 3, calls: 5 });
    expect(await stub.health()).toMatchObject({ outbox: 0, outboxLagMs: 0, dropped: 0 });
  });

  it("T1 a batch that was written though its answer was lost is not written twice", async () => {
    const { stub, visits } = await open("lost-answer", 2);
    await ring(stub, "lost-answer", "call-1", numberOf(visits[0]));
    let lost = 0;
    const db = database(async (statements) => {
      await env.DB.batch(statements);
      lost += 1;
      throw new Error("D1_ERROR: answer lost");
    });
    await giveDatabase(stub, db);
    vi.setSystemTime(Date.now() + 60_000);
    await runDurableObjectAlarm(stub);
    expect(lost).toBeGreaterThan(0);
    await giveDatabase(stub, env.DB);
    await drain(stub);
    expect(await inD1("lost-answer")).toEqual({ visits: 2, calls: 1 });
  });

  it("T1 D1 failing every second time only takes longer", async () => {
    const { stub, visits } = await open("half", 3);
    let turn = 0;
    await giveDatabase(
      stub,
      database((statements) => (turn++ % 2 === 0 ? Promise.reject(new Error("overloaded")) : env.DB.batch(statements))),
    );
    for (let i = 0; i < 6; i++) {
      await ring(stub, "half", `call-${i}`, numberOf(visits[i % 3]));
      vi.setSystemTime(Date.now() + 30_000);
      await runDurableObjectAlarm(stub);
    }
    await drain(stub);
    expect(await inD1("half")).toEqual({ visits: 3, calls: 6 });
  });

  it("W3 T1 nobody waits for a slow D1, and what changes meanwhile is sent again", async () => {
    const { stub, visits } = await open("slow", 2);
    vi.setSystemTime(Date.now() + 60_000);
    await runInDurableObject(stub, async (instance: Switchboard) => {
      const { promise: isSlow, resolve: began } = Promise.withResolvers<void>();
      const { promise: gate, resolve: release } = Promise.withResolvers<void>();
      const slow = database(async (statements) => {
        began();
        await gate;
        return await env.DB.batch(statements);
      });
      (instance as unknown as { env: Env }).env = { ...env, DB: slow };
      const flushing = instance.alarm();
      await isSlow;
      await ring(instance, "slow", "call-1", numberOf(visits[0]));
      const [later] = await visit(instance, "slow", 7, 1);
      expect(numberOf(later), "a visit is answered meanwhile").not.toBe("");
      release();
      await flushing;
    });
    expect((await stub.health()).outbox, "what came meanwhile is not settled with the rest").toBeGreaterThan(0);
    await giveDatabase(stub, env.DB);
    await drain(stub);
    expect(await inD1("slow")).toEqual({ visits: 3, calls: 1 });
  });
});

it("W4 T1 a full outbox gives up the oldest visits and never a call or a form", async () => {
  const stub = stubOf("full");
  await runInDurableObject(stub, (_, state) => {
    migrate(state.storage.sql);
    const outbox = new Outbox(state.storage.sql, 50);
    for (let i = 0; i < 40; i++) outbox.mark(i < 30 ? "call" : "lead", `kept-${i}`, i, i);
    for (let i = 0; i < 100; i++) outbox.mark("visit", `w visit-${i}`, i, i);
    const due = outbox.due(1_000, 1_000);
    expect(due.filter(({ kind }) => kind !== "visit")).toHaveLength(40);
    expect(due.filter(({ kind }) => kind === "visit").map(({ id }) => id)).toContain("w visit-99");
    expect(due.map(({ id }) => id)).not.toContain("w visit-0");
    expect(due.length).toBeLessThanOrEqual(50);
    expect(outbox.dropped).toBe(140 - due.length);
  });
});

it("T1 a pulse that tells of half a millisecond does not hold up the way to D1", async () => {
  const { stub, visits } = await open("half-a-millisecond", 1);
  const { request, client } = view("half-a-millisecond", 0);
  const page = { url: "https://shop.example/?utm_source=news&utm_medium=email", referrer: "" };
  const pulse = { visitor: request.visitor, visit: visits[0]?.visit ?? "", origin: client.origin };
  vi.setSystemTime(Date.now() + 10_000);
  await stub.pulse({ ...pulse, events: [{ type: "page", ago: 0.5, page }] });
  vi.setSystemTime(Date.now() + 120_000);
  await runDurableObjectAlarm(stub);
  expect((await stub.health()).outbox).toBe(0);
});

it.each(["outbox", "visit"])(
  "T1 L2 a pulse whose write of the %s fails leaves the visit as it was, and the next one counts",
  async (table) => {
    const site = `half-pulse-${table}`;
    const { stub, visits } = await open(site, 1);
    await drain(stub);
    const { request, client } = view(site, 0);
    const id = visits[0]?.visit ?? "";
    const events = [{ type: "signal" as const, ago: 0, signal: "tel" as const }];
    const pulse = () =>
      runInDurableObject(stub, (instance: Switchboard) =>
        instance.pulse({ visitor: request.visitor, visit: id, origin: client.origin, events }).catch(String),
      );
    const sql = (query: string) => runInDurableObject(stub, (_, { storage }) => storage.sql.exec(query).toArray());
    const before = await sql("SELECT * FROM visit");
    await sql(`CREATE TRIGGER fails BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'failed by the test'); END`);
    vi.setSystemTime(Date.now() + 10_000);
    expect(await pulse()).toContain("failed by the test");
    expect(await sql("SELECT * FROM visit")).toEqual(before);
    await sql("DROP TRIGGER fails");
    expect(await pulse()).toEqual({ ok: true });
    await drain(stub);
    const { version } = (await sql("SELECT version FROM visit"))[0] ?? {};
    const stored = await env.DB.prepare("SELECT version, data FROM visit WHERE id = ?")
      .bind(id)
      .first<{ data: string }>();
    expect(stored).toMatchObject({ version, data: expect.stringContaining('"tel"') });
  },
);

describe("the drain of a pool", () => {
  const DRAINED = { addressShare: 0.5, addressVisitsPerMinute: 600 };

  async function attacked(site: string): Promise<Stub> {
    const stub = stubOf(site);
    const config = siteConfig(site);
    await stub.configure({ ...config, settings: { ...config.settings, ...DRAINED } });
    return stub;
  }

  it("L7 while 10,000 visits come from one address, an ordinary visitor gets a number, and little is stored", async () => {
    const stub = await attacked("drain");
    let given = 0;
    await runInDurableObject(stub, async (instance: Switchboard) => {
      for (let n = 0; n < 10_000; n++) {
        const command = view("drain", n);
        const outcome = await instance.visit({ ...command, client: { ...command.client, address: "attacker" } });
        if (outcome.ok && outcome.body.includes('"kind":"pool"')) given += 1;
        if (n % 2_000 !== 0) continue;
        const [ordinary] = await visit(instance, "drain", 1_000_000, 1);
        expect(ordinary?.swaps[0]?.kind, `after ${n} visits`).toBe("pool");
      }
    });
    expect(given, "half of the pool of three, at least one; the same of the pool of two").toBeLessThanOrEqual(2);
    expect((await stub.health()).outbox).toBeLessThanOrEqual(DRAINED.addressVisitsPerMinute + 1);
  });

  it("L7 one visitor asking again and again, with any visit id, holds one number of each pool", async () => {
    const stub = await attacked("replay");
    const [first] = await visit(stub, "replay", 1, 1);
    const numbers = new Set<string>();
    for (let n = 0; n < 200; n++) {
      const outcome = await stub.visit(
        view("replay", 1, { visit: n % 2 === 0 ? (first?.visit ?? "") : `0${n}forged.0` }),
      );
      if (outcome.ok) numbers.add(numberOf(JSON.parse(outcome.body) as VisitResponse));
    }
    expect([...numbers]).toEqual([numberOf(first)]);
  });
});
