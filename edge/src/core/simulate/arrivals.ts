/**
 * Arrivals: what happens at a site, as one stream ordered by time, whether made up by a profile or read from a file.
 * Each line of a file is checked on its own; nothing is repaired silently.
 */
import type { Signal } from "../signals.ts";

/** One thing that happens, `tMs` milliseconds since the stream's own zero. */
export type Arrival =
  | { type: "visit"; tMs: number; visit: string; visitor: string; device: string; country: string }
  | { type: "pulse" | "hidden" | "end"; tMs: number; visit: string }
  | { type: "signal"; tMs: number; visit: string; signal: Signal }
  /** The truth: this visit calls, and dials the number last shown to it. */
  | { type: "call"; tMs: number; call: string; caller: string; visit: string }
  /** A call of nobody we know, to the number at the fraction `pick` of the pool. */
  | { type: "stray"; tMs: number; call: string; caller: string; pick: number };

/** A line that is not an arrival: the field at fault (empty: the line as a whole) and what is wrong with it. */
export interface BadLine {
  field: string;
  problem: string;
}
export type ParsedLine = { ok: true; arrival: Arrival } | ({ ok: false } & BadLine);

const SIGNALS: readonly string[] = ["seen", "copy", "contact", "tel"];
const DEVICES: readonly string[] = ["mobile", "desktop", "tablet"];
const ID_MAX = 256;

class Fault extends Error {
  readonly field: string;
  constructor(field: string, problem: string) {
    super(problem);
    this.field = field;
  }
}

type Fields = Record<string, unknown>;

function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== "string") throw new Fault(name, value === undefined ? "is missing" : "must be a string");
  if (value === "" || value.length > ID_MAX) throw new Fault(name, `must have 1 to ${ID_MAX} characters`);
  return value;
}

/** A string that may be left out or empty: not everything is known of every visit. */
function optionalText(fields: Fields, name: string, allowed?: readonly string[]): string {
  const value = fields[name];
  if (value === undefined || value === null || value === "") return "";
  if (typeof value !== "string" || value.length > ID_MAX) throw new Fault(name, "must be a string");
  if (allowed && !allowed.includes(value)) throw new Fault(name, `must be one of ${allowed.join(", ")}`);
  return value;
}

function number(fields: Fields, name: string, min: number, max: number): number {
  const value = fields[name];
  if (typeof value !== "number") throw new Fault(name, value === undefined ? "is missing" : "must be a number");
  if (!(value >= min && value <= max)) throw new Fault(name, `must be between ${min} and ${max}`);
  return value;
}

/** Seconds up to the year 5138: epoch seconds and a zero of one's own both fit. */
const T_MAX = 1e11;

function arrivalOf(fields: Fields): Arrival {
  const tMs = number(fields, "t", 0, T_MAX) * 1000;
  const type = text(fields, "type");
  switch (type) {
    case "visit": {
      const device = optionalText(fields, "device", DEVICES);
      const [visit, visitor, country] = [
        text(fields, "visit"),
        text(fields, "visitor"),
        optionalText(fields, "country"),
      ];
      return { type, tMs, visit, visitor, device, country };
    }
    case "pulse":
    case "hidden":
    case "end":
      return { type, tMs, visit: text(fields, "visit") };
    case "signal": {
      const signal = text(fields, "signal");
      if (!SIGNALS.includes(signal)) throw new Fault("signal", `must be one of ${SIGNALS.join(", ")}`);
      return { type, tMs, visit: text(fields, "visit"), signal: signal as Signal };
    }
    case "call": {
      const call = text(fields, "call");
      const caller = optionalText(fields, "caller");
      const { stray } = fields;
      if (stray !== undefined && typeof stray !== "boolean") throw new Fault("stray", "must be true or false");
      if (stray === true) return { type: "stray", tMs, call, caller, pick: number(fields, "pick", 0, 1) };
      return { type, tMs, call, caller, visit: text(fields, "visit") };
    }
    default:
      throw new Fault("type", "must be one of visit, pulse, signal, hidden, end, call");
  }
}

/** Reads one line of a file of arrivals (JSON, fields as in `docs/sizing.md`). */
export function parseArrival(line: string): ParsedLine {
  let fields: unknown;
  try {
    fields = JSON.parse(line);
  } catch {
    return { ok: false, field: "", problem: "is not JSON" };
  }
  if (typeof fields !== "object" || fields === null || Array.isArray(fields))
    return { ok: false, field: "", problem: "is not a JSON object" };
  try {
    return { ok: true, arrival: arrivalOf(fields as Fields) };
  } catch (fault) {
    if (fault instanceof Fault) return { ok: false, field: fault.field, problem: fault.message };
    throw fault;
  }
}
