/** Rows that D1 refuses, whatever the reason: they hold up no others, and wait until D1 will have them. Real D1. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import fc from "fast-check";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { VisitResponse } from "../../../sdk/src/wire.ts";
import type { Env } from "../../src/env.ts";
import type { Switchboard } from "../../src/switchboard/switchboard.ts";
import { CrashPoint, crashingDatabase } from "./crash.ts";
import { siteConfig, stubOf, view } from "./site.ts";

/** In the future, so that no alarm comes of itself. */
const START_MS = Date.UTC(2100, 0, 1);
const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** D1 refuses whatever has one of these ids. */
beforeAll(async () => {
  const refuse = (table: string, column: string) =>
    env.DB.prepare(`CREATE TRIGGER refuse_${table} BEFORE INSERT ON ${table} WHEN NEW.${column} IN (SELECT id FROM refused)
      BEGIN SELECT RAISE(ABORT, 'refused by the test'); END`);
  await env.DB.prepare("CREATE TABLE refused (id TEXT PRIMARY KEY)").run();
  await env.DB.batch([refuse("visit", "id"), refuse("touch", "visit_id"), refuse("call", "id")]);
});
const refuse = (...ids: string[]) =>
  env.DB.prepare("INSERT INTO refused SELECT value FROM json_each(?)").bind(JSON.stringify(ids)).run();
const allow = (...ids: string[]) =>
  env.DB.prepare("DELETE FROM refused WHERE id IN (SELECT value FROM json_each(?))").bind(JSON.stringify(ids)).run();

/** What the log says. */
let log: string[] = [];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: START_MS });
  log = [];
  vi.spyOn(console, "warn").mockImplementation((line: string) => void log.push(line));
});
afterEach(() => {
  vi.useRealTimers();
});

const pass = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);

/** A site with visits and calls that D1 has not heard of. */
async function open(
  site: string,
  counts: { visits: number; calls: number },
): Promise<{ visits: string[]; calls: string[] }> {
  const stub = stubOf(site);
  await stub.configure(siteConfig(site));
  const visits: string[] = [];
  await runInDurableObject(stub, async (instance: Switchboard) => {
    for (let n = 0; n < counts.visits; n++) {
      const outcome = await instance.visit(view(site, n));
      if (outcome.ok) visits.push((JSON.parse(outcome.body) as VisitResponse).visit);
    }
  });
  const ids = Array.from({ length: counts.calls }, (_, n) => `call-${n}`);
  for (const callId of ids) await ring(site, callId);
  return { visits, calls: ids.map((id) => `${site}:${id}`) };
}

async function ring(site: string, callId: string): Promise<void> {
  const event = { callId, atMs: Date.now(), from: "+447700900123", status: "ringing" as const };
  await stubOf(site).call({ connection: site, account: "account-1", event });
}

async function inD1(site: string): Promise<string[]> {
  const ids = async (query: string) =>
    (await env.DB.prepare(query).bind(`site-${site}`).all<{ id: string }>()).results.map(({ id }) => id);
  return [
    ...(await ids("SELECT id FROM visit WHERE site_id = ? AND id IN (SELECT visit_id FROM touch)")),
    ...(await ids("SELECT id FROM call WHERE site_id = ?")),
  ].toSorted();
}

/** Lets a minute pass, and the alarm come. */
async function minute(site: string): Promise<void> {
  pass(MINUTE);
  await runDurableObjectAlarm(stubOf(site));
}

/** Until all has been tried. */
async function settled(site: string): Promise<void> {
  const left = async () => {
    const { outbox, refused } = await stubOf(site).health();
    return outbox - refused;
  };
  for (let i = 0; i < 100 && (await left()) > 0; i++) await minute(site);
  expect(await left()).toBe(0);
}

/** Does something with the batches of a switchboard counted. */
async function batches(site: string, during: (instance: Switchboard) => Promise<unknown>): Promise<number> {
  let count = 0;
  await runInDurableObject(stubOf(site), async (instance: Switchboard) => {
    const db = new Proxy(env.DB, {
      get: (target, name) => {
        if (name === "batch") count += 1;
        const member: unknown = Reflect.get(target, name);
        return typeof member === "function" ? member.bind(target) : member;
      },
    });
    (instance as unknown as { env: Env }).env = { ...env, DB: db };
    await during(instance);
    (instance as unknown as { env: Env }).env = env;
  });
  return count;
}

const without = (ids: readonly string[], some: readonly string[]) => ids.filter((id) => !some.includes(id)).toSorted();

describe("rows that D1 refuses", () => {
  it("T1 W4 hold up no others, whichever they are; health and log tell of them", async () => {
    let sites = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.nat({ max: 24 }), { maxLength: 25 }),
        fc.uniqueArray(fc.nat({ max: 7 }), { maxLength: 8 }),
        async (badVisits, badCalls) => {
          log = [];
          const site = `refused-${sites++}`;
          const { visits, calls } = await open(site, { visits: 25, calls: 8 });
          const bad = [...badVisits.map((n) => visits[n] ?? ""), ...badCalls.map((n) => calls[n] ?? "")];
          await refuse(...bad);
          await settled(site);
          expect(await inD1(site)).toEqual(without([...visits, ...calls], bad));
          expect(await stubOf(site).health()).toMatchObject({
            outbox: bad.length,
            refused: bad.length,
            outboxLagMs: 0,
          });
          expect(log.filter((line) => line.includes('"at":"refused"'))).toHaveLength(bad.length);
          await allow(...bad);
          pass(HOUR);
          await settled(site);
          await minute(site);
          expect(await inD1(site), "once D1 takes them").toEqual([...visits, ...calls].toSorted());
          expect(await stubOf(site).health()).toMatchObject({ outbox: 0, refused: 0 });
        },
      ),
      { numRuns: 12 },
    );
  });

  it("W4 calls come before visits: with every visit refused they are there after the first alarm", async () => {
    const { visits, calls } = await open("calls-first", { visits: 90, calls: 5 });
    await refuse(...visits);
    await minute("calls-first");
    expect(await inD1("calls-first")).toEqual(calls);
    const { outbox, refused } = await stubOf("calls-first").health();
    expect(refused, "an alarm asks D1 only so many questions").toBeLessThan(outbox);
    await settled("calls-first");
    expect((await stubOf("calls-first").health()).refused).toBe(90);
    // What comes later finds the way free.
    await ring("calls-first", "late");
    expect(await batches("calls-first", (instance) => instance.alarm())).toBe(1);
    expect(await inD1("calls-first")).toContain("calls-first:late");
  });

  it("T1 are seldom tried, however often they change", async () => {
    const { visits } = await open("seldom", { visits: 3, calls: 0 });
    const [first = "", second = "", third = ""] = visits;
    await refuse(first, second);
    await minute("seldom");
    await evictDurableObject(stubOf("seldom"));
    const pulse = { visitor: view("seldom", 0).request.visitor, visit: first, origin: "https://shop.example" };
    const tries = await batches("seldom", async (instance) => {
      for (let i = 0; i < 3 * 60; i++) {
        pass(MINUTE);
        // Whatever becomes of the visit.
        await instance.pulse({ ...pulse, events: [{ type: "alive", ago: 0 }] });
        await instance.alarm();
      }
    });
    expect(tries, "of each after one hour and after two more").toBeLessThanOrEqual(4);
    await allow(first, second);
    pass(24 * HOUR);
    await minute("seldom");
    expect(await inD1("seldom")).toEqual([first, second, third].toSorted());
    const { last_seen_at } =
      (await env.DB.prepare("SELECT last_seen_at FROM visit WHERE id = ?").bind(first).first()) ?? {};
    expect(last_seen_at, "in its latest state").toBe(START_MS + (MINUTE + 3 * HOUR) * 1000);
  });

  it("T1 are all tried as soon as D1 takes one of them", async () => {
    const { visits } = await open("released", { visits: 1, calls: 0 });
    const [first = ""] = visits;
    const second = "released:later";
    await refuse(first, second);
    await minute("released");
    pass(HOUR / 2);
    await ring("released", "later");
    await minute("released");
    await allow(first, second);
    pass(HOUR / 2);
    await minute("released");
    await minute("released");
    expect(await inD1("released")).toEqual([first, second].toSorted());
    expect(await stubOf("released").health()).toMatchObject({ outbox: 0, refused: 0 });
  });

  it("T1 are not forgotten with old history", async () => {
    const { visits, calls } = await open("old", { visits: 2, calls: 2 });
    const bad = [visits[0] ?? "", calls[0] ?? ""];
    await refuse(...bad);
    await minute("old");
    for (let day = 0; day < 3; day++) {
      pass(200 * 24 * HOUR);
      await runInDurableObject(stubOf("old"), (instance: Switchboard) => instance.alarm());
    }
    await allow(...bad);
    pass(24 * HOUR);
    await minute("old");
    expect(await inD1("old")).toEqual([...visits, ...calls].toSorted());
  });
});

describe("an outage", () => {
  it.each(["before", "after"] as const)("T1 that begins %s any batch of the splitting is no refusal", async (when) => {
    let isOver = false;
    for (let at = 1; !isOver; at++) {
      const site = `outage-${when}-${at}`;
      const { visits, calls } = await open(site, { visits: 12, calls: 3 });
      const bad = [visits[4] ?? "", calls[1] ?? ""];
      await refuse(...bad);
      pass(MINUTE);
      const crash = new CrashPoint({ at, when });
      await runInDurableObject(stubOf(site), async (instance: Switchboard) => {
        (instance as unknown as { env: Env }).env = { ...env, DB: crashingDatabase(env.DB, crash) };
        await instance.alarm();
        (instance as unknown as { env: Env }).env = env;
      });
      isOver = !crash.isReached;
      await settled(site);
      expect((await stubOf(site).health()).refused, `wait ${at}`).toBe(bad.length);
      expect(await inD1(site), `wait ${at}`).toEqual(without([...visits, ...calls], bad));
      expect(at).toBeLessThan(40);
    }
  });

  it("T1 is also a table that is missing: nothing is set aside", async () => {
    const { visits } = await open("no-table", { visits: 3, calls: 0 });
    await env.DB.prepare("ALTER TABLE touch RENAME TO touch_away").run();
    await minute("no-table");
    expect(await stubOf("no-table").health()).toMatchObject({ outbox: 3, refused: 0 });
    await env.DB.prepare("ALTER TABLE touch_away RENAME TO touch").run();
    await settled("no-table");
    expect(await inD1("no-table")).toEqual(visits.toSorted());
  });
});
