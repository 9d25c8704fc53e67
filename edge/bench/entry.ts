/**
 * The Worker under measurement: the real one, and paths by which the benchmarks prepare and ask its objects. Never
 * deployed.
 */
import { shardOf } from "../src/core/shards.ts";
import type { Env } from "../src/env.ts";
import worker from "../src/index.ts";
import { encryptSecrets } from "../src/secrets.ts";
import { databaseOf } from "./bench-database.ts";
import type { BenchSwitchboard } from "./bench-switchboard.ts";
import { connectionConfig, siteConfig, TOKEN, visitCommand, visitorOf } from "./site.ts";

export { Directory } from "../src/directory/directory.ts";
export { Database } from "./bench-database.ts";
export { BenchSwitchboard as Switchboard } from "./bench-switchboard.ts";

/** What can be asked of the Worker as a whole. */
const operations = {
  /** Configures one shard of a site. */
  async configureSite(env: Env, site: string, numbers: number, shard = 0, shards = 1): Promise<void> {
    await stubOf(env, site, shard).configure(siteConfig(site, numbers, shard, shards));
  },
  /** Configures a site's connection. */
  async configureConnection(env: Env, site: string, numbers: number): Promise<void> {
    const secrets = await encryptSecrets({ authToken: TOKEN }, env);
    const directory = env.DIRECTORY.get(env.DIRECTORY.idFromName(site));
    await directory.configure(connectionConfig(site, numbers, secrets));
  },
  /** Visits by new visitors, each at the shard it belongs to, so many at a time. */
  async visitAll(env: Env, site: string, shards: number, visitors: number[], atOnce: number): Promise<void> {
    const waiting = visitors.values();
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (const n of waiting) {
          const outcome = await stubOf(env, site, shardOf(visitorOf(n), shards)).visit(visitCommand(site, n));
          if (!outcome.ok) throw new Error(`visit ${n}: ${outcome.reason}`);
        }
      }),
    );
  },
  async migrateDatabase(env: Env, migrations: readonly string[]): Promise<number> {
    return databaseOf(env).migrate(migrations);
  },
};

export type Operations = {
  [Name in keyof typeof operations]: (typeof operations)[Name] extends (env: Env, ...rest: infer Rest) => infer Answer
    ? (...rest: Rest) => Answer
    : never;
};

export default {
  async fetch(request, env, context) {
    const [, bench, what, name = "", site = "", shard = "0"] = new URL(request.url).pathname.split("/");
    if (bench !== "bench") return worker.fetch(request as Request, env, context);
    const input: unknown[] = await request.json();
    try {
      const target: object = what === "object" ? stubOf(env, site, Number(shard)) : operations;
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== "function") return new Response(`no ${name}`, { status: 404 });
      const answer: unknown = await Reflect.apply(method, target, what === "object" ? input : [env, ...input]);
      return Response.json(answer ?? null);
    } catch (error) {
      return new Response(error instanceof Error ? error.stack : String(error), { status: 500 });
    }
  },
} satisfies ExportedHandler<Env>;

function stubOf(env: Env, site: string, shard: number): DurableObjectStub<BenchSwitchboard> {
  // The binding is the real class's; this Worker exports the benchmarks' in its place.
  const namespace = env.SWITCHBOARD as unknown as DurableObjectNamespace<BenchSwitchboard>;
  return namespace.get(namespace.idFromName(`${site}/${shard}`));
}
