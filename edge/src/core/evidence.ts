/**
 * Evidence: a resolution told in words, for whoever reads the call (R1). Says only what was weighed, with times
 * relative to the call; never names a caller's number or an address.
 */
import type { KnownCaller } from "./known-caller.ts";
import type { Candidate, ResolveInput } from "./resolve.ts";
import type { Share } from "./shares.ts";
import { idleOf, isOnSite } from "./weigh.ts";

/** "40 s", "12 min", "3 h", "5 days": one unit, rounded. */
export function span(ms: number): string {
  const seconds = Math.round(Math.max(0, ms) / 1000);
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 120 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 48 * 3600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}

function signalWords(candidate: Candidate, atMs: number): string {
  const { tel, copy, contact, seen } = candidate.signals;
  if (tel !== undefined) return ` and had tapped the number ${span(atMs - tel)} before it`;
  if (copy !== undefined) return ` and had copied the number ${span(atMs - copy)} before it`;
  if (contact !== undefined) return " and had opened a contact page";
  return seen === undefined ? "" : " and had seen the number";
}

function winnerWords(candidate: Candidate, atMs: number): string {
  const where = isOnSite(candidate, atMs)
    ? "The visitor was on the site at the time of the call"
    : `The visitor was on the site ${span(idleOf(candidate, atMs))} before the call`;
  return `${where}${signalWords(candidate, atMs)}.`;
}

/** The visit id breaks ties, so that the order of the candidates says nothing. */
function isLater(a: Candidate, b: Candidate): boolean {
  return a.lastSeenMs > b.lastSeenMs || (a.lastSeenMs === b.lastSeenMs && a.visit < b.visit);
}

/** @param unlisted how many more there are, none of them later than the latest of these */
function othersWords(others: readonly Candidate[], unlisted: number, atMs: number, winner: boolean): string | null {
  const latest = others.reduce<Candidate | null>((a, b) => (a === null || isLater(b, a) ? b : a), null);
  if (latest === null) return null;
  const when = isOnSite(latest, atMs) ? "is on the site" : `left ${span(idleOf(latest, atMs))} ago`;
  const count = others.length + unlisted;
  if (count === 1) return `One ${winner ? "other" : "earlier"} holder of the number ${when}.`;
  return `The number had ${count} ${winner ? "other " : ""}holders; the latest of them ${when}.`;
}

/** Who was not asked is told: their visits and callers were not weighed. */
function unheardWords(unheard: number): string | null {
  if (unheard === 0) return null;
  const who = unheard === 1 ? "One switchboard" : `${unheard} switchboards`;
  return `${who} of the site did not answer in time; visits and callers known only there were not weighed one by one.`;
}

/** How it comes that the caller is known. */
function knownWords({ calledAtMs, number, told }: KnownCaller, atMs: number): string[] {
  const called = `The same caller had called ${span(atMs - calledAtMs)} before, and was found to be this visitor.`;
  if (told === undefined) return [called];
  const ago = span(atMs - told.atMs);
  // Without a number dialled then, there was no call.
  const before = number === "" ? [] : [called];
  if (told.by === "lead") return [...before, `This visitor had left the caller's number in a form ${ago} before.`];
  const whose = number === "" ? ", which is this visitor's" : "";
  return [...before, `The caller is known from a deal of ${ago} before${whose}.`];
}

/** The evidence for an answer, one sentence each; `winner` is `null` for "nobody we know". */
export function evidenceOf(input: ResolveInput, winner: Share | null): string[] {
  const { atMs, knownCaller: known } = input;
  const sentences: (string | null)[] = [];
  if (input.numberKind === "unknown") sentences.push("The number is none of ours.");
  if (input.numberKind === "overflow") sentences.push("The number is shown to many visitors at a time.");
  if (winner !== null && known !== null && winner.visitor === known.visitor) sentences.push(...knownWords(known, atMs));
  if (winner?.candidate) sentences.push(winnerWords(winner.candidate, atMs));
  const holders = input.candidates.filter(({ leasedAtMs }) => leasedAtMs <= atMs);
  const others = winner === null ? holders : holders.filter((one) => one !== winner.candidate);
  sentences.push(othersWords(others, input.unlisted?.count ?? 0, atMs, winner !== null));
  if (winner === null) {
    const none =
      holders.length === 0 ? "Nobody we know was shown this number." : "No holder is likelier than a stranger.";
    sentences.push(none);
  }
  sentences.push(unheardWords(input.unheard ?? 0));
  return sentences.filter((sentence) => sentence !== null);
}
