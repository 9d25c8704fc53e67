/**
 * What a switchboard does with its alarm: it takes what waits in the inbox, tells other switchboards of their visits'
 * calls, sends to D1 what is due, and cleans up. Late, doubled or lost, it changes nothing but when others hear of things.
 */
import type { Env } from "../env.ts";
import { projectBatch } from "../store/projection.ts";
import { cleanUp } from "./clean-up.ts";
import { deliver } from "./deliver.ts";
import type { Desk } from "./desk.ts";
import { packParcel, rowsOf, setAside, settle } from "./flush.ts";
import type { Keeper } from "./keeper.ts";
import type { InboxTaker } from "./take-inbox.ts";
import { tellShards } from "./tell-shards.ts";

/** Wait after a failed flush: doubled each time up to the longer one, milliseconds. */
const RETRY_MS = 1_000;
const RETRY_MAX_MS = 60_000;
/** Wait until those who did not listen are told again. */
const TELL_AGAIN_MS = 10_000;

export class Upkeep {
  readonly #keeper: Keeper;
  readonly #inbox: InboxTaker;
  #failures = 0;

  constructor(keeper: Keeper, inbox: InboxTaker) {
    this.#keeper = keeper;
    this.#inbox = inbox;
  }

  async run(env: Env): Promise<void> {
    const keeper = this.#keeper;
    keeper.alarmed();
    const desk = keeper.open();
    if (!desk) return;
    const nowMs = keeper.now();
    try {
      const isEachTaken = await this.#inbox.takeAll();
      await this.#tell(env, nowMs);
      await this.#flush(env, nowMs);
      if (!isEachTaken) throw new Error("a call event could not be taken");
      this.#failures = 0;
    } catch (error) {
      keeper.retryMs = nowMs + Math.min(RETRY_MS * 2 ** this.#failures, RETRY_MAX_MS);
      this.#failures += 1;
      console.warn(
        JSON.stringify({ at: "flush", site: desk.config.siteKey, failures: this.#failures, error: String(error) }),
      );
    }
    const now = keeper.open();
    if (now) keeper.transact(() => cleanUp(now, nowMs));
    keeper.arm(nowMs);
  }

  async #tell(env: Env, nowMs: number): Promise<void> {
    const isHeard = await tellShards(env, this.#keeper, nowMs);
    const desk = this.#keeper.open();
    if (desk) desk.notices.dueMs = isHeard ? 0 : nowMs + TELL_AGAIN_MS;
  }

  /** Sends all that is due. The desk is asked for anew after each wait: it may have been replaced meanwhile. */
  async #flush(env: Env, nowMs: number): Promise<void> {
    for (;;) {
      const desk = this.#keeper.open();
      const parcel = desk && packParcel(desk, nowMs);
      if (!parcel) return;
      const isTried = await deliver(parcel.items, {
        send: (items) => projectBatch(env.DB, rowsOf(items)),
        arrived: (items) => this.#round((now) => settle(now, items)),
        refused: (item, refusal) => {
          const { kind, id, refusals } = item.mark;
          console.warn(JSON.stringify({ at: "refused", site: desk.config.siteKey, kind, id, refusals, refusal }));
          this.#round((now) => setAside(now, item, nowMs));
        },
      });
      if (!parcel.isFull || !isTried) return;
    }
  }

  #round(round: (desk: Desk) => void): void {
    const desk = this.#keeper.open();
    if (desk) this.#keeper.transact(() => round(desk));
  }
}
