/**
 * The inbox: call events that are acknowledged (W4) and not joined to their calls yet, in the order in which they came.
 * Whoever is on the line waits for this one row and for no resolution. It must be empty before anything else is decided
 * at the switchboard, so that nobody can tell that an event has waited here.
 */
import type { CallCommand } from "./rpc.ts";

/** An event that waits. */
export interface Heard {
  n: number;
  heardAtMs: number;
  command: CallCommand;
}

export class Inbox {
  readonly #sql: SqlStorage;
  /** A copy of what is stored, so that looking for something costs no read. */
  readonly #waiting: Heard[];

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    this.#waiting = sql
      .exec<{ n: number; heard_at: number; data: string }>("SELECT n, heard_at, data FROM inbox ORDER BY n")
      .toArray()
      .map(({ n, heard_at, data }) => ({ n, heardAtMs: heard_at, command: JSON.parse(data) as CallCommand }));
  }

  get waiting(): readonly Heard[] {
    return this.#waiting;
  }

  /** Whether an event of the call waits. */
  knows(connection: string, callId: string): boolean {
    return this.#waiting.some(({ command }) => command.connection === connection && command.event.callId === callId);
  }

  add(command: CallCommand, heardAtMs: number): void {
    const n = (this.#waiting.at(-1)?.n ?? 0) + 1;
    this.#sql.exec("INSERT INTO inbox (n, heard_at, data) VALUES (?, ?, ?)", n, heardAtMs, JSON.stringify(command));
    this.#waiting.push({ n, heardAtMs, command });
  }

  remove(heard: Heard): void {
    this.#sql.exec("DELETE FROM inbox WHERE n = ?", heard.n);
    this.#waiting.splice(this.#waiting.indexOf(heard), 1);
  }
}
