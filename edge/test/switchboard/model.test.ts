/**
 * The histories of the core's model test, played against the real Durable Object in workerd, with evictions, alarms at
 * odd moments, clock steps and reconfiguration while leases are live. The same auditor checks every answer.
 */
import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import fc from "fast-check";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { VisitResponse } from "../../../sdk/src/wire.ts";
import type { NumberConfig, PoolConfig, SiteConfig } from "../../src/core/config.ts";
import { PRIOR_CURVE } from "../../src/core/prior-curve.ts";
import type { Signal } from "../../src/core/signals.ts";
import { Auditor } from "../core/model/auditor.ts";
import { addressOf, history, NUMBERS, numberOf, type Operation, POOLS } from "../core/model/operations.ts";
import { HISTORIES } from "../core/model/seeds.ts";
import { SALES, SUPPORT, siteConfig, stubOf, view } from "./site.ts";

const RUNS = 300;
const ADDRESS_SHARE = 0.5;
const START_MS = Date.UTC(2026, 10, 22, 9);
const POOL_OF: Record<string, string> = { [SALES]: "sales", [SUPPORT]: "support" };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

let sites = 0;

class Play {
  readonly site = `model-${sites++}`;
  readonly stub = stubOf(this.site);
  readonly auditor = new Auditor(ADDRESS_SHARE, PRIOR_CURVE);
  readonly pools = new Map<string, PoolConfig>();
  readonly numbers = new Map<string, NumberConfig>();
  /** Last visit of each visitor, and the numbers it was last shown, that of the sales first. */
  readonly visits = new Map<number, { id: string; numbers: (string | null)[] }>();
  readonly shown = new Map<string, Set<string>>();
  version = 0;
  calls = 0;
  /** The switchboard's clock: never steps back while it is awake. */
  clockMs = START_MS;

  async start(): Promise<void> {
    vi.setSystemTime(START_MS);
    for (let i = 0; i < NUMBERS; i++) this.setNumber(i, i < 4 ? "sales" : "support");
    for (const id of POOLS) this.setFreeze(id, 120, 120);
    await this.configure();
  }

  get nowMs(): number {
    this.clockMs = Math.max(this.clockMs, Date.now());
    return this.clockMs;
  }

  async step(operation: Operation): Promise<void> {
    switch (operation.op) {
      case "visit":
        return await this.visit(operation.visitor);
      case "pulse":
        return await this.pulse(operation.visitor, operation.type, null);
      case "signal":
        return await this.pulse(operation.visitor, "signal", operation.signal);
      case "call":
        return await this.call(operation.visitor, operation.lateSeconds);
      case "advance":
        vi.setSystemTime(Date.now() + operation.seconds * 1000);
        return;
      case "freeze":
        this.setFreeze(operation.pool, operation.seconds, operation.afterCallSeconds);
        return await this.configure();
      case "move":
        this.setNumber(operation.number, operation.pool);
        return await this.configure();
      case "evict":
        // Only what is awake can be evicted.
        await this.stub.health();
        await evictDurableObject(this.stub);
        this.clockMs = Math.max(0, ...[...this.auditor.held.values()].map(({ visit }) => this.lastSeen(visit)));
        return;
      case "alarm":
        await runDurableObjectAlarm(this.stub);
        return;
      case "clock-back":
        vi.setSystemTime(Date.now() - 3_600_000);
        return;
    }
  }

  lastSeen(visit: string): number {
    return this.auditor.lives.get(visit)?.lastSeenMs ?? 0;
  }

  async visit(visitor: number): Promise<void> {
    const known = this.visits.get(visitor);
    const command = view(this.site, visitor, known ? { visit: known.id } : {});
    const nowMs = this.nowMs;
    const outcome = await this.stub.visit({ ...command, client: { ...command.client, address: addressOf(visitor) } });
    if (!outcome.ok) throw new Error(`refused: ${outcome.reason}`);
    const { visit, swaps } = JSON.parse(outcome.body) as VisitResponse;
    const shown = swaps.map(({ target, kind, number }) => ({
      pool: POOL_OF[target] ?? "",
      number: kind === "pool" ? number : null,
    }));
    this.auditor.visited(visit, command.request.visitor, addressOf(visitor), shown, nowMs);
    this.visits.set(visitor, { id: visit, numbers: shown.map(({ number }) => number) });
    for (const { number } of shown)
      if (number) this.shown.set(number, (this.shown.get(number) ?? new Set()).add(visit));
  }

  async pulse(visitor: number, type: "alive" | "hidden" | "end" | "signal", signal: Signal | null): Promise<void> {
    const visit = this.visits.get(visitor);
    if (!visit) return;
    const event = signal ? { type: "signal" as const, ago: 0, signal } : { type: type as "alive", ago: 0 };
    const { request, client } = view(this.site, visitor);
    const command = { visitor: request.visitor, visit: visit.id, events: [event], origin: client.origin };
    const nowMs = this.nowMs;
    const { ok } = await this.stub.pulse(command);
    if (!ok) {
      const shown = visit.numbers.filter((number) => number !== null);
      const keepsAll = shown.length > 0 && shown.every((number) => this.auditor.holds(visit.id, number, nowMs));
      expect(keepsAll, "L3 a visit whose numbers are all live is known").toBe(false);
      return;
    }
    if (signal) this.auditor.signalled(visit.id, signal);
    this.auditor.seen(visit.id, type !== "hidden" && type !== "end", nowMs);
  }

  async call(visitor: number, lateSeconds: number): Promise<void> {
    const number = this.visits.get(visitor)?.numbers[0];
    if (!number) return;
    const atMs = this.nowMs - lateSeconds * 1000;
    const event = {
      callId: `c${this.calls++}`,
      atMs,
      from: `+44790000000${visitor}`,
      to: number,
      status: "ringing" as const,
    };
    const command = { connection: this.site, account: "account-1", event };
    const first = await this.stub.call(command);
    const again = await this.stub.call(command);
    expect(again, "W1 the same event again changes nothing").toEqual(first);
    const visit = first.resolution?.visit ?? null;
    if (visit === null) return;
    const known = first.resolution?.method === "caller" || this.shown.get(number)?.has(visit);
    expect(known, `R1 ${visit} was never shown ${number}`).toBe(true);
    this.auditor.called(visit, atMs);
  }

  setFreeze(id: string, seconds: number, afterCallSeconds: number): void {
    const freezeMs = seconds * 1000;
    const freezeAfterCallMs = afterCallSeconds * 1000;
    this.pools.set(id, { id, name: id, freezeMs, freezeAfterCallMs, overflow: null });
    this.auditor.pools.set(id, { freezeMs, freezeAfterCallMs });
  }

  setNumber(index: number, pool: string | null): void {
    const number = numberOf(index);
    if (pool === null) this.numbers.delete(number);
    else this.numbers.set(number, { number, kind: "pool", pool, channel: "" });
  }

  async configure(): Promise<void> {
    this.version += 1;
    const config: SiteConfig = siteConfig(this.site, {
      version: this.version,
      pools: [...this.pools.values()],
      numbers: [...this.numbers.values()],
    });
    const settings = { ...config.settings, addressShare: ADDRESS_SHARE };
    const nowMs = this.nowMs;
    const { held } = await this.stub.configure({ ...config, settings });
    // What is not held any more has left its pool or rests in its new one.
    this.auditor.numbers.clear();
    for (const { number, pool } of this.numbers.values()) {
      const holding = this.auditor.held.get(number);
      const stays = holding?.pool === pool;
      if (holding && !stays && !held.includes(number)) this.auditor.removed(number, nowMs);
      if (pool !== null && !held.includes(number)) this.auditor.numbers.set(number, pool);
    }
    for (const number of this.auditor.held.keys()) {
      if (!this.numbers.has(number) && !held.includes(number)) this.auditor.removed(number, nowMs);
    }
  }

  /** T1: what was acknowledged is in D1 once all alarms have run. */
  async finish(): Promise<void> {
    vi.setSystemTime(this.nowMs + 120_000);
    // An alarm may be running already, of itself: then there is none to run, and asking again waits for it.
    for (let i = 0; i < 5_000 && (await this.stub.health()).outbox > 0; i++) await runDurableObjectAlarm(this.stub);
    const count = "SELECT COUNT(*) AS n FROM visit WHERE site_id = ?";
    const visits = await env.DB.prepare(count).bind(`site-${this.site}`).first<number>("n");
    expect(visits, "T1 visits in D1").toBe(this.auditor.lives.size);
    const calls = await env.DB.prepare(count.replace("visit", "call")).bind(`site-${this.site}`).first<number>("n");
    expect(calls, "T1 calls in D1").toBe(this.calls);
  }
}

it(`L1 L2 L3 L4 L5 L7 R1 W1 T1 hold over ${RUNS} random histories of the real object`, async () => {
  await fc.assert(
    fc.asyncProperty(history, async (operations) => {
      const play = new Play();
      await play.start();
      for (const operation of operations) await play.step(operation);
      await play.finish();
    }),
    { numRuns: RUNS, examples: HISTORIES, endOnFailure: false },
  );
});
