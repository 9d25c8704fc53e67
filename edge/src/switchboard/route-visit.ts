/**
 * Which switchboard a visit belongs to. The browser's visit id names the shard it was born in; a new visitor belongs to
 * the shard of its hash. A switchboard that is asked wrongly says how many shards there are, and is asked no more.
 */
import { MAX_SHARDS, shardOf } from "../core/shards.ts";
import type { Env } from "../env.ts";
import type { VisitCommand, VisitOutcome } from "./rpc.ts";
import type { Switchboard } from "./switchboard.ts";
import { shardOfVisit } from "./visit-id.ts";

/** Shard counts that this isolate has heard of, by site key. Being wrong costs one more request. */
const shardCounts = new Map<string, number>();
const SHARD_COUNTS_MAX = 10_000;

export function shardStub(env: Env, siteKey: string, shard: number): DurableObjectStub<Switchboard> {
  return env.SWITCHBOARD.get(env.SWITCHBOARD.idFromName(`${siteKey}/${shard}`));
}

/** The switchboard that knows a visit; `null` if the id is not one of ours. */
export function switchboardOf(
  env: Env,
  siteKey: string,
  { visit }: { visit: string },
): DurableObjectStub<Switchboard> | null {
  const shard = shardOfVisit(visit);
  return shard === null || shard >= MAX_SHARDS ? null : shardStub(env, siteKey, shard);
}

/**
 * Takes a page view to the switchboard it belongs to: in one request, unless the visit id is none of ours or the site was
 * resharded. While it is being resharded, switchboards may not agree or not be configured yet; then the one that is asked
 * second takes the visitor in, else the first of the site.
 */
export async function routeVisit(env: Env, command: VisitCommand): Promise<VisitOutcome> {
  const { site, visitor, visit } = command.request;
  const shard = () => shardOf(visitor, shardCounts.get(site) ?? 1);
  const known = visit === undefined ? null : switchboardOf(env, site, { visit });
  if (known) {
    const outcome = await known.visit(command);
    if (outcome.ok || outcome.reason === "origin") return outcome;
    if (outcome.reason === "shard") rememberShards(site, outcome.shards);
  }
  let outcome = await shardStub(env, site, shard()).visit(command);
  if (!outcome.ok && outcome.reason === "shard") {
    rememberShards(site, outcome.shards);
    outcome = await shardStub(env, site, shard()).visit({ ...command, adopt: true });
  }
  if (outcome.ok || outcome.reason === "origin" || shard() === 0) return outcome;
  return await shardStub(env, site, 0).visit({ ...command, adopt: true });
}

function rememberShards(site: string, shards: number): void {
  if (shardCounts.size >= SHARD_COUNTS_MAX) shardCounts.clear();
  shardCounts.set(site, shards);
}
