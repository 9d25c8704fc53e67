/** Alarms are housekeeping and never truth: late, twice at once, lost, or not at all for a month, they break nothing. */
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { VisitResponse } from "../../../sdk/src/wire.ts";
import type { SiteConfig } from "../../src/core/config.ts";
import type { Env } from "../../src/env.ts";
import type { Switchboard } from "../../src/switchboard/switchboard.ts";
import { poolNumbers, siteConfig, stubOf, view } from "./site.ts";

/** In the future, so that no alarm comes of itself: each comes when the test runs it. */
const START_MS = Date.UTC(2100, 0, 1);
const HOUR = 3_600;
const DAY = 24 * HOUR;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: START_MS });
  vi.spyOn(console, "warn").mockReturnValue();
});
afterEach(() => {
  vi.useRealTimers();
});

const pass = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);

/** A site whose alarms come only when the test runs them; all that happens to it happens inside its object. */
async function inside(
  site: string,
  change: Partial<SiteConfig>,
  play: (instance: Switchboard, storage: DurableObjectStorage) => Promise<void>,
): Promise<void> {
  await stubOf(site).configure(siteConfig(site, change));
  await runInDurableObject(stubOf(site), (instance: Switchboard, { storage }) => play(instance, storage));
}

async function visit(instance: Pick<Switchboard, "visit">, site: string, n: number): Promise<VisitResponse> {
  const outcome = await instance.visit(view(site, n));
  if (!outcome.ok) throw new Error(outcome.reason);
  return JSON.parse(outcome.body) as VisitResponse;
}

/** Puts a database under the switchboard that counts its batches and ends them as told. */
function giveDatabase(instance: Switchboard, batch: (run: () => Promise<D1Result[]>) => Promise<D1Result[]>): void {
  const db = new Proxy(env.DB, {
    get: (target, name) => {
      if (name === "batch") return (statements: D1PreparedStatement[]) => batch(() => target.batch(statements));
      const member: unknown = Reflect.get(target, name);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
  (instance as unknown as { env: Env }).env = { ...env, DB: db };
}

const countOf = (site: string) =>
  env.DB.prepare("SELECT count(*) AS n, max(version) AS version FROM visit WHERE site_id = ?")
    .bind(`site-${site}`)
    .first();

describe("an alarm", () => {
  it("T1 that comes twice at once sends nothing older over anything newer, and leaves nothing behind", async () => {
    await inside("twice", {}, async (instance, storage) => {
      await visit(instance, "twice", 1);
      pass(60);
      const { promise: gate, resolve: open } = Promise.withResolvers<void>();
      let batches = 0;
      giveDatabase(instance, async (run) => {
        // The first one to ask is the last one to be served.
        if (++batches === 1) await gate;
        return run();
      });
      const first = instance.alarm();
      await visit(instance, "twice", 1);
      pass(60);
      await instance.alarm();
      expect(batches).toBe(2);
      open();
      await first;
      pass(60);
      await Promise.all([instance.alarm(), instance.alarm(), instance.alarm()]);
      const { version } = storage.sql.exec<{ version: number }>("SELECT version FROM visit").one();
      expect(await countOf("twice")).toEqual({ n: 1, version });
      expect((await instance.health()).outbox).toBe(0);
    });
  });

  it("T1 does not forget what changes while it sends", async () => {
    await inside("meanwhile", {}, async (instance, storage) => {
      await visit(instance, "meanwhile", 1);
      pass(60);
      giveDatabase(instance, async (run) => {
        const results = await run();
        await visit(instance, "meanwhile", 1);
        return results;
      });
      await instance.alarm();
      (instance as unknown as { env: Env }).env = env;
      pass(60);
      await instance.alarm();
      const { version } = storage.sql.exec<{ version: number }>("SELECT version FROM visit").one();
      expect(await countOf("meanwhile")).toEqual({ n: 1, version });
    });
  });

  it("T1 that was lost is set again by the next request after it should have come", async () => {
    await inside("lost", {}, async (instance, storage) => {
      await visit(instance, "lost", 1);
      expect(await storage.getAlarm()).toBe(START_MS + 60_000);
      await storage.deleteAlarm();
      pass(100);
      await visit(instance, "lost", 1);
      expect(await storage.getAlarm()).toBe(START_MS + 100_000);
    });
  });

  it("T1 that was lost with the object's memory is set again by any next request", async () => {
    const stub = stubOf("lost-too");
    await stub.configure(siteConfig("lost-too"));
    await visit(stub, "lost-too", 1);
    await runInDurableObject(stub, (_, { storage }) => storage.deleteAlarm());
    await evictDurableObject(stub);
    await visit(stub, "lost-too", 1);
    expect(await runInDurableObject(stub, (_, { storage }) => storage.getAlarm())).toBe(START_MS + 60_000);
  });

  it("T1 that fails comes again more and more slowly, however many visitors come meanwhile", async () => {
    await inside("slowly", { numbers: poolNumbers("sales", 0, 60) }, async (instance, storage) => {
      let batches = 0;
      giveDatabase(instance, async () => {
        batches += 1;
        throw new Error("D1_ERROR: Network connection lost");
      });
      for (let second = 0; second < 300; second++) {
        pass(1);
        if (second % 5 === 0) await visit(instance, "slowly", second);
        const alarm = await storage.getAlarm();
        if (alarm === null || alarm > Date.now()) continue;
        await storage.deleteAlarm();
        await instance.alarm();
      }
      // After 1, 2, 4, 8, 16, 32 s and then once a minute.
      expect(batches).toBeGreaterThanOrEqual(9);
      expect(batches).toBeLessThanOrEqual(11);
    });
  });
});

describe("history that is cleaned away", () => {
  const forgetful = (site: string, freezeMs: number): Partial<SiteConfig> => {
    const config = siteConfig(site);
    const rest = { freezeMs, freezeAfterCallMs: freezeMs, overflow: null };
    return {
      settings: { ...config.settings, lookbackDays: 1 },
      pools: [{ id: "sales", name: "Sales", ...rest }],
      numbers: poolNumbers("sales", 0, 1),
      placements: config.placements.slice(0, 1),
    };
  };

  it("L1 L2 leaves the number to who has been on the site for longer than history is kept", async () => {
    const stub = stubOf("stays");
    await stub.configure(siteConfig("stays", forgetful("stays", 120_000)));
    const { visit: id, swaps } = await visit(stub, "stays", 1);
    expect(swaps[0]?.kind).toBe("pool");
    const { request, client } = view("stays", 1);
    const pulse = {
      visitor: request.visitor,
      visit: id,
      events: [{ type: "alive" as const, ago: 0 }],
      origin: client.origin,
    };
    for (let day = 0; day < 4; day++) {
      pass(DAY);
      // Pulses of the night before are left out; they would change nothing.
      await runInDurableObject(stub, (instance: Switchboard) => instance.pulse(pulse));
      await runInDurableObject(stub, (instance: Switchboard) => instance.alarm());
      await evictDurableObject(stub);
      expect((await visit(stub, "stays", 100 + day)).swaps[0]?.kind, `day ${day}`).toBe("none");
    }
  });

  it("L2 leaves a number in guaranteed freeze for as long as that lasts, be it longer than history is kept", async () => {
    const stub = stubOf("frozen");
    await stub.configure(siteConfig("frozen", forgetful("frozen", 5 * DAY * 1000)));
    await visit(stub, "frozen", 1);
    for (let day = 1; day <= 4; day++) {
      pass(DAY);
      await runInDurableObject(stub, (instance: Switchboard) => instance.alarm());
      await evictDurableObject(stub);
      expect((await visit(stub, "frozen", 100 + day)).swaps[0]?.kind, `day ${day}`).toBe("none");
    }
    pass(DAY + 1);
    expect((await visit(stub, "frozen", 200)).swaps[0]?.kind).toBe("pool");
  });
});
