/**
 * Joins the events of the inbox to their calls, each in a round of its own, as of the time it was heard. An event that
 * other switchboards have to be asked about waits for them; one that fails must hold up nothing: both are left to the alarm.
 */
import type { Hearsay } from "./call-question.ts";
import type { Desk } from "./desk.ts";
import type { Heard } from "./inbox.ts";
import type { CallCommand } from "./rpc.ts";
import { questionOf, takeCall } from "./take-call.ts";

export interface InboxPorts {
  /** The desk, loaded anew after a round that failed. */
  open(): Desk | null;
  /** Runs a round in a transaction; drops the desk if it fails. */
  transact<T>(round: () => T): T;
  /** What the other switchboards say to `questionOf`. */
  ask(command: CallCommand): Promise<Hearsay | null>;
}

export class InboxTaker {
  readonly #ports: InboxPorts;
  /** By number, the events left to the alarm. */
  readonly #left = new Set<number>();

  constructor(ports: InboxPorts) {
    this.#ports = ports;
  }

  /** The desk after all that can be taken at once. Comes before every decision (`Inbox`). */
  takeReady(): Desk | null {
    for (;;) {
      const desk = this.#ports.open();
      const heard = desk?.inbox.waiting.find(({ n }) => !this.#left.has(n));
      if (!desk || !heard) return desk;
      this.#left.add(heard.n);
      this.#try(heard, () => {
        if (!questionOf(desk, heard.command)) this.#take(desk, heard, null);
      });
    }
  }

  /** Takes what was left, too. `false` if an event failed; it stays, to be tried again. */
  async takeAll(): Promise<boolean> {
    let isEach = true;
    for (const { n, command } of [...(this.takeReady()?.inbox.waiting ?? [])]) {
      const hearsay = await this.#ports.ask(command).catch(() => null);
      const desk = this.#ports.open();
      // Looked up anew: others may have taken it meanwhile, and after one that failed the desk is another.
      const heard = desk?.inbox.waiting.find((one) => one.n === n);
      if (!desk || !heard) continue;
      isEach = this.#try(heard, () => this.#take(desk, heard, hearsay)) && isEach;
    }
    return isEach;
  }

  #take(desk: Desk, heard: Heard, hearsay: Hearsay | null): void {
    const taken = this.#ports.transact(() => {
      desk.inbox.remove(heard);
      return takeCall(desk, heard.command, heard.heardAtMs, hearsay);
    });
    taken.commit();
    this.#left.delete(heard.n);
  }

  #try({ command }: Heard, act: () => void): boolean {
    try {
      act();
      return true;
    } catch (error) {
      console.error(JSON.stringify({ at: "inbox", call: command.event.callId, error: String(error) }));
      return false;
    }
  }
}
