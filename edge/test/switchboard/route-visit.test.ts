/** How a page view finds its switchboard while a site is split anew, and what a visit id can and cannot do. */
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { VisitResponse } from "../../../sdk/src/wire.ts";
import { MAX_SHARDS, shardOf } from "../../src/core/shards.ts";
import { routeVisit } from "../../src/switchboard/route-visit.ts";
import { siteConfig, stubOf, view } from "./site.ts";

let sites = 0;
const newSite = () => `route-${sites++}`;
const visitorOf = (n: number) => view("any", n).request.visitor;
/** Visitors that belong to the one and the other of two shards. */
const belonging = (shard: number) => [...Array(50).keys()].filter((n) => shardOf(visitorOf(n), 2) === shard);
const [FIRST = 0] = belonging(0);
const [SECOND = 0, NEWCOMER = 0] = belonging(1);
const configure = (site: string, shard: number, shards: number, version: number) =>
  stubOf(site, shard).configure(siteConfig(site, { shard, shards, version, ...(shard > 0 ? { numbers: [] } : {}) }));

async function ask(site: string, n: number, visit?: string): Promise<VisitResponse> {
  const outcome = await routeVisit(env, view(site, n, visit === undefined ? {} : { visit }));
  if (!outcome.ok) throw new Error(`refused: ${outcome.reason}`);
  return JSON.parse(outcome.body) as VisitResponse;
}
const shardOfAnswer = ({ visit }: VisitResponse) => visit.split(".").at(-1);

describe("a visitor's switchboard", () => {
  it("is that of their hash, whatever this isolate knows of the number of shards", async () => {
    const site = newSite();
    for (const shard of [0, 1]) await configure(site, shard, 2, 1);
    // Nobody has told this isolate of the second shard: the first one does.
    expect(shardOfAnswer(await ask(site, SECOND))).toBe("1");
    expect(shardOfAnswer(await ask(site, FIRST))).toBe("0");
    for (const shard of [0, 1]) await configure(site, shard, 1, 2);
    // Now it believes in one shard too many, and is told so by that one: this visitor is known nowhere yet.
    expect(shardOfAnswer(await ask(site, NEWCOMER))).toBe("0");
  });

  it("L3 stays that of a going visit through a change of the number of shards", async () => {
    const site = newSite();
    await configure(site, 0, 1, 1);
    const before = await ask(site, SECOND);
    for (const shard of [1, 0]) await configure(site, shard, 2, 2);
    expect(await ask(site, SECOND, before.visit)).toEqual(before);
  });

  it("a switchboard that is asked wrongly says how many shards there are, and takes nobody in", async () => {
    const site = newSite();
    await configure(site, 0, 2, 1);
    expect(await stubOf(site, 0).visit(view(site, SECOND))).toEqual({ ok: false, reason: "shard", shards: 2 });
    expect((await stubOf(site, 0).health()).outbox).toBe(0);
  });
});

describe("a visit id", () => {
  it.each([
    "x.5",
    "x.0",
    "x.zz",
    `x.${(MAX_SHARDS - 1).toString(36)}`,
    "",
    "x",
    "..",
    "x.-1",
    "x.0.1",
    `${"x".repeat(5000)}.1`,
  ])("that nobody gave (%j) leads to the visitor's own switchboard", async (forged) => {
    const site = newSite();
    for (const shard of [0, 1]) await configure(site, shard, 2, 1);
    const answer = await ask(site, SECOND, forged);
    expect(shardOfAnswer(answer)).toBe("1");
    expect(answer.visit).not.toBe(forged);
  });

  it("A1 of somebody else opens nothing: neither their visit nor their number", async () => {
    const site = newSite();
    for (const shard of [0, 1]) await configure(site, shard, 2, 1);
    const theirs = await ask(site, FIRST);
    const ours = await ask(site, SECOND, theirs.visit);
    expect(ours.visit).not.toBe(theirs.visit);
    expect(shardOfAnswer(ours)).toBe("1");
  });

  it("an unknown site is unknown, with and without a visit id", async () => {
    const site = newSite();
    for (const visit of [undefined, "x.0", "x.7"]) {
      const command = view(site, 1, visit === undefined ? {} : { visit });
      expect(await routeVisit(env, command)).toEqual({ ok: false, reason: "unknown-site" });
    }
  });
});

/** In which order switchboards hear of it. */
const ORDERS = [(count: number) => [...Array(count).keys()], (count: number) => [...Array(count).keys()].reverse()];

describe("while a site is being split anew", () => {
  /** Every pair of shard counts that two switchboards may know of at the same time. */
  it.each([
    [1, 2],
    [2, 1],
    [2, 3],
    [3, 2],
  ])("S1 from %d to %d, every visitor is taken in, whichever switchboards know of it", async (before, after) => {
    for (const order of ORDERS) {
      const site = newSite();
      const all = order(Math.max(before, after));
      for (let shard = 0; shard < before; shard++) await configure(site, shard, before, 1);
      for (let told = 0; told <= all.length; told++) {
        for (const shard of all.slice(0, told).slice(-1)) await configure(site, shard, after, 2);
        for (let n = 0; n < 3; n++) {
          await expect(ask(site, told * 10 + n), `told ${all.slice(0, told)}, visitor ${n}`).resolves.toBeTruthy();
        }
      }
    }
  });
});
