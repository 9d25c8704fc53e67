/**
 * Finds connections: from the isolate's memory, else from the connection's directory, else (the directory is out of
 * reach) from a stale copy, else from D1. One way of failing is left: nothing at all could be reached.
 */
import type { ConnectionConfig, DirectoryEntry } from "../core/config.ts";
import { within } from "./deadline.ts";
import type { Lookup } from "./directory.ts";

export interface Connection {
  config: ConnectionConfig;
  /** By called number. */
  numbers: ReadonlyMap<string, DirectoryEntry>;
}

export interface ConnectionSources {
  /** Asks the connection's directory; `known` is the version at hand. */
  directory(id: string, known: number | undefined): Promise<Lookup>;
  /** Reads D1; `null` when there is no such connection. */
  database(id: string): Promise<ConnectionConfig | null>;
}

/** A copy this young is used unasked. */
const FRESH_MS = 10_000;
const SOURCE_MS = 700;
/** Connections kept in an isolate. */
const MAX_KEPT = 100;
/** What may stand in a webhook URL; anything else is not worth asking for. */
const ID = /^[A-Za-z0-9_-]{1,64}$/;

export class Connections {
  readonly #kept = new Map<string, Connection & { atMs: number }>();

  /** The connection; `null` when there is none. Throws when nobody could tell. */
  async find(id: string, sources: ConnectionSources, nowMs: number): Promise<Connection | null> {
    const kept = this.#kept.get(id);
    return kept !== undefined && nowMs - kept.atMs < FRESH_MS ? kept : this.refresh(id, sources, nowMs);
  }

  /** As `find`, but asks even if the copy is fresh: for when it does not fit what has come in. */
  async refresh(id: string, sources: ConnectionSources, nowMs: number): Promise<Connection | null> {
    if (!ID.test(id)) return null;
    const kept = this.#kept.get(id);
    try {
      const answer = await within(SOURCE_MS, "directory", () => sources.directory(id, kept?.config.version));
      if (answer.kind === "found") return this.#keep(answer.config, nowMs);
      if (answer.kind === "unchanged" && kept !== undefined) return this.#keep(kept.config, nowMs, kept);
      this.#kept.delete(id);
      return null;
    } catch (error) {
      console.warn(JSON.stringify({ at: "connections", id, error: String(error) }));
      if (kept !== undefined) return kept;
      const config = await within(SOURCE_MS, "database", () => sources.database(id));
      return config === null ? null : this.#keep(config, nowMs);
    }
  }

  #keep(
    config: ConnectionConfig,
    atMs: number,
    { numbers }: Pick<Connection, "numbers"> = byNumber(config),
  ): Connection {
    // Taken out and put in again, so that the first key is the one unused for longest.
    this.#kept.delete(config.id);
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined && this.#kept.size >= MAX_KEPT) this.#kept.delete(oldest);
    const connection = { config, numbers, atMs };
    this.#kept.set(config.id, connection);
    return connection;
  }
}

function byNumber(config: ConnectionConfig): Pick<Connection, "numbers"> {
  return { numbers: new Map(config.numbers.map((entry) => [entry.number, entry])) };
}
