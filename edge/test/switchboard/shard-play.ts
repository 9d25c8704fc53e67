/**
 * Plays a history of a company whose sites are split anew, through the Worker, and has the auditor check every answer. Knows
 * only what visitors were answered and what the switchboards have in storage.
 */
import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, vi } from "vitest";
import type { VisitResponse } from "../../../sdk/src/wire.ts";
import { DEFAULT_SETTINGS } from "../../src/core/config.ts";
import { PRIOR_CURVE } from "../../src/core/prior-curve.ts";
import type { Resolution } from "../../src/core/resolve.ts";
import { repairPublications } from "../../src/publish.ts";
import { routePulse, switchboardOf } from "../../src/switchboard/route-visit.ts";
import { Auditor } from "../core/model/auditor.ts";
import { Company, type PoolId, type Site } from "./company.ts";
import { type CrashPlan, kill, publishCrashing } from "./crash.ts";
import { servedAt } from "./posts.ts";
import { auditPosts, expectAllSent, holdersIn } from "./shard-audit.ts";
import { NUMBERS, numberOf, type ShardOperation, siteOf } from "./shard-history.ts";
import { view } from "./site.ts";

const START_MS = Date.UTC(2026, 10, 22, 9);

/** Nobody talks for longer: a switchboard waits four hours for the end of a call before it lets the number go. Seconds. */
const CALL_MAX = 10_800;

interface Ongoing {
  callId: string;
  atMs: number;
  from: string;
  to: string;
}

export class Play {
  readonly company: Company;
  readonly auditor = new Auditor(DEFAULT_SETTINGS.addressShare, PRIOR_CURVE);
  /** Last visit of each visitor, and the numbers it was last shown, that of the first pool first. */
  readonly visits = new Map<number, { id: string; numbers: (string | null)[] }>();
  /** Which visits were shown each number, and from when. */
  readonly shown = new Map<string, Map<string, { site: Site; atMs: number }>>();
  /** Leases that may have been given although nobody was told. */
  kills = 0;
  /** Where each number is, with its pool. */
  places = new Map<string, string>();
  readonly calls: string[] = [];
  readonly ongoing: Ongoing[] = [];

  constructor(company: Company) {
    this.company = company;
  }

  static async open(): Promise<Play> {
    vi.setSystemTime(START_MS);
    const play = new Play(await Company.open());
    await play.company.place(Array.from({ length: NUMBERS }, (_, i) => [numberOf(i), poolAt(i)]));
    await play.publish(null);
    return play;
  }

  async step(operation: ShardOperation): Promise<void> {
    const { company } = this;
    switch (operation.op) {
      case "visit":
        return await this.visit(operation.visitor, operation.lost);
      case "kill":
        return await this.kill(operation.visitor);
      case "pulse":
        return await this.pulse(operation.visitor, operation.type);
      case "call":
        return await this.call(operation.visitor, operation.lateSeconds);
      case "hang-up":
        return await this.hangUp();
      case "advance":
        return await this.advance(operation.seconds);
      case "freeze":
        await company.freeze(operation.pool, operation.seconds, operation.afterCallSeconds);
        return await this.publish(operation.crash);
      case "move":
        await company.move(numberOf(operation.number), operation.pool);
        return await this.publish(operation.crash);
      case "reshard":
        await company.reshard("shop", operation.shards);
        return await this.publish(operation.crash);
      case "repair":
        await repairPublications(env);
        return await this.inspect();
      case "evict": {
        const stub = this.switchboardOf(operation.visitor);
        await stub.health();
        return await evictDurableObject(stub);
      }
      case "alarm":
        await runDurableObjectAlarm(this.switchboardOf(operation.visitor));
        return;
    }
  }

  /** Publishes as the API does after a change, by a Worker that may crash at one of its waits. */
  async publish(plan: CrashPlan | null): Promise<void> {
    await publishCrashing(this.company, plan);
    await this.inspect();
  }

  /** L1 in storage: no number may be leased by two switchboards. What a switchboard lost, nobody may have been live on. */
  async inspect(): Promise<void> {
    this.places = auditPosts(await this.company.posts(), this.auditor);
  }

  switchboardOf(visitor: number) {
    const visit = this.visits.get(visitor)?.id ?? "x.0";
    const stub = switchboardOf(env, this.company.key(siteOf(visitor)), { visit });
    if (stub === null) throw new Error(`${visit} names no switchboard`);
    return stub;
  }

  async visit(visitor: number, lost: boolean): Promise<void> {
    const site = siteOf(visitor);
    const answer = await this.company.visit(site, visitor, this.visits.get(visitor)?.id, addressOf(visitor));
    const place = await servedAt((one) => this.company.stubOf(one), this.company.key(site), answer.visit);
    const shown = this.audit(visitor, answer, place);
    if (lost) return;
    this.visits.set(visitor, { id: answer.visit, numbers: shown });
  }

  /** Checks an answer, given at a place. Returns the number of each pool. */
  audit(visitor: number, { visit, visitor: id, swaps }: VisitResponse, place: string): (string | null)[] {
    const site = siteOf(visitor);
    const shown = swaps.map(({ kind, number, target }) => ({
      // Of a visit that was handed over, its numbers may be at several switchboards.
      pool: (number !== null && this.places.get(number)) || `${place} ${this.company.poolOf(site, target)}`,
      number: kind === "pool" ? number : null,
    }));
    const known = this.visits.get(visitor);
    for (const [n, before] of (known?.id === visit ? known.numbers : []).entries()) {
      const isOwn = before !== null && this.auditor.holds(visit, before, Date.now());
      if (isOwn) expect(shown[n]?.number, `L3 ${visit} was shown ${before}`).toBe(before);
    }
    this.auditor.visited(visit, id, addressOf(visitor), shown, Date.now());
    for (const { number } of shown) {
      if (number === null) continue;
      const visits = this.shown.get(number) ?? new Map<string, { site: Site; atMs: number }>();
      this.shown.set(number, visits.set(visit, visits.get(visit) ?? { site, atMs: Date.now() }));
    }
    return shown.map(({ number }) => number);
  }

  /** The lease that was about to be given is lost with the switchboard's memory, or kept: nobody was told. */
  async kill(visitor: number): Promise<void> {
    this.kills += 1;
    const visit = this.visits.get(visitor)?.id;
    const command = view(this.company.key(siteOf(visitor)), visitor, visit === undefined ? {} : { visit });
    await kill(this.switchboardOf(visitor), (instance) => instance.visit(command));
  }

  async pulse(visitor: number, type: "alive" | "hidden" | "end" | "tel"): Promise<void> {
    const visit = this.visits.get(visitor);
    if (!visit) return;
    const event = type === "tel" ? { type: "signal" as const, ago: 0, signal: type } : { type, ago: 0 };
    const { request, client } = view("any", visitor);
    const command = { visitor: request.visitor, visit: visit.id, events: [event], origin: client.origin };
    const { ok } = await routePulse(env, this.company.key(siteOf(visitor)), command);
    if (!ok) {
      const shown = visit.numbers.filter((number) => number !== null);
      const keepsAll = shown.length > 0 && shown.every((number) => this.auditor.holds(visit.id, number, Date.now()));
      expect(keepsAll, "L3 a visit whose numbers are all live is known").toBe(false);
      return;
    }
    if (type === "tel") this.auditor.signalled(visit.id, type);
    this.auditor.seen(visit.id, type !== "hidden" && type !== "end", Date.now());
  }

  async call(visitor: number, lateSeconds: number): Promise<void> {
    const to = this.visits.get(visitor)?.numbers[0];
    if (!to) return;
    const atMs = Date.now() - lateSeconds * 1000;
    const call = { callId: `call-${this.calls.length}`, atMs, from: `+44790000000${visitor}`, to };
    const holding = this.auditor.held.get(to);
    const isOnSite = holding !== undefined && this.auditor.isLive(to, Date.now()) && lateSeconds === 0;
    this.calls.push(call.callId);
    this.ongoing.push(call);
    for (let i = 0; i < 2; i++) {
      const status = await this.company.webhook("call.started", call.callId, atMs, { from: call.from, to });
      expect(status, "W3").toBe(200);
    }
    const { place, resolution } = await this.taken(call.callId);
    const { visit, beliefs, evidence = [] } = resolution ?? { visit: null, beliefs: [] };
    // Of the site that has the number now.
    const holders = [...(this.shown.get(to)?.values() ?? [])].filter(
      (showing) => showing.atMs <= atMs && place.startsWith(`${this.company.key(showing.site)}/`),
    ).length;
    expect(holdersIn(evidence), `R4 all who were shown ${to}, wherever: ${evidence}`).toBeGreaterThanOrEqual(holders);
    expect(holdersIn(evidence), `R4 nobody else: ${evidence}`).toBeLessThanOrEqual(holders + this.kills);
    if (isOnSite)
      expect(
        beliefs.map((belief) => belief.visit),
        `R4 ${to} is ${holding.visit}'s`,
      ).toContain(holding.visit);
    if (visit === null) return;
    const wasShown = resolution?.method === "caller" || this.shown.get(to)?.has(visit);
    expect(wasShown, `R1 ${visit} was never shown ${to}`).toBe(true);
    this.auditor.called(visit, atMs);
  }

  async advance(seconds: number): Promise<void> {
    const tooLongMs = Date.now() + (seconds - CALL_MAX) * 1000;
    while ((this.ongoing[0]?.atMs ?? Number.POSITIVE_INFINITY) < tooLongMs) await this.hangUp();
    vi.setSystemTime(Date.now() + seconds * 1000);
  }

  async hangUp(): Promise<void> {
    const call = this.ongoing.shift();
    if (!call) return;
    const { callId, from, to } = call;
    expect(await this.company.webhook("call.completed", callId, Date.now(), { from, to, talk_seconds: 5 })).toBe(200);
    await this.taken(callId);
  }

  /**
   * A call, at the one switchboard that knows it. The first one told of it may have been a former place
   * of the number; then the directory has the event and, while minutes pass and the cron runs, finds the right one.
   */
  async taken(callId: string): Promise<{ place: string; resolution: Resolution | null }> {
    for (let minute = 0; ; minute++) {
      const [known, ...others] = await this.company.resolutions(callId);
      expect(others, "W1 a call is known to one switchboard").toEqual([]);
      if (known) {
        // A moment later, the switchboard of the visit hears of it, if that is another one.
        await runDurableObjectAlarm(this.company.stubOf(known.place));
        return known;
      }
      if (minute === 10) throw new Error(`W4 nobody has heard of ${callId}`);
      vi.setSystemTime(Date.now() + 60_000);
      await repairPublications(env);
      await this.inspect();
      await runDurableObjectAlarm(env.DIRECTORY.get(env.DIRECTORY.idFromName(this.company.connection)));
    }
  }

  async finish(): Promise<void> {
    while (this.ongoing.length > 0) await this.hangUp();
    await expectAllSent(this.company, this.auditor.lives.size, this.calls.length);
    await this.inspect();
  }
}

const poolAt = (index: number): PoolId => (index < 4 ? "sales" : index < 6 ? "support" : "counter");

/** Visitors share addresses in pairs. */
const addressOf = (visitor: number): string => `address-${visitor >> 1}`;
