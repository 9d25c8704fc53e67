/**
 * Plays a site's traffic to its switchboard in simulated time: every event at its moment, every alarm when it is due.
 * What comes out is what a month of such traffic asks of the platform.
 */
import type { PulseEvent, VisitResponse } from "../../sdk/src/wire.ts";
import type { CallEvent } from "../src/core/call.ts";
import type { Switchboard } from "../src/switchboard/switchboard.ts";
import { ORIGIN, visitCommand, visitorOf } from "./site.ts";
import type { TrafficEvent } from "./traffic.ts";

/** Requests that the traffic made. */
export interface Played {
  pages: number;
  pulses: number;
  webhooks: number;
  /** Alarms that ran, and how often one was set. */
  alarms: number;
  alarmsSet: number;
  /** Time in the object, milliseconds, waiting for D1 included. */
  busyMs: number;
}

type Target = Pick<Switchboard, "visit" | "pulse" | "hear" | "alarm">;

/** @param storage whose alarm is taken over meanwhile */
export async function play(
  target: Target,
  storage: Pick<DurableObjectStorage, "setAlarm">,
  site: string,
  events: readonly TrafficEvent[],
): Promise<Played> {
  const { now } = Date;
  const { setAlarm } = storage;
  let clockMs = now();
  let alarmMs = Number.POSITIVE_INFINITY;
  Date.now = () => Math.floor(clockMs);
  storage.setAlarm = async (at) => {
    // Kept from coming of itself.
    alarmMs = Number(at);
    player.played.alarmsSet += 1;
  };
  const player = new Player(target, site);
  const begun = performance.now();
  const runAlarms = async (untilMs: number) => {
    while (alarmMs <= untilMs) {
      clockMs = Math.max(clockMs, alarmMs);
      alarmMs = Number.POSITIVE_INFINITY;
      player.played.alarms += 1;
      await target.alarm();
    }
  };
  try {
    for (const event of events) {
      await runAlarms(event.atMs);
      clockMs = event.atMs;
      await player.act(event);
    }
    await runAlarms(Number.MAX_SAFE_INTEGER);
    return { ...player.played, busyMs: performance.now() - begun };
  } finally {
    Date.now = now;
    storage.setAlarm = setAlarm;
  }
}

class Player {
  readonly played: Omit<Played, "busyMs"> = { pages: 0, pulses: 0, webhooks: 0, alarms: 0, alarmsSet: 0 };
  readonly #target: Target;
  readonly #site: string;
  readonly #visits = new Map<number, { visit: string; number: string }>();

  constructor(target: Target, site: string) {
    this.#target = target;
    this.#site = site;
  }

  async act(event: TrafficEvent): Promise<void> {
    switch (event.what) {
      case "page":
        return await this.#page(event.visitor, event.page);
      case "call":
        return await this.#call(event.visitor, event.status, event.atMs);
      case "seen":
        return await this.#pulse(event.visitor, { type: "signal", ago: 0, signal: "seen" }, { type: "alive", ago: 0 });
      case "alive":
      case "end":
        return await this.#pulse(event.visitor, { type: event.what, ago: 0 });
    }
  }

  async #page(n: number, page: number): Promise<void> {
    this.played.pages += 1;
    const command = visitCommand(this.#site, n);
    const visit = this.#visits.get(n)?.visit;
    const next = { url: `https://shop.example/${page}`, referrer: "https://shop.example/", title: "Page" };
    const request = visit ? { ...command.request, visit, page: next } : command.request;
    const outcome = await this.#target.visit({ ...command, request });
    if (!outcome.ok) throw new Error(`visit ${n}: ${outcome.reason}`);
    const response = JSON.parse(outcome.body) as VisitResponse;
    this.#visits.set(n, { visit: response.visit, number: response.swaps[0]?.number ?? "" });
  }

  async #pulse(n: number, ...events: PulseEvent[]): Promise<void> {
    this.played.pulses += 1;
    const visit = this.#visits.get(n)?.visit ?? "";
    const outcome = await this.#target.pulse({ visitor: visitorOf(n), visit, events, origin: ORIGIN });
    if (!outcome.ok) throw new Error(`pulse ${n}: ${outcome.reason}`);
  }

  async #call(n: number, status: string, atMs: number): Promise<void> {
    this.played.webhooks += 1;
    const event: CallEvent = {
      callId: `CA${n}`,
      atMs,
      from: `+4477009${String(n % 100_000).padStart(5, "0")}`,
      to: this.#visits.get(n)?.number ?? "",
      ...(status === "recorded"
        ? { recordingUrl: "https://pbx.example/1.wav", recordingSeconds: 180 }
        : { status: status as "ringing" | "answered" | "completed" }),
    };
    await this.#target.hear({ connection: "bench", account: "account-bench", event });
  }
}
