/** A site of three switchboards that has no number of its own for anybody: all visitors are shown the same two. */
import { env } from "cloudflare:workers";
import type { VisitResponse } from "../../../sdk/src/wire.ts";
import { shardOf } from "../../src/core/shards.ts";
import { routeVisit } from "../../src/switchboard/route-visit.ts";
import { SALES, SUPPORT, siteConfig, stubOf, view } from "./site.ts";

export const CODE = "+442079460395";
const SHARDS = 3;

let sites = 0;

/** The n-th visitor whose switchboard is this one. */
export const visitorAt = (shard: number, nth = 0): number => {
  let left = nth;
  for (let n = 0; ; n++) if (shardOf(view("", n).request.visitor, SHARDS) === shard && left-- === 0) return n;
};

/** A site whose visitors are all shown the same two numbers, one of them with a code for each. */
export async function openDivided(): Promise<string> {
  const key = `divided-by-three-${sites++}`;
  const base = siteConfig(key);
  const numbers = base.numbers.filter(({ pool }) => pool === null);
  for (let shard = 0; shard < SHARDS; shard++) {
    await stubOf(key, shard).configure({
      ...{ ...base, shard, shards: SHARDS },
      numbers: [...numbers, { number: CODE, kind: "code", pool: null, channel: "" }],
      placements: [
        { id: "p1", target: SALES, conditions: {}, action: { pool: "sales" } },
        { id: "p2", target: SUPPORT, conditions: {}, action: { code: CODE } },
      ],
    });
  }
  return key;
}

/** A new visitor opens a page. */
export async function visitDivided(site: string, n: number): Promise<VisitResponse> {
  const outcome = await routeVisit(env, view(site, n));
  if (!outcome.ok) throw new Error(outcome.reason);
  return JSON.parse(outcome.body) as VisitResponse;
}
