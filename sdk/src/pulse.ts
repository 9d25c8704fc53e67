/**
 * Signs of life and of intent, gathered and sent together. Nothing is sent before there is a visit.
 */
import type { Options } from "./options.ts";
import { send } from "./send.ts";
import type { Visit } from "./visit.ts";
import { PULSE_PATH, type PulseEvent } from "./wire.ts";

/** `LIMITS.pulseEvents` of the contract, as a constant that a minifier can inline; a test holds them equal. */
export const EVENTS_MAX = 50;

export interface Pulse {
  /** Notes what happens now; it goes with the next pulse. */
  _note(type: PulseEvent["type"], about?: Partial<PulseEvent>): void;
  /**
   * Sends what was noted. With `leaving` by beacon, for a page that may be gone in a moment; else it learns whether the
   * visit is still known, and asks again if not.
   */
  _send(leaving?: boolean): Promise<void>;
}

export function createPulse(options: Options, visit: Visit): Pulse {
  /** While an event waits, its `ago` is the time at which it happened. */
  let queue: PulseEvent[] = [];

  return {
    _note(type, about) {
      if (queue.length < EVENTS_MAX) queue.push({ type, ago: Date.now(), ...about } as PulseEvent);
    },
    async _send(leaving) {
      const at = Date.now();
      const answer = visit._answer();
      let status = 410;
      if (answer) {
        const { visitor, visit: id } = answer;
        const events = queue.map((event) => ({ ...event, ago: Math.max(0, at - event.ago) }));
        queue = [];
        [status] = await send(options.host + PULSE_PATH, { site: options.site, visitor, visit: id, events }, leaving);
      }
      if (status === 410 && !leaving) await visit._ask();
      else if (status === 204) visit._alive(at);
    },
  };
}
