/** One visit over several domains of a site: codes of links, through the real Worker and several switchboards. */
import { runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it } from "vitest";
import type { LinkResponse, VisitResponse } from "../../../sdk/src/wire.ts";
import { MAX_SHARDS, shardOf } from "../../src/core/shards.ts";
import { LINK_SECONDS } from "../../src/switchboard/link.ts";
import { reset, us } from "./operator-client.ts";
import { flush, newVisitor, PAGE, post, SHOP, switchboard, view } from "./page-client.ts";
import { type Configured, configure, SITE } from "./resources.ts";

const OTHER = "https://blog.example";
let shop: Configured;
let round = 10;

beforeEach(async () => {
  await reset();
  shop = await configure(us, String(round++));
  await us.patch(`/v1/sites/${shop.site}`, { origins: [SHOP, OTHER] });
});

const ask = ({ visitor, visit }: VisitResponse, site = shop.siteKey, headers = {}) =>
  post("/v1/link", { site, visitor, visit }, headers);

async function codeOf(visit: VisitResponse): Promise<string> {
  const answer = await ask(visit);
  expect(answer.status).toBe(200);
  const { code, seconds } = (await answer.json()) as LinkResponse;
  expect(seconds).toBe(LINK_SECONDS);
  expect(code).toBe(encodeURIComponent(code));
  return code;
}

/** Arrives on the other domain as a browser that knows nothing, with a link's code. */
async function arrive(code: string, change: object = {}, headers = {}): Promise<VisitResponse> {
  const page = { url: `${OTHER}/story?a=1&rt_link=${code}#top`, referrer: `${SHOP}/bikes` };
  const body = { site: shop.siteKey, visitor: newVisitor(), page, ...change };
  const answer = await post("/v1/visit", body, { origin: OTHER, ...headers });
  expect(answer.status).toBe(200);
  return (await answer.json()) as VisitResponse;
}

describe("a link to another domain of the site", () => {
  it("L3 goes on with the visit: the same visitor, the same number, no new touch", async () => {
    const before = await view(shop.siteKey);
    // Not even by a campaign of its own: it is a link within the site.
    const url = `${OTHER}/story?utm_source=own&utm_medium=banner&utm_campaign=x&rt_link=${await codeOf(before)}`;
    const after = await arrive("", { page: { url, referrer: "https://elsewhere.example/" } });
    expect(after).toEqual(before);
    await flush(shop.siteKey);
    const { body } = await us.get<{ touches: object[]; pageViews: { path: string }[] }>(`/v1/visits/${before.visit}`);
    expect(body.touches).toHaveLength(1);
    expect(body.pageViews.map(({ path }) => path)).toEqual(["/bikes", "/story"]);
  });

  it("is good once: also of two tabs that arrive at the same time only one is the visitor", async () => {
    const before = await view(shop.siteKey);
    const code = await codeOf(before);
    const both = await Promise.all([arrive(code), arrive(code), arrive(code)]);
    expect(both.filter(({ visit }) => visit === before.visit)).toHaveLength(1);
    expect((await arrive(code)).visitor).not.toBe(before.visitor);
  });

  it("is good for two minutes, by the switchboard's clock", async () => {
    const before = await view(shop.siteKey);
    const [old, young] = [await codeOf(before), await codeOf(before)];
    const age = (code: string, ms: number) =>
      runInDurableObject(switchboard(shop.siteKey), (_, state) => {
        state.storage.sql.exec("UPDATE link SET expires_at = expires_at - ? WHERE code = ?", ms, code);
      });
    await age(old, LINK_SECONDS * 1000);
    await age(young, LINK_SECONDS * 1000 - 30_000);
    expect((await arrive(old)).visit).not.toBe(before.visit);
    expect((await arrive(young)).visit).toBe(before.visit);
  });

  it("A1 makes nobody of another browser, another site, or a page of a foreign origin somebody else", async () => {
    const before = await view(shop.siteKey);
    const agent = { "user-agent": "Mozilla/5.0 (Windows NT 10.0; rv:145.0) Gecko/20100101 Firefox/145.0" };
    expect((await arrive(await codeOf(before), {}, agent)).visitor).not.toBe(before.visitor);
    const { body } = await us.post<{ key: string }>("/v1/sites", { ...SITE, origins: [SHOP, OTHER] });
    expect((await arrive(await codeOf(before), { site: body.key })).visitor).not.toBe(before.visitor);
    const code = await codeOf(before);
    const page = { url: `https://evil.example/?rt_link=${code}`, referrer: "" };
    const evil = await post(
      "/v1/visit",
      { site: shop.siteKey, visitor: newVisitor(), page },
      { origin: "https://evil.example" },
    );
    expect(evil.status).toBe(403);
    // Nobody has used it up by that.
    expect((await arrive(code)).visitor).toBe(before.visitor);
  });

  it.each([
    "",
    "x",
    "x.0",
    `${"0".repeat(24)}.0`,
    `${"0".repeat(24)}.zz`,
    `${"0".repeat(24)}.${(MAX_SHARDS - 1).toString(36)}`,
    "%00",
    "a".repeat(9000),
  ])("S1 that nobody gave (%j) means nothing and is no error", async (forged) => {
    const answer = await arrive(forged);
    expect(answer.visit).toMatch(/\.0$/);
    expect(answer.swaps).toHaveLength(1);
  });

  it("A1 is made for nobody but the visitor, by their secret", async () => {
    const before = await view(shop.siteKey);
    expect((await ask({ ...before, visitor: newVisitor() })).status).toBe(410);
    expect((await ask({ ...before, visit: "0abcdefghi.0" })).status).toBe(410);
    expect((await ask(before, "nobody")).status).toBe(404);
    expect((await ask(before, shop.siteKey, { origin: "https://evil.example" })).status).toBe(403);
    expect((await post("/v1/link", { site: shop.siteKey })).status).toBe(422);
  });

  it("keeps no more codes of a visit than links that may be open", async () => {
    const before = await view(shop.siteKey);
    for (let n = 0; n < 20; n++) await codeOf(before);
    const count = await runInDurableObject(
      switchboard(shop.siteKey),
      (_, state) => state.storage.sql.exec("SELECT count(*) AS n FROM link").one().n,
    );
    expect(count).toBe(8);
  });
});

describe("a link over several switchboards", () => {
  it("L3 finds the one that made the code, wherever the newcomer would belong; a wrong shard is no way in", async () => {
    await us.patch(`/v1/sites/${shop.site}`, { shards: 2 });
    const of = (shard: number) => {
      for (;;) {
        const visitor = newVisitor();
        if (shardOf(visitor, 2) === shard) return visitor;
      }
    };
    for (const [home, other] of [
      [0, 1],
      [1, 0],
    ] as const) {
      const before = await view(shop.siteKey, { visitor: of(home) });
      expect(before.visit.endsWith(`.${home}`)).toBe(true);
      const code = await codeOf(before);
      const misled = await arrive(`${code.slice(0, -1)}${other}`, { visitor: of(other) });
      expect(misled.visitor).not.toBe(before.visitor);
      expect(misled.visit.endsWith(`.${other}`)).toBe(true);
      expect(await arrive(code, { visitor: of(other) })).toEqual(before);
      const again = await arrive(code, { visitor: of(other) });
      expect(again.visitor).not.toBe(before.visitor);
      // The visitor of whose shard the browser is by now is known there as before.
      expect(await view(shop.siteKey, { visitor: before.visitor, visit: before.visit, page: PAGE })).toEqual(before);
    }
  });

  it("L3 is followed to where the visit goes on when its switchboard is a shard of the site no more", async () => {
    await us.patch(`/v1/sites/${shop.site}`, { shards: 2 });
    const of = (): string => {
      const visitor = newVisitor();
      return shardOf(visitor, 2) === 1 ? visitor : of();
    };
    const before = await view(shop.siteKey, { visitor: of() });
    const code = await codeOf(before);
    await us.patch(`/v1/sites/${shop.site}`, { shards: 1 });
    for (const one of [code, await codeOf(before)]) {
      const after = await arrive(one);
      expect([after.visitor, after.visit, after.touch]).toEqual([before.visitor, before.visit, before.touch]);
    }
    expect((await arrive(code)).visitor).not.toBe(before.visitor);
  });
});
