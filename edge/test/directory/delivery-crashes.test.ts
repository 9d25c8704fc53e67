/** W4 between a directory and its switchboards: a crash before or after an event was taken, and alarms that get lost. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Directory } from "../../src/directory/directory.ts";
import type { SpooledCall } from "../../src/directory/tables.ts";
import { siteConfig, stubOf } from "../switchboard/site.ts";
import { connection, entry } from "./entries.ts";

/** In the future, so that no alarm comes of itself: each comes when the test runs it. */
const START_MS = Date.UTC(2100, 0, 1);
const NUMBER = "+442079460100";
const EVENTS = 3;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: START_MS });
  vi.spyOn(console, "warn").mockReturnValue();
});
afterEach(() => {
  vi.useRealTimers();
});

const pass = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);
const directoryOf = (id: string) => env.DIRECTORY.get(env.DIRECTORY.idFromName(id));

const called = (id: string, n: number, shard = 0): SpooledCall => ({
  siteKey: id,
  shard,
  command: {
    connection: id,
    account: "account-1",
    event: { callId: `call-${n}`, atMs: START_MS + n, from: "+447700900123", to: NUMBER, status: "ringing" },
  },
});

/** A directory of one number, whose switchboard is the second of two; and that switchboard. */
async function open(id: string) {
  await directoryOf(id).configure(connection(id, { numbers: [entry(NUMBER, { siteKey: id, shard: 1 })] }));
  await stubOf(id, 1).configure(siteConfig(id, { shard: 1, shards: 2 }));
}

const waiting = (id: string) =>
  runInDurableObject(
    directoryOf(id),
    (_, { storage }) => storage.sql.exec<{ n: number }>("SELECT count(*) AS n FROM spool").one().n,
  );
const calls = (id: string, shard: number) =>
  runInDurableObject(stubOf(id, shard), (_, { storage }) => {
    const rows = storage.sql.exec<{ id: string }>("SELECT id FROM call ORDER BY id").toArray();
    return rows.map((row) => row.id.replace(`${id}:`, ""));
  });

describe("a delivery", () => {
  it.each([
    ["before", false],
    ["after", false],
    ["before", true],
    ["after", true],
  ])(
    "W4 that crashes %s an event was taken (the directory too: %s) is done again, and counts once",
    async (when, dies) => {
      const id = `crash-${when}-${dies}`;
      await open(id);
      for (let n = 0; n < EVENTS; n++) await directoryOf(id).spool(called(id, n, 1));
      for (let at = 0; at < EVENTS; at++) {
        pass(120);
        await runInDurableObject(directoryOf(id), async (directory: Directory, state) => {
          const { deliver } = directory;
          directory.deliver = async (call) => {
            const isHere = call.command.event.callId === `call-${at}`;
            if (!isHere || when === "after") await deliver(call);
            if (isHere && dies) state.abort("killed by the test");
            if (isHere) throw new Error("crash");
          };
          await directory.alarm();
          directory.deliver = deliver;
        }).catch(() => {});
      }
      for (let i = 0; i < 3; i++) {
        pass(120);
        await runDurableObjectAlarm(directoryOf(id));
      }
      expect(await waiting(id)).toBe(0);
      expect(await calls(id, 1)).toEqual(["call-0", "call-1", "call-2"]);
    },
  );

  it("W4 goes where the number is now, and to nobody who does not have it", async () => {
    await open("moved");
    await stubOf("moved", 0).configure(siteConfig("moved", { numbers: [], shards: 2 }));
    await directoryOf("moved").spool(called("moved", 0, 0));
    pass(2);
    await runDurableObjectAlarm(directoryOf("moved"));
    expect(await calls("moved", 0)).toEqual([]);
    expect(await calls("moved", 1)).toEqual(["call-0"]);
  });

  it("W4 of a call to a number that is gone, or that nobody has, is taken in the end", async () => {
    await stubOf("gone", 0).configure(siteConfig("gone", { numbers: [] }));
    await directoryOf("gone").configure(connection("gone", { numbers: [] }));
    await directoryOf("gone").spool(called("gone", 0));
    await directoryOf("gone").configure(
      connection("gone", { version: 2, numbers: [entry(NUMBER, { siteKey: "gone" })] }),
    );
    await directoryOf("gone").spool(called("gone", 1));
    for (let i = 0; i < 12; i++) {
      pass(60);
      await runDurableObjectAlarm(directoryOf("gone"));
    }
    expect(await waiting("gone")).toBe(0);
    expect(await calls("gone", 0)).toEqual(["call-0", "call-1"]);
  });
});

it("W4 a lost alarm is set again when the directory wakes up, whatever it is asked", async () => {
  await open("lost");
  await directoryOf("lost").spool(called("lost", 0, 1));
  await runInDurableObject(directoryOf("lost"), (_, { storage }) => storage.deleteAlarm());
  await evictDurableObject(directoryOf("lost"));
  await directoryOf("lost").lookup();
  expect(await runInDurableObject(directoryOf("lost"), (_, { storage }) => storage.getAlarm())).toBe(START_MS + 1_000);
  pass(2);
  await runDurableObjectAlarm(directoryOf("lost"));
  expect(await calls("lost", 1)).toEqual(["call-0"]);
});
