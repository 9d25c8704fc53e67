/**
 * Signs of life and of intent, gathered and sent together. Nothing is sent before there is a visit.
 */
import type { Visit } from "./visit.ts";
import { PULSE_PATH, type PulseEvent } from "./wire.ts";

/** `LIMITS.pulseEvents` of the contract, as a constant that a minifier can inline; a test holds them equal. */
export const EVENTS_MAX = 50;

/**
 * Notes what happens now and sends all that was noted; with `wait` it goes with what is noted next. Learns whether the
 * visit is still known, and asks again if not.
 */
export type Tell = (type: PulseEvent["type"], about?: Partial<PulseEvent>, wait?: boolean) => Promise<void>;

export function createPulse(visit: Visit): Tell {
  /** While an event waits, its `ago` is the time at which it happened. */
  let queue: PulseEvent[] = [];

  return async (type, about, wait) => {
    const at = Date.now();
    if (queue.length < EVENTS_MAX) queue.push({ type, ago: at, ...about } as PulseEvent);
    if (wait) return;
    let status = 410;
    if (visit.visit()) {
      const events = queue.map((event) => ({ ...event, ago: at - event.ago }));
      queue = [];
      [status] = await visit.post(PULSE_PATH, { events });
    }
    // Nobody is there any more to be shown an answer.
    if (status === 410 && type !== "end") await visit.ask();
    else if (status === 204) visit._alive(at);
  };
}
