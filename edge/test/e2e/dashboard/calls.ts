/** Calls to show: one of each kind, and far too many. */
import type { z } from "zod";
import type { Call, Site } from "../../../dashboard/call.ts";
import type { call } from "../../../src/contract/calls.ts";
import type { site } from "../../../src/contract/sites.ts";

/** Fails to compile when the API no longer gives what the page shows. */
type Holds<Given extends Shown, Shown> = Given;
export type PageShows = [Holds<z.infer<typeof call>, Call>, Holds<z.infer<typeof site>, Site>];

const VISIT = {
  landing: "/demo/bikes/",
  pages: 4,
  country: "GB",
  region: "England",
  city: "London",
  device: "desktop",
  browser: "Chrome",
  os: "macOS",
};

export function aCall(change: Partial<Call> = {}): Call {
  return {
    id: "demo-twilio:CA1",
    site: "site-demo",
    number: "+442079460103",
    caller: "+44 ••••••• 123",
    startedAt: "2026-11-22T11:04:09.000Z",
    status: "completed",
    durationSeconds: 96,
    talkSeconds: 83,
    recordingUrl: "https://recordings.example/RE1",
    voicemail: false,
    method: "lease",
    confidence: 0.97,
    runnerUp: null,
    evidence: ["The visitor was on the site when the call came.", "They had clicked the number 4 seconds before."],
    channel: "Paid Search",
    source: "google",
    medium: "cpc",
    campaign: "brand",
    term: "crm",
    visitId: "mibk2x9q4f8zk2q0aj3r.0",
    visit: VISIT,
    ...change,
  };
}

export function oneOfEach(): Call[] {
  return [
    aCall({ id: "1", status: "ringing", durationSeconds: null, talkSeconds: null, recordingUrl: null }),
    aCall({
      id: "2",
      status: "answered",
      method: "freeze",
      confidence: 0.81,
      source: "newsletter",
      medium: "email",
      campaign: "autumn",
      term: "",
      talkSeconds: null,
    }),
    aCall({
      id: "3",
      method: "history",
      confidence: 0.44,
      runnerUp: { visit: "mibk2x9q4f8z.0", confidence: 0.31 },
      source: "yandex",
      campaign: "велосипеды-лондон",
      term: "купить велосипед",
    }),
    aCall({ id: "4", method: "caller", confidence: 0.9, status: "missed", talkSeconds: null, recordingUrl: null }),
    aCall({
      id: "5",
      method: "static",
      confidence: 1,
      channel: "Flyer",
      source: "",
      medium: "",
      campaign: "",
      term: "",
      visitId: null,
      visit: null,
      voicemail: true,
    }),
    aCall({
      id: "6",
      method: "none",
      confidence: 0,
      caller: null,
      channel: "",
      source: "",
      medium: "",
      campaign: "",
      term: "",
      visitId: null,
      visit: null,
      evidence: ["No visit was shown this number lately."],
      status: "busy",
    }),
  ];
}

/** Calls a minute apart, with a campaign nobody would want to read to the end. */
export function manyCalls(count: number): Call[] {
  const campaign = "2026_q4|search|brand+generic|london-and-home-counties|exact|desktop|v17_final_final_really".repeat(
    2,
  );
  return Array.from({ length: count }, (_, i) =>
    aCall({
      id: `many-${i}`,
      startedAt: new Date(Date.UTC(2026, 10, 22, 11) - i * 60_000).toISOString(),
      durationSeconds: i * 61,
      talkSeconds: i * 59,
      ...(i % 3 === 0 && { campaign, term: campaign }),
      ...(i % 5 === 0 && {
        visit: {
          ...VISIT,
          landing: `/${"a-very-long-path-".repeat(9)}`,
          city: "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
        },
      }),
    }),
  );
}
