/**
 * Numbers that are called through a connection that is not theirs: providers forward to each other, and a number moves
 * from one to the next. Only D1 knows whose they are, so what it said is kept, and used for longer while D1 is away (W3).
 */
import type { DirectoryEntry } from "../core/config.ts";
import { within } from "./deadline.ts";

const FRESH_MS = 10_000;
/** A caller waits for the answer: so long may D1 take. */
const DATABASE_MS = 700;
/** Numbers kept in an isolate. */
const MAX_KEPT = 1000;

export class ForeignNumbers {
  readonly #kept = new Map<string, { entry: DirectoryEntry | null; atMs: number }>();

  /** What is known without asking; nothing when that is old or nothing is known. */
  recent(account: string, number: string, nowMs: number): DirectoryEntry | null | undefined {
    const kept = this.#kept.get(`${account} ${number}`);
    return kept !== undefined && nowMs - kept.atMs < FRESH_MS ? kept.entry : undefined;
  }

  /** The entry of a number of the account; `null` for a number of nobody, or when nobody could tell. */
  async find(
    account: string,
    number: string,
    database: () => Promise<DirectoryEntry | null>,
    nowMs: number,
  ): Promise<DirectoryEntry | null> {
    const recent = this.recent(account, number, nowMs);
    if (recent !== undefined) return recent;
    try {
      const entry = await within(DATABASE_MS, "database", database);
      this.#keep(`${account} ${number}`, entry, nowMs);
      return entry;
    } catch (error) {
      console.warn(JSON.stringify({ at: "foreign number", number, error: String(error) }));
      return this.#kept.get(`${account} ${number}`)?.entry ?? null;
    }
  }

  #keep(key: string, entry: DirectoryEntry | null, atMs: number): void {
    this.#kept.delete(key);
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined && this.#kept.size >= MAX_KEPT) this.#kept.delete(oldest);
    this.#kept.set(key, { entry, atMs });
  }
}
