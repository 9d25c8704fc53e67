/**
 * An account with two sites in real D1, their real switchboards, and a real directory: changed as the operator API
 * changes it, published by the real publication, called by signed webhooks. Tests that split sites stand on it.
 */
import { runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { expect } from "vitest";
import type { VisitResponse } from "../../../sdk/src/wire.ts";
import { DEFAULT_SETTINGS } from "../../src/core/config.ts";
import type { Resolution } from "../../src/core/resolve.ts";
import { shardOf } from "../../src/core/shards.ts";
import { type PublicationPorts, type Published, publicationPorts, publish } from "../../src/publish.ts";
import { encryptSecrets } from "../../src/secrets.ts";
import { routeVisit, shardStub } from "../../src/switchboard/route-visit.ts";
import type { Switchboard } from "../../src/switchboard/switchboard.ts";
import { genericSamples, signedEvent } from "../telephony/samples/generic.ts";
import { type Post, readPosts } from "./posts.ts";
import { SALES, SUPPORT, view } from "./site.ts";

export const SITES = ["shop", "cafe"] as const;
export type Site = (typeof SITES)[number];
export const SITE_OF = { sales: "shop", support: "shop", counter: "cafe" } as const;
export type PoolId = keyof typeof SITE_OF;
/** Which pool an original number on the pages leads to. */
const PLACEMENTS: Record<Site, Record<string, PoolId>> = {
  shop: { [SALES]: "sales", [SUPPORT]: "support" },
  cafe: { [SALES]: "counter" },
};
const ACCOUNT = "company";

let companies = 0;

export class Company {
  readonly n = companies++;
  readonly connection = `line-${this.n}`;
  /** Most shards that each site has had. */
  readonly #shardsMax = { shop: 1, cafe: 1 };

  /** A new company beside nobody: all configuration in D1 is replaced. Numbers belong nowhere yet. */
  static async open(): Promise<Company> {
    const company = new Company();
    const tables = ["dealt", "placement", "number", "pool", "site", "connection", "account"];
    const insert = (table: string, row: Record<string, string | number>) =>
      env.DB.prepare(
        `INSERT INTO ${table} (${Object.keys(row).join()}) VALUES (${Object.keys(row).map(() => "?")})`,
      ).bind(...Object.values(row));
    const common = { account_id: ACCOUNT, created_at: 0 };
    const secrets = await encryptSecrets(genericSamples.secrets, env);
    await env.DB.batch([
      ...tables.map((table) => env.DB.prepare(`DELETE FROM ${table}`)),
      insert("account", { id: ACCOUNT, name: "Company", created_at: 0 }),
      insert("connection", {
        ...common,
        ...{ id: company.connection, provider: "generic", name: "PBX", secrets, destination: "+442079460999" },
      }),
      ...SITES.map((site) =>
        insert("site", {
          ...common,
          ...{ id: company.id(site), key: company.key(site), name: site, origins: '["*"]', country: "GB" },
          ...{ time_zone: "Europe/London", currency: "GBP", settings: JSON.stringify(DEFAULT_SETTINGS) },
        }),
      ),
      ...Object.entries(SITE_OF).map(([id, site]) =>
        insert("pool", {
          ...common,
          ...{ id, site_id: company.id(site), name: id, destination: "+442079460990", freeze_seconds: 120 },
        }),
      ),
      ...SITES.flatMap((site) =>
        Object.entries(PLACEMENTS[site]).map(([target, pool], position) =>
          insert("placement", {
            ...common,
            ...{ id: `${site}-${position}`, site_id: company.id(site), position, target, conditions: "{}" },
            action: JSON.stringify({ pool }),
          }),
        ),
      ),
    ]);
    return company;
  }

  id(site: Site): string {
    return `${site}-${this.n}`;
  }

  key(site: Site): string {
    return `key-${site}-${this.n}`;
  }

  /** The pool that an original number on the site's pages leads to. */
  poolOf(site: Site, target: string): PoolId | undefined {
    return PLACEMENTS[site][target];
  }

  /** The operator moves a number into a pool, or takes it away. */
  move(number: string, pool: PoolId | null): Promise<void> {
    return this.place([[number, pool]]);
  }

  async place(places: readonly [number: string, pool: PoolId | null][]): Promise<void> {
    const insert = `INSERT INTO number (e164, account_id, connection_id, site_id, kind, pool_id, created_at)
      VALUES (?1, ?2, ?3, ?4, 'pool', ?5, 0)`;
    await env.DB.batch([
      ...places.map(([number]) => env.DB.prepare("DELETE FROM number WHERE e164 = ?1").bind(number)),
      ...places.flatMap(([number, pool]) =>
        pool === null
          ? []
          : [env.DB.prepare(insert).bind(number, ACCOUNT, this.connection, this.id(SITE_OF[pool]), pool)],
      ),
      env.DB.prepare("UPDATE site SET version = version + 1"),
      env.DB.prepare("UPDATE connection SET version = version + 1"),
    ]);
  }

  async reshard(site: Site, shards: number): Promise<void> {
    this.#shardsMax[site] = Math.max(this.#shardsMax[site], shards);
    const update = "UPDATE site SET shards = ?2, version = version + 1 WHERE id = ?1";
    await env.DB.prepare(update).bind(this.id(site), shards).run();
  }

  async freeze(pool: PoolId, seconds: number, afterCallSeconds: number): Promise<void> {
    const update = "UPDATE pool SET freeze_seconds = ?2, freeze_after_call_seconds = ?3 WHERE id = ?1";
    await env.DB.batch([
      env.DB.prepare(update).bind(pool, seconds, afterCallSeconds),
      env.DB.prepare("UPDATE site SET version = version + 1 WHERE id = ?1").bind(this.id(SITE_OF[pool])),
    ]);
  }

  /** The operator deletes a pool, which has no numbers any more, and the placements that lead to it. */
  async deletePool(pool: PoolId): Promise<void> {
    await env.DB.batch([
      env.DB.prepare("DELETE FROM placement WHERE action ->> 'pool' = ?1").bind(pool),
      env.DB.prepare("DELETE FROM pool WHERE id = ?1").bind(pool),
      env.DB.prepare("UPDATE site SET version = version + 1 WHERE id = ?1").bind(this.id(SITE_OF[pool])),
    ]);
  }

  async redirect(destination: string): Promise<void> {
    const update = "UPDATE connection SET destination = ?2, version = version + 1 WHERE id = ?1";
    await env.DB.prepare(update).bind(this.connection, destination).run();
  }

  publish(ports: PublicationPorts = publicationPorts(env)): Promise<Published> {
    return publish(
      ports,
      ACCOUNT,
      SITES.map((site) => this.id(site)),
    );
  }

  /** A page view, as the page's route takes it to a switchboard. */
  async visit(site: Site, n: number, visit?: string, address = `network-${n}`): Promise<VisitResponse> {
    const command = view(this.key(site), n, visit === undefined ? {} : { visit });
    const outcome = await routeVisit(env, { ...command, client: { ...command.client, address } });
    if (!outcome.ok) throw new Error(`refused: ${outcome.reason}`);
    return JSON.parse(outcome.body) as VisitResponse;
  }

  /** A signed webhook through the Worker. Returns the status of the answer. */
  async webhook(type: string, callId: string, atMs: number, data: object): Promise<number> {
    return (await this.answer(type, callId, atMs, data)).status;
  }

  async answer(type: string, callId: string, atMs: number, data: object): Promise<Response> {
    const event = { type, timestamp: new Date(atMs).toISOString(), data: { call_id: callId, ...data } };
    const url = `https://edge.example/hooks/generic/${this.connection}`;
    return exports.default.fetch(signedEvent(url, event, Date.now()));
  }

  /** Every switchboard that may have come into being. */
  places(): { place: string; stub: DurableObjectStub<Switchboard> }[] {
    return SITES.flatMap((site) =>
      Array.from({ length: this.#shardsMax[site] }, (_, shard) => ({
        place: `${this.key(site)}/${shard}`,
        stub: shardStub(env, this.key(site), shard),
      })),
    );
  }

  /** The switchboard at a place. */
  stubOf(place: string): DurableObjectStub<Switchboard> {
    const [key = "", shard] = place.split("/");
    return shardStub(env, key, Number(shard));
  }

  /** What the switchboards have in storage; those that were never configured are left out. */
  async posts(): Promise<Post[]> {
    return readPosts(this.places());
  }

  /** The switchboards that know a call, and what each resolved it to. */
  async resolutions(callId: string): Promise<{ place: string; resolution: Resolution | null }[]> {
    const id = `${this.connection}:${callId}`;
    const found = await Promise.all(
      this.places().map(async ({ place, stub }) => {
        if (!(await stub.knowsCall(id))) return [];
        const resolution = await runInDurableObject(stub, (_, { storage }) => {
          const { data } = storage.sql.exec<{ data: string }>("SELECT data FROM call WHERE id = ?", id).one();
          return (JSON.parse(data) as { resolution: Resolution | null }).resolution;
        });
        return [{ place, resolution }];
      }),
    );
    return found.flat();
  }

  /** All is published: every pool number is where its site and hash say, and the directory says the same. */
  async expectSettled(): Promise<void> {
    const behind =
      "SELECT id FROM site WHERE version > published UNION SELECT id FROM connection WHERE version > published";
    expect((await env.DB.prepare(behind).all()).results).toEqual([]);
    const numbers = "SELECT e164, pool_id, key, shards FROM number JOIN site ON site.id = number.site_id ORDER BY e164";
    const { results } = await env.DB.prepare(numbers).all<{
      e164: string;
      pool_id: string;
      key: string;
      shards: number;
    }>();
    const wanted = results.map(({ e164, key, shards }) => [e164, `${key}/${shardOf(e164, shards)}`]);
    const posts = await this.posts();
    const found = posts.flatMap(({ place, leasable }) => [...leasable.keys()].map((number) => [number, place]));
    expect(found.toSorted()).toEqual(wanted);
    expect(posts.flatMap(({ draining }) => [...draining.keys()])).toEqual([]);
    const answer = await env.DIRECTORY.get(env.DIRECTORY.idFromName(this.connection)).lookup();
    const entries = answer.kind === "found" ? answer.config.numbers : [];
    expect(entries.map(({ number, siteKey, shard }) => [number, `${siteKey}/${shard}`])).toEqual(wanted);
  }
}
