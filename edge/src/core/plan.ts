/**
 * What to do with a caller: where to put the call through, what next when nobody answers, what to say to the person
 * who picks up. Made from the directory entry alone, so that no failing part can cost a call (W3). Knows no provider.
 */
import type { CallEvent } from "./call.ts";
import { CODE_DIGITS_MAX } from "./code.ts";
import type { DirectoryEntry } from "./config.ts";

/** What the provider waits for in the answer to a webhook. */
export type Expects =
  /** A call has arrived: where to put it through. */
  | "route"
  /** The dialled leg ended: what next for the caller. */
  | "after-dial"
  /** The caller was asked for a code, and keyed in something or nothing: where to put the call through. */
  | "after-gather"
  /** Words for the person who picked up, before the two are joined. */
  | "whisper"
  /** Nothing, an empty success. */
  | "nothing";

/** Who waits for what. */
export interface Waiting {
  expects: Expects;
  /** The called number of ours, E.164; `null` when the webhook does not say. */
  to: string | null;
  /** For `after-dial`: which destination was tried (0 the first), whether somebody answered, whether the caller is gone. */
  dial?: { attempt: number; answered: boolean; gone: boolean };
}

/** Where a call goes; an adapter says it in its provider's language. */
export type Plan =
  | DialPlan
  | GatherPlan
  | { kind: "voicemail"; greeting: string }
  | { kind: "whisper"; text: string }
  | { kind: "hangup" }
  /** Nobody can be reached: no destination is configured anywhere. */
  | { kind: "reject" }
  | { kind: "nothing" };

export interface DialPlan {
  kind: "dial";
  /** Destination, E.164. */
  number: string;
  timeoutSeconds: number;
  record: boolean;
  /** Said to the person who picks up, before the caller is joined; empty for none. */
  whisper: string;
  /** 0 for the first destination, 1 for the second. */
  attempt: number;
}

/** Ask the caller for their code; whatever becomes of that, the phone rings (W3). */
export interface GatherPlan {
  kind: "gather";
  /** Said to the caller. */
  prompt: string;
  /** Digits of the longest code. Most are shorter: they end with # or with a pause. */
  digits: number;
  /** A pause that ends the waiting. */
  timeoutSeconds: number;
  /** For a caller who keys in nothing, without asking us again. */
  otherwise: DialPlan;
}

/** The part of a directory entry that says where a call goes. */
export type Route = Pick<
  DirectoryEntry,
  "destination" | "secondDestination" | "ringSeconds" | "record" | "whisper" | "voicemail" | "codePrompt"
>;

/** How long a connection's own destination rings, for a number that we know nothing of. */
const DEFAULT_RING_SECONDS = 25;
/** Who looks for the next digit needs no longer; who has no code waits so long for the phone to ring. */
const GATHER_SECONDS = 5;

/** The route of a called number that is not in the directory: the connection's destination, nothing else. */
export function defaultRoute(destination: string): Route {
  return {
    destination,
    secondDestination: null,
    ringSeconds: DEFAULT_RING_SECONDS,
    record: false,
    whisper: "",
    voicemail: "",
    codePrompt: "",
  };
}

/** What to answer to those who wait. */
export function planFor(route: Route, waiting: Waiting): Plan {
  switch (waiting.expects) {
    case "route":
      return arriving(route);
    case "after-gather":
      return dial(route, route.destination, 0);
    case "after-dial":
      return afterDial(route, waiting.dial);
    case "whisper":
      return { kind: "whisper", text: route.whisper };
    case "nothing":
      return { kind: "nothing" };
  }
}

function arriving(route: Route): Plan {
  const otherwise = dial(route, route.destination, 0);
  // Not compared with "": an entry published by an earlier release has no such field.
  if (!route.codePrompt || otherwise.kind !== "dial") return otherwise;
  return {
    kind: "gather",
    prompt: route.codePrompt,
    digits: CODE_DIGITS_MAX,
    timeoutSeconds: GATHER_SECONDS,
    otherwise,
  };
}

function dial(route: Route, number: string, attempt: number): DialPlan | { kind: "reject" } {
  if (number === "") return { kind: "reject" };
  const { ringSeconds: timeoutSeconds, record, whisper } = route;
  return { kind: "dial", number, timeoutSeconds, record, whisper, attempt };
}

/** Nobody answered the first destination: the second, else voicemail, else good-bye. */
function afterDial(route: Route, tried: Waiting["dial"]): Plan {
  if (tried === undefined || tried.answered || tried.gone) return { kind: "hangup" };
  if (tried.attempt === 0 && route.secondDestination !== null) return dial(route, route.secondDestination, 1);
  return route.voicemail === "" ? { kind: "hangup" } : { kind: "voicemail", greeting: route.voicemail };
}

/**
 * The event as it counts once the plan is known. A provider reports the end of a dialled leg; for the call this is the
 * end only if nothing else is tried. Else a first destination that is busy would make the call a missed one.
 */
export function settle(event: CallEvent, waiting: Waiting, plan: Plan): CallEvent {
  if (waiting.expects !== "after-dial") return event;
  if (plan.kind === "hangup") return { ...event, endedAtMs: event.endedAtMs ?? event.atMs };
  if (plan.kind !== "dial") return event;
  const { status: _, ...legOnly } = event;
  return legOnly;
}
