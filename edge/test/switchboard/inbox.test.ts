/** The inbox: events that are answered before they are joined to their calls lead to what they would have led to at once. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { VisitResponse } from "../../../sdk/src/wire.ts";
import type { CallEvent } from "../../src/core/call.ts";
import { kill } from "./crash.ts";
import { openDivided, visitDivided, visitorAt } from "./divided-site.ts";
import { OVERFLOW, siteConfig, stubOf, view } from "./site.ts";

/** In the future, so that no alarm comes of itself. */
const START_MS = Date.UTC(2100, 0, 1);
const RUNS = 40;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: START_MS });
  vi.spyOn(console, "error").mockReturnValue();
  vi.spyOn(console, "warn").mockReturnValue();
});
afterEach(() => {
  vi.useRealTimers();
});

const pass = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);

type Step =
  | { do: "visit" | "tap" | "leave"; who: number }
  | { do: "ring" | "end"; who: number; late: number }
  | { do: "pass"; seconds: number }
  | { do: "alarm" | "crash" };

const who = fc.nat({ max: 5 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom("visit", "tap", "leave"), who }),
  fc.record({ do: fc.constantFrom("ring", "ring", "end"), who, late: fc.constantFrom(0, 0, 30) }),
  fc.record({ do: fc.constant("pass"), seconds: fc.constantFrom(1, 40, 130) }),
  fc.record({ do: fc.constantFrom("alarm", "crash") }),
);

/** A site whose webhooks are told in one of the two ways. */
class Site {
  readonly #site: string;
  readonly #how: "hear" | "call";
  readonly #visits = new Map<number, VisitResponse>();
  /** What stands for each visit id. */
  readonly #names = new Map<string, string>();
  #rung = new Map<number, CallEvent>();

  constructor(site: string, how: "hear" | "call") {
    this.#site = site;
    this.#how = how;
  }

  /** Each time anew: one that was killed throws. */
  get stub() {
    return stubOf(this.#site);
  }

  async open(): Promise<this> {
    await this.stub.configure(siteConfig(this.#site));
    return this;
  }

  async visit(n: number): Promise<string | null> {
    const before = this.#visits.get(n);
    const outcome = await this.stub.visit(view(this.#site, n, before ? { visit: before.visit } : {}));
    if (!outcome.ok) throw new Error(outcome.reason);
    const response = JSON.parse(outcome.body) as VisitResponse;
    this.#visits.set(n, response);
    if (!this.#names.has(response.visit)) this.#names.set(response.visit, `visit ${this.#names.size}`);
    return response.swaps[0]?.number ?? null;
  }

  /** Somebody calls the number that a visitor was shown. */
  async ring(n: number, late = 0, callId = `call-${n}-${Date.now()}`): Promise<void> {
    const to = this.#visits.get(n)?.swaps[0]?.number;
    if (to == null) return;
    const event: CallEvent = {
      callId,
      atMs: Date.now() - late * 1000,
      from: `+44770090012${n}`,
      to,
      status: "ringing",
    };
    this.#rung.set(n, event);
    await this.tell(event);
  }

  async tell(event: CallEvent): Promise<void> {
    await this.stub[this.#how]({ connection: "line", account: "account-1", event });
  }

  async step(step: Step): Promise<unknown> {
    switch (step.do) {
      case "visit":
        return await this.visit(step.who);
      case "tap":
        return await this.#pulse(step.who, { type: "signal", ago: 0, signal: "tel" });
      case "leave":
        return await this.#pulse(step.who, { type: "end", ago: 0 });
      case "ring":
        return await this.ring(step.who, step.late);
      case "end": {
        const rung = this.#rung.get(step.who);
        const atMs = Date.now() - step.late * 1000;
        return rung && (await this.tell({ callId: rung.callId, atMs, endedAtMs: atMs, status: "completed" }));
      }
      case "alarm":
        return void (await runDurableObjectAlarm(this.stub));
      case "crash":
        return await kill(this.stub);
      case "pass":
        return;
    }
  }

  async #pulse(n: number, event: { type: "end"; ago: 0 } | { type: "signal"; ago: 0; signal: "tel" }): Promise<void> {
    const visit = this.#visits.get(n)?.visit;
    const { request, client } = view(this.#site, n);
    if (visit) await this.stub.pulse({ visitor: request.visitor, visit, events: [event], origin: client.origin });
  }

  /** All that is stored of calls, callers, visits and leases, but for versions. */
  async stored(): Promise<unknown> {
    await this.stub.health();
    const tables = await runInDurableObject(this.stub, (_, { storage: { sql } }) => ({
      calls: sql.exec<{ data: string }>("SELECT data FROM call ORDER BY id").toArray(),
      callers: sql.exec<{ data: string }>("SELECT data FROM caller ORDER BY caller, called_at, call").toArray(),
      visits: sql
        .exec("SELECT visitor, id, last_seen_at, visible, called_at FROM visit ORDER BY visitor, id")
        .toArray(),
      leases: sql.exec("SELECT * FROM lease ORDER BY leased_at, number, visitor").toArray(),
      inbox: sql.exec("SELECT * FROM inbox").toArray(),
    }));
    const data = (rows: { data: string }[]) => rows.map((row) => ({ ...JSON.parse(row.data), version: 0 }));
    let text = JSON.stringify({ ...tables, calls: data(tables.calls), callers: data(tables.callers) });
    for (const [id, name] of this.#names) text = text.replaceAll(id, name);
    return JSON.parse(text);
  }
}

let sites = 0;
const open = async (how: "hear" | "call" = "hear") => new Site(`inbox-${sites++}`, how).open();
const resolved = async (site: Site, callId: string) => (await site.stub.readCall(`line:${callId}`))?.visitId ?? null;

it("W1 W4 R4 L2 events that are heard lead to what they would have led to at once, whatever comes between", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      vi.setSystemTime(START_MS);
      const [heard, called] = [await open("hear"), await open("call")];
      for (const one of steps) {
        if (one.do === "pass") pass(one.seconds);
        expect(await heard.step(one)).toEqual(await called.step(one));
      }
      expect(await heard.stored()).toEqual(await called.stored());
    }),
    { numRuns: RUNS },
  );
});

describe("a switchboard that is killed", () => {
  it("W4 R4 resolves a call that it had answered, to who held the number then", async () => {
    const site = await open();
    const number = await site.visit(1);
    await site.ring(1, 0, "call");
    await kill(site.stub);
    // All numbers are leased on before anybody asks for the call.
    pass(600);
    const later = [await site.visit(2), await site.visit(3), await site.visit(4)];
    expect(later).toContain(number);
    expect(await resolved(site, "call")).toMatch(/^\S+$/);
    const rows = (await site.stored()) as { calls: { resolution: { visit: string; method: string } }[] };
    expect(rows.calls[0]?.resolution).toMatchObject({ visit: "visit 0", method: "lease" });
  });

  it("W4 loses no event that it had answered, and keeps none that it had not", async () => {
    const site = await open();
    await site.visit(1);
    await kill(site.stub, (instance) =>
      instance.hear({
        connection: "line",
        account: "a",
        event: { callId: "lost", atMs: Date.now(), status: "ringing" },
      }),
    );
    await site.ring(1, 0, "kept");
    await kill(site.stub);
    expect(await site.stub.knowsCall("line:lost")).toBe(false);
    expect(await site.stub.knowsCall("line:kept")).toBe(true);
  });
});

/** As no adapter reads one: joining it fails. */
const FAILING = { connection: "line", account: "account-1", event: { callId: "bad", atMs: START_MS, to: 7, from: 7 } };

it("W4 an event that fails holds up nothing, and is kept", async () => {
  const site = await open();
  await site.visit(1);
  await site.ring(1, 0, "before");
  await runInDurableObject(site.stub, (_, { storage: { sql } }) => {
    sql.exec(`INSERT INTO inbox (n, heard_at, data) VALUES (2, ?, ?)`, START_MS, JSON.stringify(FAILING));
  });
  await evictDurableObject(site.stub);
  await site.ring(1, 0, "after");
  expect(await site.visit(2)).not.toBeNull();
  pass(5);
  await runDurableObjectAlarm(site.stub);
  expect([await resolved(site, "before"), await resolved(site, "after")]).not.toContain(null);
  expect((await site.stored()) as object).toMatchObject({ inbox: [{ n: 2 }] });
});

it("W4 an event that fails holds up none that other switchboards have to be asked about", async () => {
  const site = await openDivided();
  const { visit } = await visitDivided(site, visitorAt(1));
  await runInDurableObject(stubOf(site), (_, { storage: { sql } }) => {
    sql.exec(`INSERT INTO inbox (n, heard_at, data) VALUES (1, ?, ?)`, START_MS, JSON.stringify(FAILING));
  });
  await evictDurableObject(stubOf(site));
  pass(20);
  const event = { callId: "after", atMs: Date.now(), from: "+447700900129", to: OVERFLOW, status: "ringing" } as const;
  await stubOf(site).hear({ connection: "line", account: "account-1", event });
  await runInDurableObject(stubOf(site), (switchboard) => switchboard.alarm());
  expect(await stubOf(site).readCall("line:after")).toMatchObject({ visitId: visit });
});
