/**
 * Which switchboard a visit belongs to. The browser's visit id names the shard it was born in; a new visitor belongs to
 * the shard of its hash. A switchboard that is asked wrongly says how many shards there are, and is asked no more.
 */
import { MAX_SHARDS, shardOf } from "../core/shards.ts";
import type { Env } from "../env.ts";
import type { LeadCommand, LeadOutcome, PulseCommand, PulseOutcome, VisitCommand, VisitOutcome } from "./rpc.ts";
import type { Switchboard } from "./switchboard.ts";
import { shardOfVisit } from "./visit-id.ts";

/** Shard counts that this isolate has heard of, by site key. Being wrong costs one more request. */
const shardCounts = new Map<string, number>();
const SHARD_COUNTS_MAX = 10_000;
/** A visit is handed on when its site is split into fewer shards, each time to a lower one: to more than so many by nobody. */
const HOPS_MAX = 8;

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
  const outcome = linked ?? (await follow(env, command, await findVisit(env, command)));
  if (outcome.ok || outcome.reason !== "visitor") return outcome;
  const { cookie: _, ...rest } = command;
  const meant = { ...rest, request: { ...command.request, visitor: outcome.visitor, visit: undefined } };
  return follow(env, meant, await findVisit(env, meant));
}

/** A visit that was handed over is taken where it goes on. */
async function follow(env: Env, command: VisitCommand, found: VisitOutcome): Promise<VisitOutcome> {
  let outcome = found;
  for (let hop = 0; hop < HOPS_MAX && !outcome.ok && outcome.reason === "moved"; hop++) {
    const { moved } = outcome;
    outcome = await shardStub(env, command.request.site, moved.to).visit({ ...command, adopt: true, moved });
  }
  return outcome;
}

/** Asks the switchboard that made a link's code; `null` when it is good for nothing. */
async function redeem(
  env: Env,
  command: VisitCommand & Required<Pick<VisitCommand, "link">>,
): Promise<VisitOutcome | null> {
  const shard = shardOfVisit(command.link.code);
  if (shard === null || shard >= MAX_SHARDS) return null;
  const outcome = await shardStub(env, command.request.site, shard).visit(command);
  return isFinal(outcome) ? follow(env, command, outcome) : null;
}

/** Takes a pulse to the switchboard of its visit, and on to where the visit goes on if it was handed over. */
export async function routePulse(env: Env, site: string, command: PulseCommand): Promise<PulseOutcome> {
  let switchboard = switchboardOf(env, site, command);
  let { kept } = command;
  for (let hop = 0; hop <= HOPS_MAX && switchboard; hop++) {
    const outcome: PulseOutcome = await switchboard.pulse({ ...command, ...(kept ? { kept } : {}) });
    if (outcome.ok || outcome.reason !== "moved") return outcome;
    kept = outcome.kept;
    switchboard = shardStub(env, site, outcome.to);
  }
  return { ok: false, reason: "unknown-visit" };
}

/** Takes a form to where its visit goes on. */
export async function routeLead(env: Env, command: LeadCommand): Promise<LeadOutcome> {
  const { site } = command.request;
  let switchboard = switchboardOf(env, site, command.request);
  for (let hop = 0; hop <= HOPS_MAX && switchboard; hop++) {
    const outcome: LeadOutcome = await switchboard.lead(command);
    if (outcome.ok || outcome.reason !== "moved") return outcome;
    switchboard = shardStub(env, site, outcome.to);
  }
  return { ok: false, reason: "unknown-visit" };
}

async function findVisit(env: Env, command: VisitCommand): Promise<VisitOutcome> {
  const { site, visitor, visit } = command.request;
  const shard = () => shardOf(visitor, shardCounts.get(site) ?? 1);
  const known = visit === undefined ? null : switchboardOf(env, site, { visit });
  if (known) {
    const outcome = await known.visit(command);
    if (isFinal(outcome)) return outcome;
    if (!outcome.ok && outcome.reason === "shard") rememberShards(site, outcome.shards);
  }
  let outcome = await shardStub(env, site, shard()).visit(command);
  if (!outcome.ok && outcome.reason === "shard") {
    rememberShards(site, outcome.shards);
    outcome = await shardStub(env, site, shard()).visit({ ...command, adopt: true });
  }
  if (isFinal(outcome) || shard() === 0) return outcome;
  return await shardStub(env, site, 0).visit({ ...command, adopt: true });
}

/** No other switchboard would answer anything else. */
function isFinal(outcome: VisitOutcome): boolean {
  return outcome.ok || !["unknown-site", "shard", "link"].includes(outcome.reason);
}

function rememberShards(site: string, shards: number): void {
  if (shardCounts.size >= SHARD_COUNTS_MAX) shardCounts.clear();
  shardCounts.set(site, shards);
}
