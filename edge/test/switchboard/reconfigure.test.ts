/** Configuration that changes while people are on the site and on the phone: nobody loses a number or a call for it. */
import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { VisitResponse } from "../../../sdk/src/wire.ts";
import { shardOf } from "../../src/core/shards.ts";
import { repairPublications } from "../../src/publish.ts";
import { Company } from "./company.ts";
import { view } from "./site.ts";

const CALLER = "+447700900123";
const PULSE_MS = 20_000;
const number = (n: number) => `+4420794601${n}`;
/** Numbers and visitors that belong to the first and to the second of two shards. */
const numbersOf = (shard: number) =>
  [...Array(90).keys()].map((n) => number(n + 10)).filter((n) => shardOf(n, 2) === shard);
const visitorsOf = (shard: number) =>
  [...Array(90).keys()].filter((n) => shardOf(view("", n).request.visitor, 2) === shard);
const [HERE = "", HERE_TOO = ""] = numbersOf(0);
const [THERE = ""] = numbersOf(1);
const [VISITOR = 0, ANOTHER = 0] = visitorsOf(1);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 10, 22, 9) });
  vi.spyOn(console, "warn").mockReturnValue();
});
afterEach(() => {
  vi.useRealTimers();
});

const pass = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);
const numberIn = ({ swaps }: VisitResponse, pool = 0) => (swaps[pool]?.kind === "pool" ? swaps[pool].number : null);

/** Says on which switchboards a number is, leasable or draining. */
async function placesOf(company: Company, number: string): Promise<string[]> {
  const posts = await company.posts();
  return posts.flatMap(({ place, leasable, draining }) =>
    leasable.has(number) ? [place] : draining.has(number) ? [`${place} draining`] : [],
  );
}

/** The call in D1, once all is flushed. */
async function inD1(company: Company, callId: string) {
  pass(60);
  for (const { stub } of company.places()) {
    for (let i = 0; i < 2_000 && (await stub.health()).outbox > 0; i++) await runDurableObjectAlarm(stub);
  }
  const query = "SELECT status, visit_id, method, talk_seconds FROM call WHERE id = ?";
  return await env.DB.prepare(query).bind(`${company.connection}:${callId}`).first();
}

describe("a number that goes to another site", () => {
  it("L1 L2 L3 stays with its visitor and with its switchboard until it rests, whatever is asked meanwhile", async () => {
    const company = await Company.open();
    await company.move(HERE, "sales");
    expect(await company.publish()).toBe("done");
    const first = await company.visit("shop", VISITOR);
    expect(numberIn(first)).toBe(HERE);
    await company.move(HERE, "counter");
    expect(await company.publish()).toBe("pending");
    for (let minute = 0; minute < 3; minute++) {
      expect(numberIn(await company.visit("shop", VISITOR, first.visit)), "it is still theirs").toBe(HERE);
      expect(numberIn(await company.visit("cafe", ANOTHER)), "and nobody else's").toBeNull();
      await company.webhook("call.started", `call-${minute}`, Date.now(), { from: CALLER, to: HERE });
      const [known] = await company.resolutions(`call-${minute}`);
      expect(known).toMatchObject({ place: `${company.key("shop")}/0`, resolution: { visit: first.visit } });
      pass(60);
      await repairPublications(env);
      expect(await placesOf(company, HERE)).toEqual([`${company.key("shop")}/0 draining`]);
    }
    for (const minute of [0, 1, 2]) await company.webhook("call.completed", `call-${minute}`, Date.now(), { to: HERE });
    pass(3_600);
    await repairPublications(env);
    await repairPublications(env);
    expect(await placesOf(company, HERE)).toEqual([`${company.key("cafe")}/0`]);
    expect(numberIn(await company.visit("cafe", ANOTHER))).toBe(HERE);
    expect(numberIn(await company.visit("shop", VISITOR, first.visit)), "the shop has none left").toBeNull();
  });

  it("W1 T1 waits for a call that goes on, so that its end is told to who knows of its beginning", async () => {
    const company = await Company.open();
    await company.move(HERE, "sales");
    await company.freeze("sales", 0, 0);
    await company.publish();
    const { visit } = await company.visit("shop", VISITOR);
    await company.webhook("call.started", "call", Date.now(), { from: CALLER, to: HERE });
    pass(300);
    await company.move(HERE, "counter");
    await company.publish();
    await repairPublications(env);
    expect(numberIn(await company.visit("cafe", ANOTHER)), "on the phone").toBeNull();
    await company.webhook("call.completed", "call", Date.now(), { to: HERE, talk_seconds: 280 });
    expect(await company.resolutions("call")).toHaveLength(1);
    expect(await inD1(company, "call")).toMatchObject({ status: "completed", talk_seconds: 280, visit_id: visit });
    pass(3_600);
    await repairPublications(env);
    await repairPublications(env);
    expect(await placesOf(company, HERE)).toEqual([`${company.key("cafe")}/0`]);
  });
});

describe("a number that goes to another switchboard of its site", () => {
  it("R1 is looked up there as soon as somebody can call it, whatever an isolate remembers", async () => {
    const company = await Company.open();
    await company.place([HERE, THERE].map((one) => [one, "sales"]));
    await company.publish();
    // This isolate now knows where the numbers are, and takes it for true for ten seconds.
    await company.webhook("call.started", "before", Date.now(), { from: CALLER, to: HERE });
    await company.reshard("shop", 2);
    expect(await company.publish()).toBe("done");
    const answer = await company.visit("shop", VISITOR);
    expect([numberIn(answer), answer.visit.split(".")[1]]).toEqual([THERE, "1"]);
    pass(3);
    expect(await company.webhook("call.started", "after", Date.now(), { from: "+447700900999", to: THERE })).toBe(200);
    pass(60);
    await runDurableObjectAlarm(env.DIRECTORY.get(env.DIRECTORY.idFromName(company.connection)));
    expect(await company.resolutions("after")).toMatchObject([
      { place: `${company.key("shop")}/1`, resolution: { visit: answer.visit } },
    ]);
  });

  it("L3 a visitor keeps visit and number from one switchboard to eight and back to one", async () => {
    const company = await Company.open();
    await company.place([...numbersOf(0).slice(0, 4), ...numbersOf(1).slice(0, 4)].map((one) => [one, "sales"]));
    await company.publish();
    const first = await company.visit("shop", VISITOR);
    for (const shards of [2, 8, 1]) {
      await company.reshard("shop", shards);
      await company.publish();
      for (let i = 0; i < 5; i++) {
        pass(PULSE_MS / 1000);
        const answer = await company.visit("shop", VISITOR, first.visit);
        expect([answer.visit, numberIn(answer)], `${shards} switchboards`).toEqual([first.visit, numberIn(first)]);
        const other = await company.visit("shop", ANOTHER + i, undefined);
        expect(numberIn(other)).not.toBe(numberIn(first));
      }
      const callId = `call-${shards}`;
      await company.webhook("call.started", callId, Date.now(), { from: CALLER, to: numberIn(first) });
      expect(await company.resolutions(callId)).toMatchObject([{ resolution: { visit: first.visit } }]);
      await company.webhook("call.completed", callId, Date.now(), { to: numberIn(first) });
    }
    pass(86_400);
    for (let i = 0; i < 3; i++) await repairPublications(env);
    await company.expectSettled();
  });
});

describe("a pool", () => {
  it("L2 that is deleted keeps its freeze for who holds its numbers, through an eviction too", async () => {
    const company = await Company.open();
    await company.move(HERE, "sales");
    await company.freeze("sales", 7_200, 7_200);
    await company.publish();
    expect(numberIn(await company.visit("shop", VISITOR))).toBe(HERE);
    await company.move(HERE, "counter");
    await company.deletePool("sales");
    await company.publish();
    for (let i = 0; i < 7; i++) {
      pass(1_000);
      const [shop] = company.places();
      await shop?.stub.health();
      if (shop) await evictDurableObject(shop.stub);
      await repairPublications(env);
      await repairPublications(env);
      expect(await placesOf(company, HERE), `${i}`).toEqual([`${company.key("shop")}/0 draining`]);
      expect(numberIn(await company.visit("cafe", ANOTHER))).toBeNull();
    }
    pass(1_000);
    for (let i = 0; i < 2; i++) await repairPublications(env);
    expect(numberIn(await company.visit("cafe", ANOTHER))).toBe(HERE);
  });

  it("L2 whose freeze is changed applies the new one to the numbers that rest already", async () => {
    const company = await Company.open();
    await company.move(HERE, "sales");
    await company.freeze("sales", 1_800, 1_800);
    await company.publish();
    await company.visit("shop", VISITOR);
    pass(300);
    expect(numberIn(await company.visit("shop", ANOTHER))).toBeNull();
    await company.freeze("sales", 200, 200);
    await company.publish();
    expect(numberIn(await company.visit("shop", ANOTHER))).toBe(HERE);
    pass(250);
    await company.freeze("sales", 1_800, 1_800);
    await company.publish();
    expect(numberIn(await company.visit("shop", VISITOR + 500)), "longer again, before anybody else came").toBeNull();
  });
});

describe("a connection", () => {
  it("W3 whose destination is changed is forwarded there: by the directory at once, by an isolate that had asked it before within ten seconds", async () => {
    const company = await Company.open();
    await company.move(HERE, "sales");
    await company.publish();
    const dialled = async (to: string) =>
      (
        (await (await company.answer("call.started", `call-${to}`, Date.now(), { to, from: CALLER })).json()) as {
          number: string;
        }
      ).number;
    expect(await dialled(HERE_TOO), "a number of nobody goes to the connection's destination").toBe("+442079460999");
    await company.redirect("+442079460888");
    expect(await company.publish()).toBe("done");
    const directory = env.DIRECTORY.get(env.DIRECTORY.idFromName(company.connection));
    expect(await directory.lookup()).toMatchObject({ kind: "found", config: { destination: "+442079460888" } });
    pass(10);
    expect(await dialled(HERE_TOO)).toBe("+442079460888");
  });
});
