/** The site that the benchmarks run on, and what its visitors and callers look like to a switchboard. Pure functions. */
import { type ConnectionConfig, DEFAULT_SETTINGS, type SiteConfig } from "../src/core/config.ts";
import type { CallCommand, VisitCommand } from "../src/switchboard/rpc.ts";

export const TARGET = "+442079460000";
export const TOKEN = "bench-token";
export const ORIGIN = "https://shop.example";

export function numberOf(index: number): string {
  return `+442070${String(index).padStart(6, "0")}`;
}

export function visitorOf(n: number): string {
  return `bench-visitor-${String(n).padStart(8, "0")}`;
}

/** A page view of a visitor never seen before, as its browser sends it. */
export function visitRequest(site: string, n: number): VisitCommand["request"] {
  return {
    site,
    visitor: visitorOf(n),
    page: {
      url: `https://shop.example/bikes/${n % 50}?utm_source=google&utm_medium=cpc&utm_campaign=brand-${n % 20}&gclid=Cj0KCQ${n}`,
      referrer: "https://www.google.com/",
      title: "Bikes",
    },
    device: { screen: [1920, 1080], touch: false, language: "en-GB", timeZone: "Europe/London" },
  };
}

/** The same page view as the Worker hands it on. */
export function visitCommand(site: string, n: number): VisitCommand {
  return {
    request: visitRequest(site, n),
    client: {
      origin: ORIGIN,
      address: `address-${n}`,
      place: { country: "GB", region: "ENG", city: "London" },
      device: { kind: "desktop", browser: "Chrome", os: "Windows" },
      automated: false,
    },
  };
}

/** A call by somebody new to a number of the pool. */
export function callCommand(n: number, to: string, atMs: number): CallCommand {
  return {
    connection: "bench",
    account: "account-bench",
    event: { callId: `CA${n}`, atMs, from: `+4477009${String(n % 100_000).padStart(5, "0")}`, to, status: "ringing" },
  };
}

/** One shard of a site with one pool. */
export function siteConfig(siteKey: string, numbers: number, shard = 0, shards = 1): SiteConfig {
  return {
    version: 1,
    account: "account-bench",
    site: `site-${siteKey}`,
    siteKey,
    shard,
    shards,
    origins: [ORIGIN],
    country: "GB",
    settings: { ...DEFAULT_SETTINGS, addressShare: 1 },
    pools: [{ id: "sales", name: "Sales", freezeMs: 120_000, freezeAfterCallMs: 120_000, overflow: null }],
    numbers: Array.from({ length: numbers }, (_, index) => ({
      number: numberOf(index),
      kind: "pool",
      pool: "sales",
      channel: "",
    })),
    placements: [{ id: "placement", target: TARGET, conditions: {}, action: { pool: "sales" } }],
  };
}

/**
 * The connection of a site, with the same name, whose numbers are all of the site.
 * @param secrets encrypted
 */
export function connectionConfig(siteKey: string, numbers: number, secrets: string): ConnectionConfig {
  return {
    version: 1,
    id: siteKey,
    account: "account-bench",
    provider: "twilio",
    secrets,
    destination: "+442079460990",
    numbers: Array.from({ length: numbers }, (_, index) => ({
      number: numberOf(index),
      site: `site-${siteKey}`,
      siteKey,
      shard: 0,
      destination: "+442079460990",
      secondDestination: null,
      ringSeconds: 25,
      record: true,
      whisper: "A call from the website.",
      voicemail: "",
      codePrompt: "",
    })),
  };
}
