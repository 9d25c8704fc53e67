/** Where an event of a call goes, and what happens when it cannot go there (W3, W4). */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Connection } from "../../src/directory/connections.ts";
import { type DeliveryPorts, deliver } from "../../src/directory/deliver.ts";
import { type Place, type PlacePorts, placeOf } from "../../src/directory/place.ts";
import type { SpooledCall } from "../../src/directory/tables.ts";
import { connection, entry } from "./entries.ts";

const EVENT: SpooledCall = {
  siteKey: "shop",
  shard: 0,
  command: { connection: "acme", account: "a", event: { callId: "CA1", atMs: 1 } },
};
const LIMITS = { callMs: 900, spoolMs: 500 };
const up: DeliveryPorts = { hear: async () => {}, spool: async () => true };
const down = async (): Promise<never> => {
  throw new Error("down");
};
const never = () => new Promise<never>(() => {});

beforeEach(() => {
  vi.spyOn(console, "warn").mockReturnValue();
  vi.spyOn(console, "error").mockReturnValue();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("deliver", () => {
  it("W4 to the switchboard, and then nowhere else", async () => {
    const spool = vi.fn();
    expect(await deliver(EVENT, { ...up, spool }, LIMITS)).toEqual({ kept: true, by: "switchboard" });
    expect(spool).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([
    ["fails", down],
    ["does not answer", never],
  ])("W4 to the spool when the switchboard %s", async (_, hear) => {
    const delivering = deliver(EVENT, { ...up, hear }, LIMITS);
    await vi.advanceTimersByTimeAsync(900);
    expect(await delivering).toEqual({ kept: true, by: "spool" });
  });

  it.each([
    ["fails", down],
    ["does not answer", never],
    ["is full", async () => false],
  ])("W4 never claims to have kept what it has not: the spool %s too", async (_, spool) => {
    const delivering = deliver(EVENT, { hear: down, spool }, LIMITS);
    await vi.advanceTimersByTimeAsync(500);
    expect(await delivering).toEqual({ kept: false });
  });

  it("W3 takes no longer than its limits, whatever happens", async () => {
    const done = vi.fn();
    void deliver(EVENT, { hear: never, spool: never }, LIMITS).then(done);
    await vi.advanceTimersByTimeAsync(1399);
    expect(done).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(done).toHaveBeenCalledWith({ kept: false });
  });
});

describe("placeOf", () => {
  const numbers = [
    entry("+441", { siteKey: "b" }),
    entry("+442", { siteKey: "a", shard: 1 }),
    entry("+443", { siteKey: "a" }),
  ];
  const three: Connection = {
    config: connection("acme", { numbers }),
    numbers: new Map(numbers.map((one) => [one.number, one])),
  };
  const none: Connection = { config: connection("acme", { numbers: [] }), numbers: new Map() };
  /** The site that knows the call, and the others of the account. */
  const knownAt = (siteKey: string): PlacePorts => ({
    knowsCall: async (place) => place.siteKey === siteKey,
    accountPlaces: async () => [
      { siteKey: "a", shard: 0 },
      { siteKey: "z", shard: 2 },
    ],
  });
  const nobody: PlacePorts = { knowsCall: down, accountPlaces: down };

  it("is the called number's switchboard", async () => {
    expect(await placeOf(three, "+442", "acme:CA1", nobody)).toMatchObject({ siteKey: "a", shard: 1 });
  });

  it("is the one that has heard of the call, when the number is not told", async () => {
    expect(await placeOf(three, null, "acme:CA1", knownAt("b"))).toEqual({ siteKey: "b", shard: 0 });
  });

  it("may be one of another connection of the account", async () => {
    for (const one of [three, none]) {
      expect(await placeOf(one, null, "acme:CA1", knownAt("z"))).toEqual({ siteKey: "z", shard: 2 });
    }
  });

  it("W3 for a call that has just arrived asks nobody, and is always the same", async () => {
    const first = { siteKey: "a", shard: 0 };
    expect(await placeOf(three, "+449", null, nobody)).toEqual(first);
    const reversed = { ...three, config: { ...three.config, numbers: numbers.toReversed() } };
    expect(await placeOf(reversed, "+449", null, nobody)).toEqual(first);
    expect(await placeOf(none, "+441", null, nobody)).toBeNull();
  });

  it("waits for no switchboard that cannot tell", async () => {
    const knowsCall = async ({ siteKey }: Place) => (siteKey === "a" ? never() : true);
    const asking = placeOf(three, null, "acme:CA1", { ...nobody, knowsCall });
    await vi.advanceTimersByTimeAsync(500);
    expect(await asking).toEqual({ siteKey: "b", shard: 0 });
  });

  it("is the first of the connection's for a call that nobody has heard of", async () => {
    expect(await placeOf(three, null, "acme:CA1", knownAt("nowhere"))).toEqual({ siteKey: "a", shard: 0 });
    expect(await placeOf(none, null, "acme:CA1", knownAt("nowhere"))).toBeNull();
  });

  it("W4 is not guessed when D1 is needed and away", async () => {
    await expect(placeOf(three, null, "acme:CA1", nobody)).rejects.toThrow("down");
  });
});
