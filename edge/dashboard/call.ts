/** A call as `GET /v1/calls` lists it, as far as this page shows it. Types only. */

export interface CallVisit {
  landing: string;
  pages: number;
  country: string;
  region: string;
  city: string;
  device: string;
  browser: string;
  os: string;
}

export interface Call {
  id: string;
  site: string | null;
  number: string;
  /** Masked by the API unless the key may see callers; `null` when withheld. */
  caller: string | null;
  startedAt: string;
  status: string;
  durationSeconds: number | null;
  talkSeconds: number | null;
  recordingUrl: string | null;
  voicemail: boolean;
  method: string;
  confidence: number;
  runnerUp: { visit: string; confidence: number } | null;
  evidence: string[];
  channel: string;
  source: string;
  medium: string;
  campaign: string;
  term: string;
  visitId: string | null;
  /** The resolved visit in short; `null` when there is none, or it has not reached the database yet. */
  visit: CallVisit | null;
}

export interface CallPage {
  items: Call[];
  /** Where the next, older page begins; `null` on the last. */
  next: string | null;
}

export interface Site {
  id: string;
  name: string;
  timeZone: string;
}
