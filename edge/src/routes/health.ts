/**
 * `/health`: whether the system is up, and how far the database is behind (T1). Open to anyone, so its cost is bounded
 * and it names no customer; operators see their own sites. Must never wait long for a part that is down.
 */
import { createRoute, OpenAPIHono, type z } from "@hono/zod-openapi";
import { operatorOf } from "../auth.ts";
import { health as healthSchema } from "../contract/health.ts";
import { json } from "../contract/responses.ts";
import { MAX_SHARDS } from "../core/shards.ts";
import { within } from "../directory/deadline.ts";
import type { Env } from "../env.ts";
import { shardStub } from "../switchboard/route-visit.ts";
import type { SwitchboardHealth } from "../switchboard/rpc.ts";
import { VERSION } from "../version.ts";

const PART_MS = 2_000;
/** Switchboards asked at a time. */
const ASKED_MAX = 20;
/** An answer for anyone is used for this long: nobody can make switchboards busy with it. */
const FRESH_MS = 5_000;

type Health = z.infer<typeof healthSchema>;
interface Shard {
  site: string;
  key: string;
  shard: number;
}

export const health = new OpenAPIHono<{ Bindings: Env }>();

const route = createRoute({
  method: "get",
  path: "/health",
  tags: ["Health"],
  summary: "Up, versions, and how far the database is behind",
  security: [{}, { key: [] }],
  responses: { 200: json(healthSchema, "It is up.") },
});

/** `0 … MAX_SHARDS - 1` */
const SHARD_NUMBERS = [...Array(MAX_SHARDS).keys()];

let latest: { atMs: number; answer: Health } | null = null;

health.openapi(route, async (c) => {
  c.header("cache-control", "no-store");
  const operator = c.req.header("authorization") ? await operatorOf(c.req.raw, c.env.DB).catch(() => null) : null;
  if (operator?.scopes.has("read")) return c.json(await examine(c.env, operator.account), 200);
  // Only what has come in is kept: a promise belongs to the request that made it.
  if (latest === null || Date.now() - latest.atMs > FRESH_MS) {
    const answer = await examine(c.env, null);
    latest = { atMs: Date.now(), answer };
  }
  return c.json(latest.answer, 200);
});

/** @param account whose sites to ask about and to name; `null` asks some of all and names none */
async function examine(env: Env, account: string | null): Promise<Health> {
  const shards = await within(PART_MS, "database", () => chooseShards(env.DB, account)).catch(silence);
  const answers = await Promise.all((shards ?? []).map((shard) => ask(env, shard)));
  const heard = answers.filter((answer) => answer !== null);
  const outbox = {
    asked: answers.length,
    silent: answers.length - heard.length,
    waiting: heard.reduce((sum, { waiting }) => sum + waiting, 0),
    lagMs: Math.max(0, ...heard.map(({ lagMs }) => lagMs)),
    refused: heard.reduce((sum, { refused }) => sum + refused, 0),
    dropped: heard.reduce((sum, { dropped }) => sum + dropped, 0),
  };
  return {
    status: shards !== null && outbox.silent === 0 ? "ok" : "degraded",
    version: VERSION,
    database: shards === null ? "failing" : "ok",
    outbox,
    ...(account === null ? {} : { sites: heard }),
  };
}

async function ask(env: Env, { site, key, shard }: Shard) {
  const stub = shardStub(env, key, shard);
  const answer: SwitchboardHealth | null = await within(PART_MS, "switchboard", () => stub.health()).catch(silence);
  if (answer === null) return null;
  const { version, outbox, outboxLagMs, refused, dropped } = answer;
  return { site, shard, version, waiting: outbox, lagMs: outboxLagMs, refused, dropped };
}

async function chooseShards(db: D1Database, account: string | null): Promise<Shard[]> {
  const { results } = await db
    .prepare(
      `SELECT s.id AS site, s.key, n.value AS shard FROM site s JOIN json_each(?2) n ON n.value < s.shards
       WHERE s.deleted_at IS NULL AND (?1 IS NULL OR s.account_id = ?1) ORDER BY random() LIMIT ?3`,
    )
    .bind(account, JSON.stringify(SHARD_NUMBERS), ASKED_MAX)
    .all<Shard>();
  return results;
}

/** Told in the log; the answer only says that the part is silent. */
function silence(error: unknown): null {
  console.warn(JSON.stringify({ at: "health", error: String(error) }));
  return null;
}
