/**
 * Codes, as operators deal with them: whose one is, a free one for a channel, one typed in during a call. Asks every
 * switchboard of the site; unlike a call in progress this can wait, so one that does not answer is an error.
 */
import { mintCode } from "../core/code.ts";
import { shardOf } from "../core/shards.ts";
import type { Env } from "../env.ts";
import type { CallRow } from "../store/rows.ts";
import type { SiteRow } from "../store/sites.ts";
import { shardStub } from "../switchboard/route-visit.ts";

/** Codes looked at for a free one. */
const TRIES = 20;

/** Whether a channel has the code, or a visit has it or had it last. Throws when a switchboard does not answer. */
export async function isGiven(env: Env, site: SiteRow, code: string, nowMs: number): Promise<boolean> {
  if (Object.hasOwn(site.settings.channelCodes, code)) return true;
  const holders = await Promise.all(switchboards(env, site).map((switchboard) => switchboard.findCode(code, nowMs)));
  return holders.some((holder) => holder !== null);
}

/** A code that nobody has; `null` if none was found. Throws when a switchboard does not answer. */
export async function freeCode(env: Env, site: SiteRow, nowMs: number): Promise<string | null> {
  const given = new Set<string>();
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const code = mintCode(Math.random, (candidate) => given.has(candidate));
    if (code === null) return null;
    if (!(await isGiven(env, site, code, nowMs))) return code;
    given.add(code);
  }
  return null;
}

/**
 * Tells the call's switchboard of a code that was typed in.
 * @returns the call as it is resolved now; `null` when no switchboard knows it any more
 */
export async function typeCode(
  env: Env,
  site: SiteRow,
  call: CallRow,
  code: string,
  nowMs: number,
): Promise<CallRow | null> {
  const switchboard = await switchboardOf(env, site, call);
  if (switchboard === undefined) return null;
  const callId = call.id.slice(call.connectionId.length + 1);
  const { connectionId: connection, accountId: account } = call;
  await switchboard.call({ connection, account, event: { callId, atMs: nowMs, typed: code } });
  return switchboard.readCall(call.id);
}

/** Most often that of the called number; another one after the site was split anew. */
async function switchboardOf(env: Env, site: SiteRow, call: CallRow) {
  const likeliest = shardStub(env, site.key, shardOf(call.number, site.shards));
  if (await likeliest.knowsCall(call.id)) return likeliest;
  const all = switchboards(env, site);
  const known = await Promise.all(all.map((switchboard) => switchboard.knowsCall(call.id)));
  return all[known.indexOf(true)];
}

function switchboards(env: Env, { key, shards }: SiteRow) {
  return Array.from({ length: shards }, (_, shard) => shardStub(env, key, shard));
}
