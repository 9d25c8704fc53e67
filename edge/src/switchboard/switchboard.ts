/**
 * The switchboard of one shard of a site: the truth of who is looking at which number. Every method is one synchronous
 * round of load, decide, save, in a storage transaction unless it needs none; the answer leaves only when it is durable (output gate), so
 * a number that a browser has seen survives any crash (L6). Alarms only flush and clean up; they decide nothing.
 */
import { DurableObject } from "cloudflare:workers";
import type { SiteConfig } from "../core/config.ts";
import type { Told } from "../core/told.ts";
import type { Env } from "../env.ts";
import type { CallRow } from "../store/rows.ts";
import { admitted, isAllowed } from "./admission.ts";
import { admitVisit } from "./admit-visit.ts";
import { askShards } from "./ask-shards.ts";
import { answer, type CallQuestion, type CallTestimony, type Hearsay } from "./call-question.ts";
import type { Arrival } from "./call-table.ts";
import { hearNotice } from "./called.ts";
import { type Desk, holderFacts, reconcile, saveConfig, takeConfig } from "./desk.ts";
import { callRow } from "./flush.ts";
import { findCode } from "./given-code.ts";
import { Keeper } from "./keeper.ts";
import { takeLink } from "./link.ts";
import type { Notice } from "./notice-table.ts";
import { poolLoads } from "./pools-now.ts";
import type {
  CallCommand,
  CallOutcome,
  CodeHolder,
  ConfigureOutcome,
  LeadCommand,
  LeadOutcome,
  LinkCommand,
  LinkOutcome,
  PoolLoad,
  PulseCommand,
  PulseOutcome,
  Refused,
  SwitchboardHealth,
  SwitchboardRpc,
  VisitCommand,
  VisitOutcome,
} from "./rpc.ts";
import { noteShards, siblings } from "./siblings.ts";
import { questionOf, takeCall } from "./take-call.ts";
import { InboxTaker } from "./take-inbox.ts";
import { takeLead } from "./take-lead.ts";
import { takePulse } from "./take-pulse.ts";
import { takeVisit } from "./take-visit.ts";
import { Upkeep } from "./upkeep.ts";
import { visitId } from "./visit-id.ts";

/** So long a call waits for others on its way to D1, so that whoever is on the line does not wait for a flush. */
const CALL_GATHER_MS = 250;
export class Switchboard extends DurableObject<Env> implements SwitchboardRpc {
  readonly #keeper = new Keeper(this.ctx.storage);
  readonly #inbox = new InboxTaker({
    open: () => this.#keeper.open(),
    transact: (round) => this.#keeper.transact(round),
    ask: (command) => this.#ask(command),
  });
  readonly #upkeep = new Upkeep(this.#keeper, this.#inbox);

  /** Takes over a configuration; an older one than the present is ignored. */
  async configure(config: SiteConfig): Promise<ConfigureOutcome> {
    const nowMs = this.#keeper.now();
    const before = this.#current();
    const isNewer = !before || config.version >= before.config.version;
    const held = this.#keeper.transact(() => {
      if (isNewer && before) noteShards(before, config, nowMs);
      if (isNewer) saveConfig(this.ctx.storage.sql, config);
      const desk = this.#keeper.open();
      if (!desk) throw new Error("a configured switchboard has a desk");
      if (isNewer) takeConfig(desk, config);
      return reconcile(desk, nowMs);
    });
    return { version: this.#keeper.open()?.config.version ?? config.version, held };
  }

  async visit(command: VisitCommand): Promise<VisitOutcome> {
    const outcome = this.#fromPage(command.client.origin, (desk, nowMs) => {
      const admitted = admitVisit(desk, command, nowMs);
      if (!admitted.ok) return admitted;
      const chance = { visitId: () => visitId(nowMs, desk.config.shard), random: Math.random };
      return { ok: true as const, taken: takeVisit(desk, admitted.command, nowMs, chance) };
    });
    if (!outcome.ok) return outcome;
    const { taken } = outcome;
    taken.commit();
    if ("moved" in taken) return { ok: false, reason: "moved", moved: taken.moved };
    return { ok: true, body: JSON.stringify(taken.response), cookie: taken.cookie };
  }

  async pulse(command: PulseCommand): Promise<PulseOutcome> {
    const round = (desk: Desk, nowMs: number) => {
      const taken = takePulse(desk, command, nowMs);
      return taken ? { ok: true as const, taken } : { ok: false as const, reason: "unknown-visit" as const };
    };
    const outcome = this.#fromPage(command.origin, round, "run");
    if (!outcome.ok) return outcome;
    const { moved, commit } = outcome.taken;
    commit();
    return moved ? { ok: false, reason: "moved", ...moved } : { ok: true };
  }

  async link(command: LinkCommand): Promise<LinkOutcome> {
    return this.#fromPage(command.origin, (desk, nowMs) => takeLink(desk, command, nowMs));
  }

  async lead(command: LeadCommand): Promise<LeadOutcome> {
    return this.#fromPage(command.client.origin, (desk, nowMs) => takeLead(desk, command, nowMs));
  }

  async tell(told: Told[]): Promise<void> {
    const desk = this.#current();
    if (!desk) throw new Error("switchboard is not configured");
    this.#keeper.transact(() => {
      for (const one of told) desk.told.keep(one);
    });
  }

  /**
   * Keeps a call event and answers: it is joined to its call with the alarm, or before whatever else is asked first.
   * Throws as `call` does.
   */
  async hear(command: CallCommand): Promise<void> {
    const desk = admitted(this.#keeper.open(), command);
    const nowMs = this.#keeper.now();
    this.#keeper.transact(() => desk.inbox.add(command, nowMs));
    this.#keeper.arm(nowMs + CALL_GATHER_MS);
  }

  /**
   * Joins a call event to its call. Throws when this switchboard is not configured or does not have the called number:
   * the caller keeps the event then, for whoever sent it here may not have heard yet that the number has moved.
   */
  async call(command: CallCommand): Promise<CallOutcome> {
    const hearsay = await this.#ask(command);
    const desk = admitted(this.#current(), command);
    const nowMs = this.#keeper.now();
    const taken = this.#keeper.transact(() => takeCall(desk, command, nowMs, hearsay));
    taken.commit();
    this.#keeper.arm(nowMs + CALL_GATHER_MS);
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

  async noteCalls(notices: Notice[]): Promise<(Arrival | null)[]> {
    const desk = this.#current();
    if (!desk) throw new Error("switchboard is not configured");
    const nowMs = this.#keeper.now();
    const heard = this.#keeper.transact(() => notices.map((notice) => hearNotice(desk, notice, nowMs)));
    for (const { visit } of heard) if (visit) desk.board.update(holderFacts(visit));
    this.#keeper.arm(nowMs);
    return heard.map(({ arrival }) => arrival);
  }

  async findCode(code: string, atMs: number): Promise<CodeHolder | null> {
    const desk = this.#current();
    return desk && findCode(desk, code, atMs);
  }

  /** How full each pool is. */
  async load(): Promise<PoolLoad[]> {
    const desk = this.#current();
    return desk ? poolLoads(desk, this.#keeper.now()) : [];
  }

  async health(): Promise<SwitchboardHealth> {
    const desk = this.#current();
    if (!desk) return { version: 0, outbox: 0, outboxLagMs: 0, refused: 0, dropped: 0 };
    const { outbox, config } = desk;
    return {
      version: config.version,
      outbox: outbox.size,
      outboxLagMs: outbox.lagMs(this.#keeper.now()),
      refused: outbox.refused,
      dropped: outbox.dropped,
    };
  }

  override async alarm(): Promise<void> {
    await this.#upkeep.run(this.env);
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
  #fromPage<T>(
    origin: string,
    round: (desk: Desk, nowMs: number) => T,
    how: "transact" | "run" = "transact",
  ): T | Refused {
    const desk = this.#current();
    if (!desk) return { ok: false, reason: "unknown-site" };
    if (!isAllowed(desk, origin)) return { ok: false, reason: "origin" };
    const nowMs = this.#keeper.now();
    const outcome = this.#keeper[how](() => round(desk, nowMs));
    this.#keeper.arm(nowMs);
    return outcome;
  }
}
