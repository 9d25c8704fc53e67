/**
 * Two sites that share some numbers, and switchboards reduced to what publication is about: which numbers they may
 * lease, and which they hold. Anything may happen right before or after a call to one of them.
 */
import { env } from "cloudflare:workers";
import { DEFAULT_SETTINGS, type SiteConfig } from "../../src/core/config.ts";
import { type PublicationPorts, publishConnection, publishSite } from "../../src/publish.ts";
import type { ConfigureOutcome } from "../../src/switchboard/rpc.ts";

export const SITES = ["a", "b"] as const;
export type Site = (typeof SITES)[number];
export const NUMBERS = ["+442079460100", "+442079460101", "+442079460102", "+442079460103"];

/** Where a number belongs: a pool of a site, a static number of a site, nowhere. */
export type Place = { kind: "pool" | "static"; site: Site } | null;

export interface Interruption {
  in: number;
  when: "before" | "after";
  act: () => Promise<void>;
}

export class FakeSwitchboard {
  version = 0;
  readonly numbers = new Set<string>();
  readonly live = new Set<string>();

  configure(config: SiteConfig): ConfigureOutcome {
    if (config.version >= this.version) {
      this.version = config.version;
      this.numbers.clear();
      for (const { number, kind } of config.numbers) if (kind === "pool") this.numbers.add(number);
    }
    return { version: this.version, held: [...this.live].filter((number) => !this.numbers.has(number)) };
  }

  /** May give the number to a visitor, or has given it to one. */
  has(number: string): boolean {
    return this.numbers.has(number) || this.live.has(number);
  }
}

export class World implements PublicationPorts {
  readonly db = env.DB;
  readonly switchboards = new Map<string, FakeSwitchboard>();
  /** What happens meanwhile: in which call from now, before or after its effect. Throwing fails the call. */
  interruptions: Interruption[] = [];

  async switchboard(key: string, shard: number, config: SiteConfig): Promise<ConfigureOutcome> {
    for (const interruption of this.interruptions) interruption.in -= 1;
    const due = this.interruptions.filter((interruption) => interruption.in === -1);
    for (const { when, act } of due) if (when === "before") await act();
    const outcome = this.at(`${key}/${shard}`).configure(config);
    for (const { when, act } of due) if (when === "after") await act();
    return outcome;
  }

  async directory(): Promise<void> {}

  at(name: string): FakeSwitchboard {
    const present = this.switchboards.get(name) ?? new FakeSwitchboard();
    this.switchboards.set(name, present);
    return present;
  }

  holdersOf(number: string): string[] {
    return [...this.switchboards].filter(([, board]) => board.has(number)).map(([name]) => name);
  }

  /** Leases the number wherever it can be leased. */
  lease(number: string): void {
    for (const board of this.switchboards.values()) if (board.numbers.has(number)) board.live.add(number);
  }

  rest(): void {
    for (const board of this.switchboards.values()) board.live.clear();
  }

  /** Publishes the sites at the same time. */
  async publish(sites: readonly Site[]): Promise<void> {
    await Promise.allSettled(sites.map((site) => publishSite(this, site)));
  }

  /** What the cron does, until nothing is behind. */
  async settle(): Promise<boolean> {
    this.interruptions = [];
    this.rest();
    for (let tick = 0; tick < 4; tick++) {
      const outcomes = [];
      for (const site of SITES) outcomes.push(await publishSite(this, site));
      if (outcomes.every((outcome) => outcome === "done")) {
        return (await publishConnection(this, "line")) === "done";
      }
    }
    return false;
  }

  /** An account with two sites, a pool in each, one connection, and no numbers. */
  async reset(): Promise<void> {
    this.switchboards.clear();
    this.interruptions = [];
    const tables = ["dealt", "number", "pool", "site", "connection", "account"];
    const now = Date.now();
    await this.db.batch([
      ...tables.map((table) => this.db.prepare(`DELETE FROM ${table}`)),
      this.db.prepare("INSERT INTO account VALUES ('acc', 'Acc', ?1)").bind(now),
      this.db
        .prepare(
          `INSERT INTO connection (id, account_id, provider, name, secrets, destination, created_at)
           VALUES ('line', 'acc', 'generic', 'Line', 'x', '+442079460990', ?1)`,
        )
        .bind(now),
      ...SITES.flatMap((site) => [
        this.db
          .prepare(
            `INSERT INTO site (id, account_id, key, name, origins, country, time_zone, currency, settings, created_at)
             VALUES (?1, 'acc', ?2, ?1, '["*"]', 'GB', 'Europe/London', 'GBP', ?3, ?4)`,
          )
          .bind(site, `key-${site}`, JSON.stringify(DEFAULT_SETTINGS), now),
        this.db
          .prepare(
            `INSERT INTO pool (id, account_id, site_id, name, destination, created_at)
             VALUES (?1, 'acc', ?2, ?1, '+442079460991', ?3)`,
          )
          .bind(`pool-${site}`, site, now),
      ]),
    ]);
  }

  /** The operator moves a number; as through the API, all sites concerned are raised. */
  async move(number: string, place: Place): Promise<void> {
    await this.db.batch([
      this.db.prepare("DELETE FROM number WHERE e164 = ?1").bind(number),
      ...(place === null
        ? []
        : [
            this.db
              .prepare(
                `INSERT INTO number (e164, account_id, connection_id, site_id, kind, pool_id, created_at)
                 VALUES (?1, 'acc', 'line', ?2, ?3, ?4, 0)`,
              )
              .bind(number, place.site, place.kind, place.kind === "pool" ? `pool-${place.site}` : null),
          ]),
      this.db.prepare("UPDATE site SET version = version + 1"),
      this.db.prepare("UPDATE connection SET version = version + 1"),
    ]);
  }

  async reshard(site: Site, shards: number): Promise<void> {
    await this.db.prepare("UPDATE site SET shards = ?2, version = version + 1 WHERE id = ?1").bind(site, shards).run();
  }
}
