/**
 * The switchboard of one shard of a site: the truth of who is looking at which number. Every method is one synchronous
 * round of load, decide, save in a storage transaction; the answer leaves only when it is durable (output gate), so
 * a number that a browser has seen survives any crash (L6). Alarms only flush and clean up; they decide nothing.
 */
import { DurableObject } from "cloudflare:workers";
import type { SiteConfig } from "../core/config.ts";
import type { Told } from "../core/told.ts";
import type { Env } from "../env.ts";
import { projectBatch } from "../store/projection.ts";
import type { CallRow } from "../store/rows.ts";
import { admitted, isAllowed, isAtHome } from "./admission.ts";
import { askShards } from "./ask-shards.ts";
import { answer, type CallQuestion, type CallTestimony, type Hearsay } from "./call-question.ts";
import { cleanUp } from "./clean-up.ts";
import { type Desk, openDesk, reconcile, saveConfig, takeConfig } from "./desk.ts";
import { callRow, packParcel, settleParcel } from "./flush.ts";
import { findCode } from "./given-code.ts";
import { poolLoads } from "./pools-now.ts";
import type {
  CallCommand,
  CallOutcome,
  CodeHolder,
  ConfigureOutcome,
  LeadCommand,
  LeadOutcome,
  PoolLoad,
  PulseCommand,
  PulseOutcome,
  Refused,
  SwitchboardHealth,
  SwitchboardRpc,
  VisitCommand,
  VisitOutcome,
} from "./rpc.ts";
import { hasSchema, migrate } from "./schema.ts";
import { noteShards, siblings } from "./siblings.ts";
import { questionOf, takeCall } from "./take-call.ts";
import { InboxTaker } from "./take-inbox.ts";
import { takeLead } from "./take-lead.ts";
import { takePulse } from "./take-pulse.ts";
import { takeVisit } from "./take-visit.ts";
import { visitId } from "./visit-id.ts";

/** Wait after a failed flush: doubled each time up to the longer one, milliseconds. */
const RETRY_MS = 1_000;
const RETRY_MAX_MS = 60_000;
/** So long a call waits for others on its way to D1, so that whoever is on the line does not wait for a flush. */
const CALL_GATHER_MS = 250;
/** An alarm this late did not come: it is set again. */
const ALARM_LOST_MS = 30_000;

export class Switchboard extends DurableObject<Env> implements SwitchboardRpc {
  #desk: Desk | null = null;
  /** No time is ever taken before this: the clock of a switchboard does not step back (L1). */
  #latestMs = 0;
  /** When the alarm is set for, as far as this instance knows. */
  #alarmMs: number | null = null;
  #failures = 0;
  /** D1 is not asked again before this. */
  #retryMs = 0;
  readonly #inbox = new InboxTaker({
    open: () => this.#open(),
    transact: (round) => this.#transact(round),
    ask: (command) => this.#ask(command),
  });

  /** Takes over a configuration; an older one than the present is ignored. */
  async configure(config: SiteConfig): Promise<ConfigureOutcome> {
    const nowMs = this.#now();
    const before = this.#current();
    const isNewer = !before || config.version >= before.config.version;
    const held = this.#transact(() => {
      if (isNewer && before) noteShards(before, config, nowMs);
      if (isNewer) saveConfig(this.ctx.storage.sql, config);
      const desk = this.#open();
      if (!desk) throw new Error("a configured switchboard has a desk");
      if (isNewer) takeConfig(desk, config);
      return reconcile(desk, nowMs);
    });
    return { version: this.#open()?.config.version ?? config.version, held };
  }

  async visit(command: VisitCommand): Promise<VisitOutcome> {
    const desk = this.#current();
    if (!desk) return { ok: false, reason: "unknown-site" };
    if (!isAllowed(desk, command.client.origin)) return { ok: false, reason: "origin" };
    const { shard, shards } = desk.config;
    const nowMs = this.#now();
    if (!command.adopt && !isAtHome(desk, command.request.visitor, nowMs))
      return { ok: false, reason: "shard", shards };
    const chance = { visitId: () => visitId(nowMs, shard), random: Math.random };
    const taken = this.#transact(() => takeVisit(desk, command, nowMs, chance));
    taken.commit();
    this.#arm(nowMs);
    return { ok: true, body: JSON.stringify(taken.response) };
  }

  async pulse(command: PulseCommand): Promise<PulseOutcome> {
    const desk = this.#current();
    if (!desk) return { ok: false, reason: "unknown-site" };
    if (!isAllowed(desk, command.origin)) return { ok: false, reason: "origin" };
    const nowMs = this.#now();
    const taken = this.#transact(() => takePulse(desk, command, nowMs));
    if (!taken) return { ok: false, reason: "unknown-visit" };
    taken.commit();
    this.#arm(nowMs);
    return { ok: true };
  }

  async lead(command: LeadCommand): Promise<LeadOutcome> {
    return this.#fromPage(command.client.origin, (desk, nowMs) => takeLead(desk, command, nowMs));
  }

  async tell(told: Told[]): Promise<void> {
    const desk = this.#current();
    if (!desk) throw new Error("switchboard is not configured");
    this.#transact(() => {
      for (const one of told) desk.told.keep(one);
    });
  }

  /**
   * Keeps a call event and answers: it is joined to its call with the alarm, or before whatever else is asked first.
   * Throws as `call` does.
   */
  async hear(command: CallCommand): Promise<void> {
    const desk = admitted(this.#open(), command);
    const nowMs = this.#now();
    this.#transact(() => desk.inbox.add(command, nowMs));
    this.#arm(nowMs + CALL_GATHER_MS);
  }

  /**
   * Joins a call event to its call. Throws when this switchboard is not configured or does not have the called number:
   * the caller keeps the event then, for whoever sent it here may not have heard yet that the number has moved.
   */
  async call(command: CallCommand): Promise<CallOutcome> {
    const hearsay = await this.#ask(command);
    const desk = admitted(this.#current(), command);
    const nowMs = this.#now();
    const taken = this.#transact(() => takeCall(desk, command, nowMs, hearsay));
    taken.commit();
    this.#arm(nowMs + CALL_GATHER_MS);
    return taken.outcome;
  }

  async knowsCall(id: string): Promise<boolean> {
    await this.#inbox.takeAll();
    return this.#current()?.calls.find(id) != null;
  }

  async readCall(id: string): Promise<CallRow | null> {
    await this.#inbox.takeAll();
    const desk = this.#current();
    const call = desk?.calls.find(id);
    return desk && call ? callRow(desk, call) : null;
  }

  async testify(question: CallQuestion): Promise<CallTestimony | null> {
    const desk = this.#current();
    return desk && answer(desk, question);
  }

  async findCode(code: string, atMs: number): Promise<CodeHolder | null> {
    const desk = this.#current();
    return desk && findCode(desk, code, atMs);
  }

  /** How full each pool is. */
  async load(): Promise<PoolLoad[]> {
    const desk = this.#current();
    return desk ? poolLoads(desk, this.#now()) : [];
  }

  async health(): Promise<SwitchboardHealth> {
    const desk = this.#current();
    if (!desk) return { version: 0, outbox: 0, outboxLagMs: 0, dropped: 0 };
    const { outbox, config } = desk;
    return {
      version: config.version,
      outbox: outbox.size,
      outboxLagMs: outbox.lagMs(this.#now()),
      dropped: outbox.dropped,
    };
  }

  /** Flushes, cleans up, and sets the next alarm. Late, doubled or lost, it changes nothing but when D1 hears of things. */
  override async alarm(): Promise<void> {
    this.#alarmMs = null;
    const desk = this.#open();
    if (!desk) return;
    const nowMs = this.#now();
    try {
      const isEachTaken = await this.#inbox.takeAll();
      await this.#flush(nowMs);
      if (!isEachTaken) throw new Error("a call event could not be taken");
      this.#failures = 0;
    } catch (error) {
      this.#retryMs = nowMs + Math.min(RETRY_MS * 2 ** this.#failures, RETRY_MAX_MS);
      this.#failures += 1;
      console.warn(
        JSON.stringify({ at: "flush", site: desk.config.siteKey, failures: this.#failures, error: String(error) }),
      );
    }
    const now = this.#open();
    if (now) this.#transact(() => cleanUp(now, nowMs));
    this.#arm(nowMs);
  }

  /** What the other switchboards know of a call: asked for before the round, which waits for nobody. */
  async #ask(command: CallCommand): Promise<Hearsay | null> {
    const desk = this.#current();
    const question = desk && questionOf(desk, command);
    return desk && question && askShards(this.env, desk.config.siteKey, siblings(desk, question.atMs), question);
  }

  /** The desk, with all taken that was heard before. */
  #current(): Desk | null {
    return this.#inbox.takeReady();
  }

  /** A round that a page of the site asks for. */
  #fromPage<T>(origin: string, round: (desk: Desk, nowMs: number) => T): T | Refused {
    const desk = this.#current();
    if (!desk) return { ok: false, reason: "unknown-site" };
    if (!isAllowed(desk, origin)) return { ok: false, reason: "origin" };
    const nowMs = this.#now();
    const outcome = this.#transact(() => round(desk, nowMs));
    this.#arm(nowMs);
    return outcome;
  }

  /** The desk, loaded when the object has just woken up; `null` until it is configured. */
  #open(): Desk | null {
    if (this.#desk) return this.#desk;
    const { sql } = this.ctx.storage;
    if (!hasSchema(sql)) return null;
    migrate(sql);
    const desk = openDesk(sql);
    if (!desk) return null;
    for (const { lastSeenMs } of desk.board.holders.values()) this.#latestMs = Math.max(this.#latestMs, lastSeenMs);
    this.#desk = desk;
    return desk;
  }

  /** Sends all that is due. The desk is asked for anew after each wait: it may have been replaced meanwhile. */
  async #flush(nowMs: number): Promise<void> {
    for (;;) {
      const desk = this.#open();
      const parcel = desk && packParcel(desk, nowMs);
      if (!parcel) return;
      await projectBatch(this.env.DB, parcel.rows);
      const now = this.#open();
      if (now) this.#transact(() => settleParcel(now, parcel));
      if (!parcel.isFull) return;
    }
  }

  /** Runs a round in a transaction. If it fails, memory may disagree with storage: it is dropped, and loaded anew. */
  #transact<T>(round: () => T): T {
    try {
      return this.ctx.storage.transactionSync(round);
    } catch (error) {
      this.#desk = null;
      throw error;
    }
  }

  #now(): number {
    this.#latestMs = Math.max(this.#latestMs, Date.now());
    return this.#latestMs;
  }

  /** Sets the alarm for the next due mark, not before `earliestMs`, unless one that is early enough is set already. */
  #arm(earliestMs: number): void {
    const isHeard = this.#desk && this.#desk.inbox.waiting.length > 0;
    const dueMs = isHeard ? earliestMs : (this.#desk?.outbox.soonestMs ?? Number.POSITIVE_INFINITY);
    if (dueMs === Number.POSITIVE_INFINITY) return;
    const atMs = Math.max(dueMs, earliestMs, this.#retryMs);
    const isSet = this.#alarmMs !== null && this.#alarmMs <= atMs && this.#alarmMs > earliestMs - ALARM_LOST_MS;
    if (isSet) return;
    this.#alarmMs = atMs;
    // Not awaited: the output gate holds the answer until this write is durable too.
    void this.ctx.storage.setAlarm(atMs);
  }
}
