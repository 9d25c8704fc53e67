/**
 * Signs of life and of intent, gathered and sent: every few seconds while the page is visible, at once when it is hidden
 * or left. Nothing is sent before there is a visit, and nothing runs while the page is hidden.
 */
import type { Options } from "./options.ts";
import { beacon, send } from "./send.ts";
import type { Visit } from "./visit.ts";
import { PULSE_PATH, PULSE_SECONDS, type PulseEvent } from "./wire.ts";

/** `LIMITS.pulseEvents` of the contract, as a constant that a minifier can inline; a test holds them equal. */
export const EVENTS_MAX = 50;

export interface Pulse {
  /** Notes what happens now; it goes with the next pulse. */
  _add(event: PulseEvent): void;
  /** Sends what was noted, and learns whether the visit is still known. */
  _send(): Promise<void>;
  /** Sends what was noted without waiting for an answer: for a page that may be gone in a moment. */
  _leave(): void;
  /** Begins, or with `false` ends, regular signs of life. */
  _run(on: boolean): void;
}

export function createPulse(options: Options, visit: Visit): Pulse {
  const url = options.host + PULSE_PATH;
  /** While an event waits, its `ago` is the time at which it happened. */
  let queue: PulseEvent[] = [];
  let timer: ReturnType<typeof setInterval> | undefined;

  /** The noted events as a request; undefined while there is no visit to add them to. */
  function take() {
    const answer = visit._answer();
    if (!answer) return;
    const now = Date.now();
    const events = queue.map((event) => ({ ...event, ago: Math.max(0, now - event.ago) }));
    queue = [];
    return { site: options.site, visitor: answer.visitor, visit: answer.visit, events };
  }

  const pulse: Pulse = {
    _add(event) {
      if (queue.length < EVENTS_MAX) queue.push({ ...event, ago: Date.now() });
    },
    async _send() {
      const at = Date.now();
      const body = take();
      const status = body ? (await send(url, body, options.timeoutMs ?? 5000))[0] : 410;
      if (status === 410) await visit._ask();
      else if (status >= 200 && status < 300) visit._alive(at);
    },
    _leave() {
      const body = take();
      if (body) beacon(url, body);
    },
    _run(on) {
      clearInterval(timer);
      if (!on) return;
      timer = setInterval(
        () => {
          pulse._add({ type: "alive", ago: 0 });
          pulse._send();
        },
        Math.max(5, visit._answer()?.pulseSeconds ?? PULSE_SECONDS) * 1000,
      );
    },
  };
  return pulse;
}
