/** A crash at every await of what writes: one run for each, then what is left behind is put in order and checked. */
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { VisitResponse } from "../../../sdk/src/wire.ts";
import type { Env } from "../../src/env.ts";
import { repairPublications } from "../../src/publish.ts";
import type { Switchboard } from "../../src/switchboard/switchboard.ts";
import { Company, type PoolId } from "./company.ts";
import { CrashPoint, crashingDatabase, kill, publishCrashing } from "./crash.ts";
import { siteConfig, stubOf, view } from "./site.ts";

const START_MS = Date.UTC(2026, 10, 22, 9);
const CALLER = "+447700900123";
/** A crash before a wait leaves what a crash after the last one leaves. */
const MOMENTS = ["after", "killed"] as const;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: START_MS });
  vi.spyOn(console, "warn").mockReturnValue();
});
afterEach(() => {
  vi.useRealTimers();
});

const pass = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);
const numbersIn = ({ swaps }: VisitResponse) => swaps.map(({ number }) => number);

describe("publication", () => {
  const NUMBERS = ["+442079460110", "+442079460111", "+442079460112", "+442079460113", "+442079460114"];

  /** Every number at one switchboard at most. */
  async function expectOneEach(company: Company, when: string): Promise<void> {
    const posts = await company.posts();
    const all = posts.flatMap(({ leasable, draining }) => [...leasable.keys(), ...draining.keys()]);
    expect(all.toSorted(), `L1 ${when}`).toEqual([...new Set(all)].toSorted());
  }

  it.each(MOMENTS)(
    "L1 L3 a Worker that crashes %s any of its waits leaves no number with two switchboards, and the cron brings it to its end",
    async (when) => {
      const company = await Company.open();
      await company.place(NUMBERS.map((number) => [number, "sales"]));
      await company.publish();
      let isOver = false;
      for (let at = 1; !isOver; at++) {
        // The site is split, or put together again; numbers come from the other site, or go there.
        const [shards, pool]: [number, PoolId] = at % 2 === 0 ? [1, "sales"] : [2, "counter"];
        const visitor = await company.visit("shop", at);
        await company.reshard("shop", shards);
        await company.place(NUMBERS.slice(0, 2).map((number) => [number, pool]));
        const { crashed } = await publishCrashing(company, { at, when });
        await expectOneEach(company, `at wait ${at}`);
        expect(numbersIn(await company.visit("shop", at, visitor.visit)), `L3 at wait ${at}`).toEqual(
          numbersIn(visitor),
        );
        await repairPublications(env);
        await expectOneEach(company, `after wait ${at}`);
        pass(86_400);
        for (let i = 0; i < 3; i++) await repairPublications(env);
        await company.expectSettled();
        isOver = !crashed;
        expect(at).toBeLessThan(80);
      }
    },
  );

  it("L1 a site that is put together again before it was split gets all its numbers back", async () => {
    const company = await Company.open();
    await company.place(NUMBERS.map((number) => [number, "sales"]));
    for (let at = 1; at <= 12; at++) {
      await company.reshard("shop", 8);
      await publishCrashing(company, { at, when: "after" });
      await company.reshard("shop", 1);
      for (let i = 0; i < 3; i++) await repairPublications(env);
      await company.expectSettled();
    }
  });
});

describe("a switchboard that is killed while it writes", () => {
  async function open(site: string) {
    await stubOf(site).configure(siteConfig(site));
    return (await visit(site, 1)) as VisitResponse;
  }
  async function visit(site: string, n: number, visit?: string): Promise<VisitResponse | null> {
    const outcome = await stubOf(site).visit(view(site, n, visit === undefined ? {} : { visit }));
    return outcome.ok ? (JSON.parse(outcome.body) as VisitResponse) : null;
  }
  const rows = (site: string, table: string) =>
    runInDurableObject(stubOf(site), (_, { storage }) => storage.sql.exec(`SELECT * FROM ${table}`).toArray());

  it("L6 a lease that was answered holds; one that was not leaves nothing behind", async () => {
    const first = await open("killed-visit");
    await kill(stubOf("killed-visit"), (instance) => instance.visit(view("killed-visit", 2)));
    expect(await rows("killed-visit", "lease")).toHaveLength(numbersIn(first).length);
    expect(await visit("killed-visit", 1, first.visit)).toEqual(first);
    const second = await visit("killed-visit", 2);
    expect(numbersIn(first)).not.toContain(numbersIn(second ?? first)[0]);
  });

  it("L2 a pulse that was not answered may be lost, one that was is not", async () => {
    const { visit: id } = await open("killed-pulse");
    const { request, client } = view("killed-pulse", 1);
    const pulse = {
      visitor: request.visitor,
      visit: id,
      events: [{ type: "alive" as const, ago: 0 }],
      origin: client.origin,
    };
    pass(20);
    await stubOf("killed-pulse").pulse(pulse);
    pass(20);
    await kill(stubOf("killed-pulse"), (instance) => instance.pulse(pulse));
    const [stored] = await rows("killed-pulse", "visit");
    expect(stored?.last_seen_at).toBe(START_MS + 20_000);
  });

  it("W4 a call that was not answered is told again, and counts once", async () => {
    const { visit: id, swaps } = await open("killed-call");
    const event = {
      callId: "call",
      atMs: START_MS,
      from: CALLER,
      to: swaps[0]?.number ?? "",
      status: "ringing" as const,
    };
    const command = { connection: "line", account: "account-1", event };
    await kill(stubOf("killed-call"), (instance) => instance.call(command));
    expect(await rows("killed-call", "call")).toEqual([]);
    expect(await stubOf("killed-call").call(command)).toMatchObject({ resolution: { visit: id } });
    await kill(stubOf("killed-call"), (instance) =>
      instance.call({ ...command, event: { ...event, status: "completed" } }),
    );
    expect(await stubOf("killed-call").call(command)).toMatchObject({ status: "ringing" });
  });

  it("L3 a configuration that was not answered is not half taken", async () => {
    const first = await open("killed-configure");
    const next = siteConfig("killed-configure", { version: 2, numbers: [] });
    await kill(stubOf("killed-configure"), (instance) => instance.configure(next));
    expect((await stubOf("killed-configure").health()).version).toBe(1);
    expect(await rows("killed-configure", "draining")).toEqual([]);
    expect((await stubOf("killed-configure").configure(next)).held.toSorted()).toEqual(numbersIn(first).toSorted());
    await kill(stubOf("killed-configure"));
    expect((await stubOf("killed-configure").health()).version).toBe(2);
    expect(await visit("killed-configure", 1, first.visit), "from what is stored").toEqual(first);
  });
});

describe("a flush", () => {
  /** More rows than three batches. */
  const VISITS = 700;

  async function inD1(site: string) {
    const visits = await env.DB.prepare("SELECT count(*) AS n FROM visit WHERE site_id = ?")
      .bind(`site-${site}`)
      .first("n");
    const calls = await env.DB.prepare("SELECT count(*) AS n FROM call WHERE site_id = ?")
      .bind(`site-${site}`)
      .first("n");
    return { visits, calls };
  }

  it.each(MOMENTS)("T1 that crashes %s any of its waits is done again, and counts once", async (when) => {
    const site = `flush-${when}`;
    await stubOf(site).configure(siteConfig(site));
    await runInDurableObject(stubOf(site), async (instance: Switchboard) => {
      for (let n = 0; n < VISITS; n++) await instance.visit(view(site, n));
    });
    let calls = 0;
    let isOver = false;
    for (let at = 1; !isOver; at++) {
      const event = { callId: `call-${at}`, atMs: Date.now(), from: CALLER, status: "ringing" as const };
      await stubOf(site).call({ connection: site, account: "account-1", event });
      calls += 1;
      pass(120);
      const crash = new CrashPoint({ at, when });
      await runInDurableObject(stubOf(site), async (instance: Switchboard, state) => {
        const dies = when === "killed" ? async () => state.abort("killed by the test") : undefined;
        (instance as unknown as { env: Env }).env = { ...env, DB: crashingDatabase(env.DB, crash, dies) };
        // All rows go again, not only what is left.
        for (let n = 0; n < VISITS; n++) if (at < 4) await instance.visit(view(site, n));
        await instance.alarm();
        (instance as unknown as { env: Env }).env = env;
      }).catch(() => {});
      isOver = !crash.isReached;
    }
    for (let i = 0; i < 2_000 && (await stubOf(site).health()).outbox > 0; i++) {
      pass(120);
      await runDurableObjectAlarm(stubOf(site));
    }
    expect(await inD1(site)).toEqual({ visits: VISITS, calls });
  });
});
