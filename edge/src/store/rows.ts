/**
 * The rows of D1's history, as the switchboards' outboxes fill them, and the column each field stands in. The one
 * place that knows both names; both projection (write) and history (read) build their SQL from these maps.
 */
import type { CallStatus } from "../core/call.ts";
import type { ResolutionMethod } from "../core/resolve.ts";
import type { SignalTimes } from "../core/signals.ts";

/** What is only shown with one visit and never filtered by. Bounded by the switchboard: some hundred kilobytes at most. */
export interface VisitData {
  pages: { atMs: number; path: string; title: string }[];
  signals: SignalTimes;
  /** Ids of other analytics tools, given with consent. */
  ids: Record<string, string>;
  /** Numbers shown; `toMs` is the last sign of life so far. */
  leases: { number: string; pool: string; fromMs: number; toMs: number }[];
}

export interface VisitRow {
  id: string;
  accountId: string;
  siteId: string;
  visitorId: string;
  startedAt: number;
  lastSeenAt: number;
  channel: string;
  source: string;
  medium: string;
  campaign: string;
  term: string;
  content: string;
  landing: string;
  referrer: string;
  /** Page views so far. */
  pages: number;
  /** Forms sent so far. */
  leads: number;
  /** `null`: the visit was shown none. */
  code: string | null;
  country: string;
  region: string;
  city: string;
  device: string;
  browser: string;
  os: string;
  data: VisitData;
  version: number;
}

/** A touch never changes once written. */
export interface TouchRow {
  visitId: string;
  /** 0 the first of the visit. */
  n: number;
  siteId: string;
  visitorId: string;
  at: number;
  channel: string;
  source: string;
  medium: string;
  campaign: string;
  term: string;
  content: string;
  landing: string;
  referrer: string;
  clickIds: Record<string, string>;
}

export interface CallRow {
  /** Connection, ":" and the provider's call id. */
  id: string;
  accountId: string;
  /** `null`: the called number is none of ours. */
  siteId: string | null;
  connectionId: string;
  number: string;
  /** `null`: withheld, or dropped after the retention period. */
  caller: string | null;
  startedAt: number;
  answeredAt: number | null;
  endedAt: number | null;
  status: CallStatus;
  durationSeconds: number | null;
  talkSeconds: number | null;
  destination: string | null;
  recordingUrl: string | null;
  recordingSeconds: number | null;
  voicemail: boolean;
  digits: string | null;
  method: ResolutionMethod;
  confidence: number;
  visitId: string | null;
  visitorId: string | null;
  runnerUp: { visit: string; confidence: number } | null;
  evidence: string[];
  curveVersion: number;
  channel: string;
  source: string;
  medium: string;
  campaign: string;
  term: string;
  version: number;
}

/** A form that a visitor sent. Never changes. */
export interface LeadRow {
  id: string;
  accountId: string;
  siteId: string;
  visitId: string;
  visitorId: string;
  at: number;
  /** Name or id of the form; empty when the page did not say. */
  form: string;
  /** Path of the page. */
  page: string;
  fields: Record<string, string>;
  /** The number that was left, E.164. */
  phone: string | null;
}

/** Which column each field of a row stands in. */
export type Columns<Row> = Record<keyof Row, string>;

const TOUCH_FIELDS = {
  channel: "channel",
  source: "source",
  medium: "medium",
  campaign: "campaign",
  term: "term",
} as const;

export const VISIT_COLUMNS: Columns<VisitRow> = {
  id: "id",
  accountId: "account_id",
  siteId: "site_id",
  visitorId: "visitor_id",
  startedAt: "started_at",
  lastSeenAt: "last_seen_at",
  ...TOUCH_FIELDS,
  content: "content",
  landing: "landing",
  referrer: "referrer",
  pages: "pages",
  leads: "leads",
  code: "code",
  country: "country",
  region: "region",
  city: "city",
  device: "device",
  browser: "browser",
  os: "os",
  data: "data",
  version: "version",
};

export const TOUCH_COLUMNS: Columns<TouchRow> = {
  visitId: "visit_id",
  n: "n",
  siteId: "site_id",
  visitorId: "visitor_id",
  at: "at",
  ...TOUCH_FIELDS,
  content: "content",
  landing: "landing",
  referrer: "referrer",
  clickIds: "click_ids",
};

export const CALL_COLUMNS: Columns<CallRow> = {
  id: "id",
  accountId: "account_id",
  siteId: "site_id",
  connectionId: "connection_id",
  number: "number",
  caller: "caller",
  startedAt: "started_at",
  answeredAt: "answered_at",
  endedAt: "ended_at",
  status: "status",
  durationSeconds: "duration_seconds",
  talkSeconds: "talk_seconds",
  destination: "destination",
  recordingUrl: "recording_url",
  recordingSeconds: "recording_seconds",
  voicemail: "voicemail",
  digits: "digits",
  method: "method",
  confidence: "confidence",
  visitId: "visit_id",
  visitorId: "visitor_id",
  runnerUp: "runner_up",
  evidence: "evidence",
  curveVersion: "curve_version",
  ...TOUCH_FIELDS,
  version: "version",
};

export const LEAD_COLUMNS: Columns<LeadRow> = {
  id: "id",
  accountId: "account_id",
  siteId: "site_id",
  visitId: "visit_id",
  visitorId: "visitor_id",
  at: "at",
  form: "form",
  page: "page",
  fields: "fields",
  phone: "phone",
};

/** What to select for rows with these fields. */
export function fieldsOf<Row>(columns: Columns<Row>): string {
  return Object.entries<string>(columns)
    .map(([field, column]) => `${column} AS ${field}`)
    .join(", ");
}
