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
 * Takes a page view to the switchboard it belongs to: in one request, unless the visit id is none of ours, the site was
 * resharded, or the browser knows less of itself than its cookie or the link it followed.
 */
export async function routeVisit(env: Env, { link, ...command }: VisitCommand): Promise<VisitOutcome> {
  const linked = link ? await redeem(env, { ...command, link }) : null;
  const outcome = linked ?? (await routeVisitor(env, command));
  if (outcome.ok || outcome.reason !== "visitor") return outcome;
  const { cookie: _, ...rest } = command;
  return routeVisitor(env, { ...rest, request: { ...command.request, visitor: outcome.visitor, visit: undefined } });
}

/** Asks the switchboard that made a link's code; `null` when it is good for nothing. */
async function redeem(
  env: Env,
  command: Required<Pick<VisitCommand, "link">> & VisitCommand,
): Promise<VisitOutcome | null> {
  const shard = shardOfVisit(command.link.code);
  if (shard === null || shard >= MAX_SHARDS) return null;
  const outcome = await shardStub(env, command.request.site, shard).visit(command);
  return isAnswered(outcome) ? outcome : null;
}

/**
 * While a site is being resharded, switchboards may not agree or not be configured yet; then the one that is asked second
 * takes the visitor in, else the first of the site.
 */
async function routeVisitor(env: Env, command: VisitCommand): Promise<VisitOutcome> {
  const { site, visitor, visit } = command.request;
  const shard = () => shardOf(visitor, shardCounts.get(site) ?? 1);
  const known = visit === undefined ? null : switchboardOf(env, site, { visit });
  if (known) {
    const outcome = await known.visit(command);
    if (isAnswered(outcome)) return outcome;
    if (outcome.reason === "shard") rememberShards(site, outcome.shards);
  }
  let outcome = await shardStub(env, site, shard()).visit(command);
  if (!outcome.ok && outcome.reason === "shard") {
    rememberShards(site, outcome.shards);
    outcome = await shardStub(env, site, shard()).visit({ ...command, adopt: true });
  }
  if (isAnswered(outcome) || shard() === 0) return outcome;
  return await shardStub(env, site, 0).visit({ ...command, adopt: true });
}

/** No other switchboard would answer anything else. */
function isAnswered(outcome: VisitOutcome): outcome is Exclude<VisitOutcome, { reason: "shard" }> {
  return outcome.ok || outcome.reason === "origin" || outcome.reason === "visitor";
}

function rememberShards(site: string, shards: number): void {
  if (shardCounts.size >= SHARD_COUNTS_MAX) shardCounts.clear();
  shardCounts.set(site, shards);
}
