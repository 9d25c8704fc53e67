/**
 * The directory of one connection: who is to be asked and dialled for a called number, in a copy that outlives a D1
 * outage (W3); and the spool of call events that a switchboard could not take, delivered until acknowledged (W4).
 */
import { DurableObject } from "cloudflare:workers";
import type { ConnectionConfig } from "../core/config.ts";
import type { Env } from "../env.ts";
import { within } from "./deadline.ts";
import { DirectoryTables, type SpooledCall, type SpoolRow } from "./tables.ts";

/** `unchanged`: as the asker knows it. */
export type Lookup = { kind: "unknown" } | { kind: "unchanged" } | { kind: "found"; config: ConnectionConfig };

/** More events than this wait only if a switchboard has been down for a day; then the provider is asked to try again. */
const SPOOL_MAX = 10_000;
const BATCH = 20;
const DELIVERY_MS = 10_000;
const FIRST_RETRY_MS = 1000;
const MAX_RETRY_MS = 60_000;
/** Attempts after which a switchboard shall take an event even if the number is not there: some two minutes. */
const PATIENCE = 8;

export class Directory extends DurableObject<Env> {
  readonly #tables: DirectoryTables;
  #config: ConnectionConfig | null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#tables = new DirectoryTables(ctx.storage);
    this.#config = this.#tables.load();
    // Should an alarm have been lost, the next request brings it back.
    void this.#arm();
  }

  /** Takes a configuration unless a newer one is known. Returns the version it has then. */
  async configure(config: ConnectionConfig): Promise<{ version: number }> {
    if (this.#config === null || config.version >= this.#config.version) {
      this.#tables.save(config);
      this.#config = config;
    }
    return { version: this.#config.version };
  }

  /** The connection. `known` is the version that the asker has. */
  async lookup(known?: number): Promise<Lookup> {
    if (this.#config === null) return { kind: "unknown" };
    return this.#config.version === known ? { kind: "unchanged" } : { kind: "found", config: this.#config };
  }

  /** Keeps an event for its switchboard. `false` when the spool is full: nothing was kept. */
  async spool(call: SpooledCall): Promise<boolean> {
    if (this.#tables.spooled() >= SPOOL_MAX) return false;
    this.#tables.spool(call, Date.now() + FIRST_RETRY_MS);
    await this.#arm();
    return true;
  }

  /** Delivers what is due. At least once: an event is deleted only after the switchboard has acknowledged it (W1, W4). */
  override async alarm(): Promise<void> {
    const due = this.#tables.due(Date.now(), BATCH);
    await Promise.all(due.map((row) => this.#attempt(row)));
    await this.#arm();
  }

  /** Brings an event to its switchboard. A field, so that it is not callable from outside. */
  deliver = async ({ siteKey, shard, command }: SpooledCall): Promise<unknown> => {
    const { SWITCHBOARD } = this.env;
    return SWITCHBOARD.get(SWITCHBOARD.idFromName(`${siteKey}/${shard}`)).call(command);
  };

  async #attempt(row: SpoolRow): Promise<void> {
    try {
      await within(DELIVERY_MS, "switchboard", () => this.deliver(this.#addressed(row)));
      this.#tables.delivered(row.id);
    } catch (error) {
      const retryMs = Math.min(FIRST_RETRY_MS * 2 ** row.attempts, MAX_RETRY_MS);
      this.#tables.postpone(row.id, Date.now() + retryMs);
      console.warn(
        JSON.stringify({ at: "spool", site: row.siteKey, attempts: row.attempts + 1, error: String(error) }),
      );
    }
  }

  /** An event as it is to be delivered now: the number may have moved since, or have gone altogether. */
  #addressed({ siteKey, shard, command, attempts }: SpoolRow): SpooledCall {
    const { to } = command.event;
    if (to === undefined) return { siteKey, shard, command };
    const entry = this.#config?.numbers.find(({ number }) => number === to);
    const place = { siteKey: entry?.siteKey ?? siteKey, shard: entry?.shard ?? shard };
    const isStray = entry === undefined || attempts >= PATIENCE;
    return { ...place, command: isStray ? { ...command, stray: true } : command };
  }

  /** The alarm stands at the earliest event, past ones included. */
  async #arm(): Promise<void> {
    const nextMs = this.#tables.nextDueMs();
    if (nextMs !== null) await this.ctx.storage.setAlarm(nextMs);
  }
}
