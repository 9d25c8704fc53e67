/** What can be checked of a split site beside its answers: what lies in storage and in D1, and whom a call was weighed between. */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, vi } from "vitest";
import { DEFAULT_SETTINGS } from "../../src/core/config.ts";
import { repairPublications } from "../../src/publish.ts";
import type { Switchboard } from "../../src/switchboard/switchboard.ts";
import type { Auditor } from "../core/model/auditor.ts";
import { type Company, SITES } from "./company.ts";
import type { Post } from "./posts.ts";

/**
 * L1 in storage: no number may be leased by two switchboards. What a switchboard lost, nobody may have been live on. Tells the
 * auditor what each switchboard has now.
 * @returns where each number is, with its pool
 */
export function auditPosts(posts: readonly Post[], auditor: Auditor): Map<string, string> {
  const places = new Map<string, string>();
  auditor.numbers.clear();
  auditor.bounds.clear();
  expectFairParts(posts);
  for (const { place, leasable, draining, pools, addressBounds } of posts) {
    for (const [id, bound] of Object.entries(addressBounds)) auditor.bounds.set(`${place} ${id}`, bound);
    for (const { id, freezeMs, freezeAfterCallMs } of pools) {
      auditor.pools.set(`${place} ${id}`, { freezeMs, freezeAfterCallMs });
    }
    for (const [number, pool] of [...leasable, ...draining]) {
      expect(places.get(number), `L1 ${number} is at two switchboards`).toBeUndefined();
      places.set(number, `${place} ${pool}`);
    }
    for (const [number, pool] of leasable) auditor.numbers.set(number, `${place} ${pool}`);
  }
  for (const [number, { pool }] of [...auditor.held]) {
    if (places.get(number) !== pool) auditor.removed(number, Date.now());
  }
  return places;
}

/** T1: what was acknowledged is in D1 once all alarms have run. L1: every number ends up where it belongs. */
export async function expectAllSent(company: Company, visits: number, calls: number): Promise<void> {
  vi.setSystemTime(Date.now() + 86_400_000);
  for (const { stub } of company.places()) {
    // At least one, by which drained numbers are let go.
    for (let i = 0; i < 2_000 && (i === 0 || (await stub.health()).outbox > 0); i++) await alarm(stub);
  }
  for (let i = 0; i < 4; i++) await repairPublications(env);
  await company.expectSettled();
  const count = async (table: string) => {
    const query = env.DB.prepare(`SELECT id FROM ${table} WHERE site_id IN (?, ?)`);
    return (await query.bind(...SITES.map((site) => company.id(site))).all()).results.length;
  };
  expect(await count("visit"), "T1 visits in D1").toBe(visits);
  expect(await count("call"), "T1 calls in D1").toBe(calls);
}

/** An alarm comes, whether one is set or not. */
const alarm = (stub: DurableObjectStub<Switchboard>) => runInDurableObject(stub, (switchboard) => switchboard.alarm());

/** L7: where all know the same version, an address may hold no more of a pool than its share, or one at each switchboard. */
function expectFairParts(posts: readonly Post[]): void {
  for (const site of new Set(posts.map(({ place }) => place.split("/")[0]))) {
    const here = posts.filter(({ place, shards }) => {
      const [key, shard] = place.split("/");
      return key === site && Number(shard) < shards;
    });
    if (new Set(here.map(({ version }) => version)).size > 1) continue;
    for (const { id } of here[0]?.pools ?? []) {
      const sizes = here.map(({ leasable }) => [...leasable.values()].filter((pool) => pool === id).length);
      const able = here.filter((_, n) => (sizes[n] ?? 0) > 0);
      if (able.length < 2) continue;
      const total = sizes.reduce((a, b) => a + b, 0);
      const parts = able.reduce((sum, { addressBounds }) => sum + (addressBounds[id] ?? Number.NaN), 0);
      const share = Math.floor(total * DEFAULT_SETTINGS.addressShare);
      expect(parts, `L7 ${site} ${id}`).toBeLessThanOrEqual(Math.max(share, able.length));
    }
  }
}

/** How many holders of a number the evidence tells of, whom the call is given to included. */
export function holdersIn(evidence: readonly string[]): number {
  const words = evidence.join(" ");
  const others = /One (?:other|earlier) holder/.test(words) ? 1 : Number(/The number had (\d+)/.exec(words)?.[1] ?? 0);
  return others + (words.includes("The visitor was on the site") ? 1 : 0);
}
