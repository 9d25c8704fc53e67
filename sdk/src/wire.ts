/**
 * The contract between the script in the page and the edge: paths, limits, and the shapes of requests and responses.
 * Plain types only. This file imports nothing, so that neither side can pull the other's code into its bundle; the
 * edge's zod schemas (`edge/src/contract`) are type-tested to be equal to these.
 */

/** Paths of the page's API, relative to the edge's origin. */
export const VISIT_PATH = "/v1/visit";
export const PULSE_PATH = "/v1/pulse";
export const LEAD_PATH = "/v1/leads";
export const LINK_PATH = "/v1/link";

/** In the query of a link to another domain of the site: the code that `LINK_PATH` answered. */
export const LINK_PARAMETER = "rt_link";

/** Seconds between two signs of life while the page is visible. */
export const PULSE_SECONDS = 20;

/** Upper bounds that both sides keep. Sizes in UTF-16 code units unless the name says otherwise. */
export const LIMITS = {
  /** A request body, bytes. Larger is refused with 413. */
  bodyBytes: 65_536,
  /** `page.url` and `page.referrer`. */
  url: 16_384,
  title: 512,
  /** Visitor and visit ids. */
  id: 64,
  /** Events in one pulse. */
  pulseEvents: 50,
  /** Analytics ids passed on, and the length of each. */
  ids: 16,
  /** `targets`, and the length of each. */
  targets: 64,
  target: 32,
  idValue: 256,
  /** Fields of a form, the length of their names and values, and that of the form's own name. */
  fields: 32,
  fieldName: 64,
  fieldValue: 1024,
  form: 64,
} as const;

/** Where the visitor is: sent with every visit request and with `page` events. */
export interface PageView {
  /** `location.href` without credentials. The edge reads campaign parameters and click ids from it and keeps only the path. */
  url: string;
  /** `document.referrer`, empty when the browser sends none. */
  referrer: string;
  title?: string | undefined;
}

/** What the browser knows of itself; the edge adds what it reads from the user agent. */
export interface DeviceHints {
  /** CSS pixels of the screen. */
  screen?: [width: number, height: number] | undefined;
  /** `navigator.maxTouchPoints > 0`. */
  touch?: boolean | undefined;
  /** `navigator.language`. */
  language?: string | undefined;
  /** IANA zone of the browser. */
  timeZone?: string | undefined;
  /** `navigator.webdriver`: the browser is driven by a program. */
  automated?: boolean | undefined;
}

/** `POST /v1/visit`: start a visit, or go on with it, and learn which numbers to show. Sent as `text/plain` (no preflight). */
export interface VisitRequest {
  /** Public site key. */
  site: string;
  /** First-party visitor id, made by the browser: 16 to 64 of `A-Z a-z 0-9 _ -`. A secret of this browser. */
  visitor: string;
  /** The visit this browser last heard of, if any: lets the edge go on with it and find a resting number. */
  visit?: string | undefined;
  page: PageView;
  device?: DeviceHints | undefined;
  /**
   * Originals that numbers are asked for, E.164: for the others no number of a pool is taken, unless the visit shows it
   * already. Unknown ones mean nothing. Absent: all.
   */
  targets?: string[] | undefined;
  /** Ids of other analytics tools, only with consent, only to be passed on: `{"_ga": "1162820436.1749482504"}`. */
  ids?: Record<string, string> | undefined;
  /** Nothing is to be kept in the browser: the edge neither sets nor reads its cookie. */
  anonymous?: boolean | undefined;
}

/** Why a swap shows what it shows. */
export type SwapKind = "pool" | "static" | "overflow" | "code" | "email" | "none";

/** One original number and what to show in its place; or an e-mail address of the site and the one that tells this visit. */
export interface Swap {
  /** The original, E.164, or an address. */
  target: string;
  kind: SwapKind;
  /** The number to show, E.164, or the address; `null` leaves the page alone. */
  number: string | null;
  /**
   * Digit strings under which the original may be written, each with its replacement, longest first:
   * `[["442079460000", "442079460103"], ["02079460000", "02079460103"], …]`. Empty when `number` is `null`.
   * Of an address, its letters, digits and `@`: `[["sales@shopexample", "sales+04219@shop.example"]]`.
   */
  digits: [from: string, to: string][];
  /** The number in its country's usual patterns, for when digit counts differ: `020 7946 0103`, `+44 20 7946 0103`. */
  national: string;
  international: string;
}

/** How a visitor arrived, as the edge read it from the first page view of the touch. */
export interface TouchSummary {
  channel: string;
  source: string;
  medium: string;
  campaign: string;
  term: string;
  content: string;
  /** Path of the landing page. */
  landing: string;
  /** Host of the referrer, empty for none. */
  referrer: string;
}

/** Answer to a visit request. */
export interface VisitResponse {
  visitor: string;
  visit: string;
  swaps: Swap[];
  /** How the visitor arrived on this visit (its latest touch). */
  touch: TouchSummary;
  /** The visit's code, to be said or keyed in by whoever calls a number of kind `code`; absent where the site has none. */
  code?: string | undefined;
  /** Seconds between two `alive` pulses. */
  pulseSeconds: number;
  /** Seconds for which the numbers surely rest for this visitor after the last sign of life: how long a cached answer may be shown at once. */
  freezeSeconds: number;
}

/** Evidence of intent. `seen`: a number came into view. `contact`: a contact page was opened. */
export type Signal = "seen" | "copy" | "contact" | "tel";

/** One thing that happened in the page. `ago` is milliseconds before the pulse was sent. */
export type PulseEvent =
  | { type: "alive" | "hidden" | "end"; ago: number }
  | { type: "signal"; ago: number; signal: Signal; number?: string | undefined }
  | { type: "page"; ago: number; page: PageView }
  /** Ids of other analytics tools that came to be readable later, as in a visit request; of one name the latest counts. */
  | { type: "ids"; ago: number; ids: Record<string, string> };

/** `POST /v1/pulse`, by `fetch`, as `text/plain`. Answered with 204, or 410 when the visit is not known any more (ask again with a visit request). */
export interface PulseRequest {
  site: string;
  visitor: string;
  visit: string;
  events: PulseEvent[];
}

/**
 * `POST /v1/leads`, by `fetch`, as `text/plain`: a form that the page's owner chose was sent. Answered with 204
 * once it is kept; 410 as for a pulse.
 */
export interface LeadRequest {
  site: string;
  visitor: string;
  visit: string;
  /** Name or id of the form. */
  form?: string | undefined;
  /** Where the form stands; absent: the page that the visit saw last. */
  page?: PageView | undefined;
  /** By name. Passwords and cards are never sent; what is named like one is not kept. */
  fields: Record<string, string>;
}

/** `POST /v1/link`: the visitor is about to follow a link to another domain of the site. */
export interface LinkRequest {
  site: string;
  visitor: string;
  visit: string;
}

/** Answer to a link request. Whoever arrives with the code in `LINK_PARAMETER`, once and in time, goes on with the visit. */
export interface LinkResponse {
  code: string;
  /** How long the code is good for. */
  seconds: number;
}

/** RFC 9457 problem details, the body of every error. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail?: string | undefined;
  errors?: { path: string; message: string }[] | undefined;
}
