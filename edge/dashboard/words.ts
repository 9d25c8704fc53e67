/** Puts a call into words and short figures. Pure; never invents what the call does not say. */
import type { Call, CallVisit } from "./call.ts";

const METHODS: Record<string, string> = {
  lease: "On the site",
  freeze: "Just left",
  history: "Earlier visitor",
  caller: "Known caller",
  code: "By code",
  static: "Fixed number",
  none: "Not known",
};

/** How the call was traced, in two words. The sentences are the call's evidence. */
export function methodWords(method: string): string {
  return METHODS[method] ?? method;
}

const STATUSES: Record<string, string> = {
  started: "Starting",
  ringing: "Ringing",
  answered: "Talking",
  completed: "Answered",
  missed: "Missed",
  busy: "Busy",
  failed: "Failed",
  cancelled: "Hung up",
};

export function statusWords(call: Call): string {
  if (call.voicemail) return "Voicemail";
  return STATUSES[call.status] ?? call.status;
}

/** Whether the call goes on. */
export function isLive(call: Call): boolean {
  return call.status === "started" || call.status === "ringing" || call.status === "answered";
}

/** `75` → `1:15`; of an hour and more `1:02:03`. */
export function clock(seconds: number): string {
  const two = (value: number) => `${value}`.padStart(2, "0");
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds % 60)];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** Date and time of day in the site's zone. */
export function whenWords(iso: string, timeZone: string): { day: string; time: string } {
  const at = new Date(iso);
  const day = new Intl.DateTimeFormat("en-GB", { timeZone, weekday: "short", day: "numeric", month: "short" });
  const time = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit", second: "2-digit" });
  return { day: day.format(at), time: time.format(at) };
}

/** Masked even for a key that may see callers: this page hangs on walls. `+447700900123` → `+44 ••••••• 123`. */
export function callerWords(call: Call): string {
  return (
    call.caller?.replace(
      /^(\+\d\d)(\d+)(\d{3})$/,
      (_, start, rest, end) => `${start} ${"•".repeat(rest.length)} ${end}`,
    ) ?? "Number withheld"
  );
}

/** Never more than it is: 0.998 is 99 %. */
export function percent(confidence: number): string {
  return `${Math.floor(confidence * 100 + 1e-9)} %`;
}

/** `google / cpc`; the channel where there is neither. */
export function originWords(call: Call): string {
  const origin = [call.source, call.medium].filter(Boolean).join(" / ");
  return origin || call.channel;
}

export function placeWords(visit: CallVisit): string {
  return [visit.city, visit.region === visit.city ? "" : visit.region, visit.country].filter(Boolean).join(", ");
}

export function deviceWords(visit: CallVisit): string {
  return [visit.device, [visit.browser, visit.os].filter(Boolean).join(" on ")].filter(Boolean).join(", ");
}

/** One sentence for a screen reader when a call comes in. */
export function announcement(call: Call): string {
  const from =
    call.method === "none" ? "visit not known" : [originWords(call), call.campaign].filter(Boolean).join(", ");
  return `New call from ${callerWords(call)}: ${from}.`;
}
