/** A small site for switchboard tests: two pools, a static number, an overflow number; and what a page sends. */
import { env } from "cloudflare:workers";
import { DEFAULT_SETTINGS, type NumberConfig, type SiteConfig } from "../../src/core/config.ts";
import type { VisitCommand } from "../../src/switchboard/rpc.ts";

export const SALES = "+442079460000";
export const SUPPORT = "+442079460001";
export const OVERFLOW = "+442079460301";
export const FLYER = "+442079460300";

export function poolNumbers(pool: string, from: number, count: number): NumberConfig[] {
  return Array.from({ length: count }, (_, i) => ({
    number: `+4420794601${String(from + i).padStart(2, "0")}`,
    kind: "pool",
    pool,
    channel: "",
  }));
}

export function siteConfig(siteKey: string, change: Partial<SiteConfig> = {}): SiteConfig {
  return {
    version: 1,
    account: "account-1",
    site: `site-${siteKey}`,
    siteKey,
    shard: 0,
    shards: 1,
    origins: ["https://shop.example"],
    country: "GB",
    settings: { ...DEFAULT_SETTINGS, addressShare: 1 },
    pools: [
      { id: "sales", name: "Sales", freezeMs: 120_000, freezeAfterCallMs: 120_000, overflow: OVERFLOW },
      { id: "support", name: "Support", freezeMs: 120_000, freezeAfterCallMs: 120_000, overflow: null },
    ],
    numbers: [
      ...poolNumbers("sales", 0, 3),
      ...poolNumbers("support", 50, 2),
      { number: FLYER, kind: "static", pool: null, channel: "Flyer" },
      { number: OVERFLOW, kind: "overflow", pool: null, channel: "" },
    ],
    placements: [
      { id: "p1", target: SALES, conditions: {}, action: { pool: "sales" } },
      { id: "p2", target: SUPPORT, conditions: {}, action: { pool: "support" } },
    ],
    ...change,
  };
}

export function stubOf(siteKey: string, shard = 0) {
  return env.SWITCHBOARD.get(env.SWITCHBOARD.idFromName(`${siteKey}/${shard}`));
}

/** A page view by the n-th visitor, each from a network of their own. */
export function view(site: string, n: number, change: Partial<VisitCommand["request"]> = {}): VisitCommand {
  return {
    request: {
      site,
      visitor: `visitor-${String(n).padStart(12, "0")}`,
      page: { url: "https://shop.example/bikes?utm_source=google&utm_medium=cpc&utm_campaign=brand", referrer: "" },
      ...change,
    },
    client: {
      origin: "https://shop.example",
      address: `network-${n}`,
      place: { country: "GB", region: "ENG", city: "London" },
      device: { kind: "mobile", browser: "Chrome", os: "Android" },
      automated: false,
    },
  };
}
