/**
 * Joins the events of the inbox to their calls, each in a round of its own, as of the time it was heard. An event that
 * turns on a code waits for other switchboards; one that fails must hold up nothing: both are left to the alarm.
 */
import type { Desk } from "./desk.ts";
import type { Heard } from "./inbox.ts";
import type { CallCommand, CodeHolder } from "./rpc.ts";
import { codeToAsk, takeCall } from "./take-call.ts";

export interface InboxPorts {
  /** The desk, loaded anew after a round that failed. */
  open(): Desk | null;
  /** Runs a round in a transaction; drops the desk if it fails. */
  transact<T>(round: () => T): T;
  /** The visit of another switchboard whose code the call turns on. */
  codeElsewhere(command: CallCommand): Promise<CodeHolder | null>;
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
      if (codeToAsk(desk, heard.command)) this.#left.add(heard.n);
      else this.#take(desk, heard, null);
    }
  }

  /** Takes what was left, too. `false` if an event failed; it stays, to be tried again. */
  async takeAll(): Promise<boolean> {
    let isEach = true;
    for (const heard of [...(this.takeReady()?.inbox.waiting ?? [])]) {
      const elsewhere = await this.#ports.codeElsewhere(heard.command);
      const desk = this.#ports.open();
      if (desk?.inbox.waiting.includes(heard)) isEach = this.#take(desk, heard, elsewhere) && isEach;
    }
    return isEach;
  }

  #take(desk: Desk, heard: Heard, elsewhere: CodeHolder | null): boolean {
    const { n, command, heardAtMs } = heard;
    try {
      const taken = this.#ports.transact(() => {
        desk.inbox.remove(heard);
        return takeCall(desk, command, heardAtMs, elsewhere);
      });
      taken.commit();
      this.#left.delete(n);
      return true;
    } catch (error) {
      this.#left.add(n);
      console.error(JSON.stringify({ at: "inbox", call: command.event.callId, error: String(error) }));
      return false;
    }
  }
}
