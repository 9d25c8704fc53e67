/** What the Worker says to a switchboard and hears back. Structured-cloneable data only. */

import type { LeadRequest, PulseEvent, VisitRequest } from "../../../sdk/src/wire.ts";
import type { CallEvent, CallStatus } from "../core/call.ts";
import type { SiteConfig } from "../core/config.ts";
import type { Resolution } from "../core/resolve.ts";
import type { Told } from "../core/told.ts";
import type { Visit } from "../core/visit.ts";
import type { CallRow } from "../store/rows.ts";
import type { CallQuestion, CallTestimony } from "./call-question.ts";
import type { Arrival } from "./call-table.ts";
import type { PoolHour } from "./load-table.ts";
import type { Notice } from "./notice-table.ts";

/** What the edge knows of a page's request beside its body. */
export interface ClientContext {
  origin: string;
  /** IPv4, or IPv6 cut to its /64, hashed: only to bound leases per address (L7). */
  address: string;
  place: { country: string; region: string; city: string };
  device: { kind: "mobile" | "tablet" | "desktop"; browser: string; os: string };
  /** Driven by a program: HeadlessChrome in the user agent, or `navigator.webdriver`. */
  automated: boolean;
  /** `Sec-GPC: 1`. */
  gpc?: boolean;
}

export interface VisitCommand {
  request: VisitRequest;
  client: ClientContext;
  /** Take the visitor in even if they belong to another shard: the switchboards do not agree on how many there are. */
  adopt?: true;
  /** Another switchboard hands the visit over. */
  moved?: MovedVisit;
  /** The visitor whom the browser's cookie names. */
  cookie?: string;
  /** A link's code that is to be redeemed, and the digest of the user agent that shows it. */
  link?: { code: string; browser: string };
}

/** A visit that goes on at another shard of its site. */
export interface MovedVisit {
  to: number;
  visit: Visit;
  /** By pool, the numbers that it keeps at switchboards it was at before. */
  kept: Record<string, string>;
}

export type VisitOutcome =
  /** JSON of a `VisitResponse`, made where it is known, so that it crosses as one string. */
  | { ok: true; body: string; cookie: IdCookie }
  | Refused
  /** The visitor belongs to another shard of the site. */
  | { ok: false; reason: "shard"; shards: number }
  /** The visit goes on at another shard. */
  | { ok: false; reason: "moved"; moved: MovedVisit }
  /** The cookie's visitor is meant, who belongs to another shard of the site. */
  | { ok: false; reason: "visitor"; visitor: string }
  /** The link's code is good for nothing. Nothing has changed. */
  | { ok: false; reason: "link" };

/** The visitor to be named in a cookie; `null`: no cookie may be there; absent: as it is. */
export type IdCookie = string | null | undefined;

/** Whoever asks may not, whatever they ask for. */
export type Refused = { ok: false; reason: "unknown-site" | "origin" };

export interface PulseCommand {
  visitor: string;
  visit: string;
  events: PulseEvent[];
  origin: string;
  /** Numbers that the visit keeps at switchboards it was at before. */
  kept?: string[];
  /** `Sec-GPC: 1`. */
  gpc?: boolean;
}
export type PulseOutcome =
  | { ok: true }
  | { ok: false; reason: "unknown-site" | "origin" | "unknown-visit" }
  /** The visit goes on at another shard, and keeps these numbers here. */
  | { ok: false; reason: "moved"; to: number; kept: string[] };

/** A form that a visitor sent. */
export interface LeadCommand {
  /** The same for the same form with the same content, sent again. */
  id: string;
  request: LeadRequest;
  client: ClientContext;
}
export type LeadOutcome =
  | { ok: true }
  | Refused
  | { ok: false; reason: "unknown-visit" | "too-many" }
  /** The visit goes on at another shard. */
  | { ok: false; reason: "moved"; to: number };

/** A visitor is about to follow a link to another domain of the site. */
export interface LinkCommand {
  visitor: string;
  visit: string;
  origin: string;
  /** Digest of the user agent. */
  browser: string;
}
export type LinkOutcome =
  | { ok: true; code: string; seconds: number }
  | Refused
  | { ok: false; reason: "unknown-visit" };

/** A call event, with the connection it came by. */
export interface CallCommand {
  connection: string;
  account: string;
  event: CallEvent;
  /** The called number is none of ours as far as anybody knows: take the event all the same. */
  stray?: true;
}
/** The call as the switchboard knows it after the event. */
export interface CallOutcome {
  /** `connection:provider-call-id`. */
  id: string;
  status: CallStatus;
  number: string | null;
  resolution: Resolution | null;
}

/** A visit that has a code, as its switchboard knows it. */
export interface CodeHolder {
  visit: string;
  visitor: string;
  /** Last sign of life, epoch milliseconds. */
  lastSeenMs: number;
  /** What had brought it by the time that was asked for. */
  arrival: Arrival;
}

export interface PoolLoad {
  pool: string;
  numbers: number;
  /** With a visitor on the site. */
  active: number;
  /** In guaranteed freeze. */
  frozen: number;
  /** Free to be given. */
  resting: number;
  /** The last four weeks, by the hour. */
  hours: PoolHour[];
}

export interface SwitchboardHealth {
  version: number;
  outbox: number;
  /** Age of the oldest entry not yet in D1 and not refused, milliseconds. */
  outboxLagMs: number;
  /** Of the entries, those that D1 has refused. */
  refused: number;
  /** Entries given up because the outbox was full. */
  dropped: number;
}

/** Answer to a new configuration: pool numbers taken away that are still live and so stay until they rest. */
export interface ConfigureOutcome {
  version: number;
  held: string[];
}

/** The switchboard's methods, for reference; `Switchboard` implements them. */
export interface SwitchboardRpc {
  configure(config: SiteConfig): Promise<ConfigureOutcome>;
  visit(command: VisitCommand): Promise<VisitOutcome>;
  pulse(command: PulseCommand): Promise<PulseOutcome>;
  /** Keeps a call event, to be taken before anything else is decided; for whoever cannot wait for what comes of it. */
  hear(command: CallCommand): Promise<void>;
  link(command: LinkCommand): Promise<LinkOutcome>;
  lead(command: LeadCommand): Promise<LeadOutcome>;
  /** Hears of numbers that somebody says are some visitors': from deals, and from forms at other switchboards. */
  tell(told: Told[]): Promise<void>;
  call(command: CallCommand): Promise<CallOutcome>;
  /** A call that this switchboard has heard of already, by id: for callbacks that do not repeat the called number. */
  knowsCall(id: string): Promise<boolean>;
  /** A call as D1 has it, or will have it in a moment. */
  readCall(id: string): Promise<CallRow | null>;
  /** What is known here of a call that another switchboard of the site takes; `null` when nothing is configured here. */
  testify(question: CallQuestion): Promise<CallTestimony | null>;
  /** Another switchboard of the site has found calls to be of our visits. Returns how each had arrived, where known. */
  noteCalls(notices: Notice[]): Promise<(Arrival | null)[]>;
  /** Who has a code, or had it last, at a number for all. */
  findCode(code: string, atMs: number): Promise<CodeHolder | null>;
  load(): Promise<PoolLoad[]>;
  health(): Promise<SwitchboardHealth>;
}
