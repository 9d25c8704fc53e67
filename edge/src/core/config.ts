/**
 * Configuration as the switchboard and the directory hold it: pushed to them on every change, versioned, complete.
 * The truth is D1 (`edge/migrations`); these are the copies that outlive a D1 outage.
 */

export interface SiteSettings {
  /** Inactivity that ends a visit, seconds. */
  visitTimeoutSeconds: number;
  /** What to do with browsers driven by a program (`navigator.webdriver`, HeadlessChrome): they get no lease unless `lease`. */
  automation: "skip" | "lease";
  /** Share of a pool that one client address (IPv4, or IPv6 /64) may hold at a time, 0..1 (L7). */
  addressShare: number;
  /** New visits that one client address may begin in a minute; more are shown no number of their own and not recorded (L7). */
  addressVisitsPerMinute: number;
  /** How far back earlier holders and earlier calls count, days. */
  lookbackDays: number;
  /** Path prefixes of contact pages: opening one is a signal. */
  contactPaths: string[];
  /** Codes that stand for a channel instead of a visit: code to channel name. */
  channelCodes: Record<string, string>;
  /** Said to who calls a number for all, before the phone rings; empty asks nobody for a code. */
  codePrompt: string;
  /** Numbers that the pages write with letters: `1-800-FLOWERS`. */
  spelled: string[];
  /** E-mail addresses that stand on the pages: each visit is shown them with its code (`sales+04219@shop.example`). */
  emails: string[];
  /** Keep the visitor id in a cookie that scripts cannot read, where the edge is on the site's own domain. */
  idCookie: boolean;
  /** Take `Sec-GPC: 1` for "no cookie, and no ids of other analytics tools". */
  respectGpc: boolean;
}

export const DEFAULT_SETTINGS: SiteSettings = {
  visitTimeoutSeconds: 1800,
  automation: "skip",
  addressShare: 0.5,
  addressVisitsPerMinute: 600,
  lookbackDays: 30,
  contactPaths: ["/contact"],
  channelCodes: {},
  codePrompt: "If you were shown a code beside this number, please enter it now, then press hash. Or stay on the line.",
  spelled: [],
  emails: [],
  idCookie: true,
  respectGpc: true,
};

export interface PoolConfig {
  id: string;
  name: string;
  /** Guaranteed rest after the visitor's last sign of life, milliseconds (L2). */
  freezeMs: number;
  /** The same once the visitor has called: 0 releases early, more holds longer. */
  freezeAfterCallMs: number;
  /** Overflow number, E.164; `null` leaves the page alone (L5). */
  overflow: string | null;
}

export interface NumberConfig {
  number: string;
  kind: "pool" | "static" | "overflow" | "code";
  /** Pool id of a pool number. */
  pool: string | null;
  /** Channel of a static number. */
  channel: string;
}

/** Conditions on the visit; an absent one holds for all. Lists match if any member does; compared without case. */
export interface Conditions {
  channel?: string[] | undefined;
  source?: string[] | undefined;
  medium?: string[] | undefined;
  campaign?: string[] | undefined;
  /** Path prefixes of the landing page. */
  landing?: string[] | undefined;
  /** ISO 3166-1 alpha-2. */
  country?: string[] | undefined;
  region?: string[] | undefined;
  city?: string[] | undefined;
  device?: ("mobile" | "tablet" | "desktop")[] | undefined;
}

export type PlacementAction = { pool: string } | { static: string } | { code: string } | { leave: true };

/** A rule: this original number, for visits like these, becomes that. The first match of a target wins. */
export interface Placement {
  id: string;
  /** Original number on the pages, E.164. */
  target: string;
  conditions: Conditions;
  action: PlacementAction;
}

/** All that one switchboard needs to know of its site. */
export interface SiteConfig {
  version: number;
  account: string;
  site: string;
  siteKey: string;
  shard: number;
  shards: number;
  origins: string[];
  /** How national numbers on the pages are read, ISO 3166-1 alpha-2. */
  country: string;
  settings: SiteSettings;
  pools: PoolConfig[];
  /** The numbers dealt to this shard, and all static and overflow numbers of the site. */
  numbers: NumberConfig[];
  placements: Placement[];
  /** Of a site with several shards: by pool, how many numbers of this one an address may hold at a time (L7). */
  addressBounds?: Record<string, number>;
}

/** What a webhook needs to know of a called number before anything else is asked (W3). */
export interface DirectoryEntry {
  number: string;
  site: string;
  siteKey: string;
  shard: number;
  /** Where to put the call through: the pool's, else the number's, else the connection's destination. */
  destination: string;
  secondDestination: string | null;
  ringSeconds: number;
  record: boolean;
  /** Said to the person who picks up; empty for none. */
  whisper: string;
  /** Greeting of the voicemail; empty for none. */
  voicemail: string;
  /** Asks the caller to key in a code; empty for a number that has none. */
  codePrompt: string;
}

/** A connection as its directory holds it. */
export interface ConnectionConfig {
  version: number;
  id: string;
  account: string;
  provider: string;
  /** Encrypted as in D1. */
  secrets: string;
  destination: string;
  numbers: DirectoryEntry[];
}
