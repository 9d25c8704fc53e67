/** The directory's object: configuration that outlives eviction (W3), and events that are never lost (W4). */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import type { Directory } from "../../src/directory/directory.ts";
import type { SpooledCall } from "../../src/directory/tables.ts";
import { connection, entry } from "./entries.ts";

let count = 0;
const open = () => {
  const id = `connection-${count++}`;
  return { id, stub: env.DIRECTORY.get(env.DIRECTORY.idFromName(id)) };
};
const found = (config: object) => ({ kind: "found", config });

describe("configuration", () => {
  it("W3 answers what it was told, also after eviction", async () => {
    const { id, stub } = open();
    const config = connection(id, {
      numbers: [entry("+442079460100", { whisper: "Ads & <more>" }), entry("+442079460101")],
    });
    expect(await stub.configure(config)).toEqual({ version: 1 });
    expect(await stub.lookup()).toEqual(found(config));
    await evictDurableObject(stub);
    expect(await stub.lookup()).toEqual(found(config));
  });

  it("tells an asker with the latest version only so", async () => {
    const { id, stub } = open();
    await stub.configure(connection(id, { version: 4 }));
    expect(await stub.lookup(4)).toEqual({ kind: "unchanged" });
    expect((await stub.lookup(3)).kind).toBe("found");
  });

  it("replaces numbers and entries, and never goes back to an older version", async () => {
    const { id, stub } = open();
    await stub.configure(connection(id, { version: 2, numbers: [entry("+441"), entry("+442"), entry("+443")] }));
    const next = connection(id, { version: 3, numbers: [entry("+442", { shard: 1 }), entry("+444")] });
    await stub.configure(next);
    expect(await stub.configure(connection(id, { version: 2, numbers: [] }))).toEqual({ version: 3 });
    await evictDurableObject(stub);
    expect(await stub.lookup()).toEqual(found(next));
    await stub.configure(connection(id, { version: 4, numbers: [] }));
    await evictDurableObject(stub);
    expect(await stub.lookup()).toMatchObject(found({ version: 4, numbers: [] }));
  });

  it("holds 10,000 numbers", async () => {
    const { id, stub } = open();
    const numbers = Array.from({ length: 10_000 }, (_, n) => entry(`+44207${String(n).padStart(7, "0")}`));
    await stub.configure(connection(id, { numbers }));
    await evictDurableObject(stub);
    const answer = await stub.lookup();
    expect(answer.kind === "found" && answer.config.numbers.length).toBe(10_000);
  });

  it("a made-up connection leaves no trace", async () => {
    const { stub } = open();
    expect(await stub.lookup()).toEqual({ kind: "unknown" });
    await runInDurableObject(stub, (_, state) => {
      const tables = state.storage.sql.exec("SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'");
      expect(tables.toArray()).toEqual([]);
    });
  });
});

describe("spool", () => {
  const item = (n: number): SpooledCall => ({
    siteKey: "shop",
    shard: n % 2,
    command: { connection: "c", account: "a", event: { callId: `CA${n}`, atMs: 1000 + n, status: "ringing" } },
  });
  /** Replaces the way to the switchboard, until the object is evicted. */
  const withDelivery = (stub: DurableObjectStub<Directory>, deliver: (call: SpooledCall) => Promise<unknown>) =>
    runInDurableObject(stub, (directory) => {
      directory.deliver = deliver;
    });
  /** Makes every event due now. */
  const hurry = (stub: DurableObjectStub<Directory>) =>
    runInDurableObject(stub, (_, state) => {
      state.storage.sql.exec("UPDATE spool SET due_at = 1");
    });
  const waiting = (stub: DurableObjectStub<Directory>) =>
    runInDurableObject(
      stub,
      (_, state) => state.storage.sql.exec<{ n: number }>("SELECT count(*) AS n FROM spool").one().n,
    );
  const down = async () => {
    throw new Error("switchboard down");
  };

  it("W4 keeps events over failures and eviction until the switchboard has taken them", async () => {
    vi.spyOn(console, "warn").mockReturnValue();
    const { stub } = open();
    for (const n of [0, 1, 2]) expect(await stub.spool(item(n))).toBe(true);
    await withDelivery(stub, down);
    await hurry(stub);
    expect(await runDurableObjectAlarm(stub)).toBe(true);
    expect(await waiting(stub)).toBe(3);
    await evictDurableObject(stub);
    const taken: SpooledCall[] = [];
    await withDelivery(stub, async ({ siteKey, shard, command }) => taken.push({ siteKey, shard, command }));
    await hurry(stub);
    expect(await runDurableObjectAlarm(stub)).toBe(true);
    expect(taken.toSorted((a, b) => a.command.event.atMs - b.command.event.atMs)).toEqual([item(0), item(1), item(2)]);
    expect(await waiting(stub)).toBe(0);
    expect(await runDurableObjectAlarm(stub)).toBe(false);
  });

  it("W4 an event that cannot be taken does not hold up the others, and is tried ever more slowly", async () => {
    vi.spyOn(console, "warn").mockReturnValue();
    const { stub } = open();
    for (const n of [0, 1, 2, 3]) await stub.spool(item(n));
    await withDelivery(stub, async ({ shard }) => (shard === 1 ? down() : undefined));
    const pauses: number[] = [];
    for (let round = 0; round < 10; round++) {
      await hurry(stub);
      await runDurableObjectAlarm(stub);
      const alarm = await runInDurableObject(stub, (_, state) => state.storage.getAlarm());
      pauses.push(Math.round(((alarm ?? 0) - Date.now()) / 1000));
    }
    expect(await waiting(stub)).toBe(2);
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60, 60]);
  });

  it("W4 more than one batch is delivered by one alarm after the other", async () => {
    const { stub } = open();
    const taken: number[] = [];
    await withDelivery(stub, async ({ command }) => taken.push(command.event.atMs));
    for (let n = 0; n < 50; n++) await stub.spool(item(n));
    await hurry(stub);
    for (let round = 0; round < 3; round++) await runDurableObjectAlarm(stub);
    expect(new Set(taken).size).toBe(50);
  });

  it("says so when it is full, and keeps what it has", async () => {
    const { stub } = open();
    await stub.spool(item(0));
    await runInDurableObject(stub, (_, state) => {
      state.storage.sql.exec(
        `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9999)
         INSERT INTO spool (data, attempts, due_at) SELECT data, 0, 9e12 FROM spool, n`,
      );
    });
    expect(await stub.spool(item(1))).toBe(false);
    expect(await waiting(stub)).toBe(10_000);
  });
});
