/** One valid row of each kind of history; a test varies what it is about. */
import type { CallRow, LeadRow, TouchRow, VisitRow } from "../../src/store/rows.ts";

const ARRIVAL = { channel: "Paid search", source: "google", medium: "cpc", campaign: "brand", term: "crm" } as const;
const AT = Date.UTC(2026, 10, 22, 9, 30);

export function visitRow(over: Partial<VisitRow>): VisitRow {
  return {
    id: "visit-1.0",
    accountId: "acc",
    siteId: "site",
    visitorId: "visitor-1",
    startedAt: AT,
    lastSeenAt: AT + 60_000,
    ...ARRIVAL,
    content: "",
    landing: "/",
    referrer: "www.google.com",
    pages: 2,
    leads: 0,
    code: null,
    country: "GB",
    region: "ENG",
    city: "Łódź",
    device: "mobile",
    browser: "Chrome",
    os: "Android",
    data: {
      pages: [{ atMs: AT, path: "/", title: "Shop “&” more" }],
      signals: { seen: AT + 5_000 },
      ids: { _ga: "1.2" },
      leases: [{ number: "+442079460100", pool: "sales", fromMs: AT, toMs: AT + 60_000 }],
    },
    version: 1,
    ...over,
  };
}

export function touchRow(over: Partial<TouchRow>): TouchRow {
  return {
    visitId: "visit-1.0",
    n: 0,
    siteId: "site",
    visitorId: "visitor-1",
    at: AT,
    ...ARRIVAL,
    content: "",
    landing: "/",
    referrer: "www.google.com",
    clickIds: { gclid: "x" },
    ...over,
  };
}

export function leadRow(over: Partial<LeadRow>): LeadRow {
  return {
    id: "lead_1",
    accountId: "acc",
    siteId: "site",
    visitId: "visit-1.0",
    visitorId: "visitor-1",
    at: AT + 30_000,
    form: "callback",
    page: "/contact",
    fields: { name: "Ада", tel: "07911 123123" },
    phone: "+447700900123",
    ...over,
  };
}

export function callRow(over: Partial<CallRow>): CallRow {
  return {
    id: "demo-twilio:CA1",
    accountId: "acc",
    siteId: "site",
    connectionId: "demo-twilio",
    number: "+442079460100",
    caller: "+447700900123",
    startedAt: AT + 90_000,
    answeredAt: AT + 95_000,
    endedAt: AT + 155_000,
    status: "completed",
    durationSeconds: 65,
    talkSeconds: 60,
    destination: "+442079460990",
    recordingUrl: null,
    recordingSeconds: null,
    voicemail: false,
    digits: null,
    method: "lease",
    confidence: 0.97,
    visitId: "visit-1.0",
    visitorId: "visitor-1",
    runnerUp: null,
    evidence: ["The visitor was on the site.", "They clicked the number 20 seconds earlier."],
    curveVersion: 1,
    ...ARRIVAL,
    version: 1,
    ...over,
  };
}
