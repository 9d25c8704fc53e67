/**
 * What a switchboard asks the others of its site about a call, and what one that is asked answers: each knows only its
 * own visits and callers. Asking changes nothing, and tells only what was before the call.
 */

import type { CallRecord } from "../core/call.ts";
import type { DelayCurve } from "../core/delay-curve.ts";
import { beliefs, type KnownCaller } from "../core/known-caller.ts";
import type { Candidate, ResolveInput } from "../core/resolve.ts";
import { joinTestimonies, type Testimony, testify } from "../core/testimony.ts";
import { countryOf } from "../numbers/phone-number.ts";
import { lastCall } from "./called.ts";
import { candidatesOf, lookbackMs } from "./candidates.ts";
import type { Desk } from "./desk.ts";
import { channelOf, findCode, givenCode, latestHolder } from "./given-code.ts";
import type { CodeHolder } from "./rpc.ts";
import { siblings } from "./siblings.ts";

export interface CallQuestion {
  call: string;
  number: string;
  /** When the call began, epoch milliseconds. */
  atMs: number;
  /** E.164; `null` for a withheld number. */
  caller: string | null;
  callerCountry: string;
  /** A visit's code that was given during the call. */
  code: string | null;
  /** Visitors whom the caller was found to be before: of them all is told. */
  visitors: string[];
  /** By which the candidates are weighed: that of who asks, so that all are weighed alike. */
  curve: DelayCurve;
}

export interface CallTestimony extends Testimony {
  /** What this caller's latest earlier call says. */
  known: KnownCaller | null;
  coded: CodeHolder | null;
}

/** What all the others said. */
export interface Hearsay {
  question: CallQuestion;
  testimonies: CallTestimony[];
  /** The shards of those who did not answer. */
  unheard: number[];
}

/** What has to be asked about a call whose number is known; `null` where there is no other, or nothing they could add. */
export function questionAbout(desk: Desk, call: string, record: CallRecord): CallQuestion | null {
  const { to, from, startedAtMs: atMs } = record;
  if (to === null || channelOf(desk, record) !== "" || siblings(desk, atMs).length === 0) return null;
  const known = from === null ? null : desk.calls.knownCaller(from, call, atMs, atMs - lookbackMs(desk));
  return {
    ...{ call, number: to, atMs, caller: from, callerCountry: from === null ? "" : countryOf(from) },
    code: givenCode(desk, record),
    visitors: known ? beliefs(known).map(({ visitor }) => visitor) : [],
    curve: desk.study.curve,
  };
}

/** Nobody has answered. */
export function silence(desk: Desk, question: CallQuestion): Hearsay {
  return { question, testimonies: [], unheard: siblings(desk, question.atMs) };
}

/** What one who is asked answers. */
export function answer(desk: Desk, question: CallQuestion): CallTestimony {
  const { call, atMs, caller, code, curve } = question;
  const known = caller === null ? null : desk.calls.knownCaller(caller, call, atMs, atMs - lookbackMs(desk));
  const visitors = new Set([...question.visitors, ...(known ? beliefs(known).map(({ visitor }) => visitor) : [])]);
  return {
    ...testify(candidatesFor(desk, question), question, visitors, curve),
    known,
    coded: code === null ? null : findCode(desk, code, atMs),
  };
}

/** Who was shown the number, as they stood before the call: it may have been found to be one of theirs, and be weighed anew. */
function candidatesFor(desk: Desk, { call, number, atMs }: CallQuestion): Candidate[] {
  const found = candidatesOf(desk, number, atMs);
  const believed = desk.notices.visitsOf(call);
  if (believed.size === 0) return found;
  return found.map((candidate) => {
    if (!believed.has(candidate.visit)) return candidate;
    const visit = desk.visits.find(candidate.visitor, candidate.visit);
    const calledAtMs = visit && lastCall(desk, visit, call);
    return { ...candidate, calledAtMs: calledAtMs !== null && calledAtMs < atMs ? calledAtMs : null };
  });
}

/** Whether what was heard is about the call as it is known now; another event may have come in meanwhile. */
export function isAbout({ question: asked }: Hearsay, now: CallQuestion): boolean {
  return (
    asked.call === now.call &&
    asked.number === now.number &&
    asked.atMs === now.atMs &&
    asked.caller === now.caller &&
    asked.code === now.code
  );
}

/** A call is resolved with what all said. Of a number for all those who did not answer have been shown it to as many. */
export function withHearsay(desk: Desk, own: ResolveInput, { testimonies, unheard }: Hearsay): ResolveInput {
  const missing = unheard.filter((shard) => shard < desk.config.shards).length;
  const joined = joinTestimonies(own.candidates, testimonies, missing, own, desk.study.curve);
  return { ...own, ...joined, unheard: unheard.length };
}

/** The latest earlier call, wherever it was taken; of two at the same time our own. */
export function latestKnown(own: KnownCaller | null, heard: Hearsay | null): KnownCaller | null {
  const all = [own, ...(heard?.testimonies.map(({ known }) => known) ?? [])].filter((known) => known !== null);
  return all.reduce<KnownCaller | null>((a, b) => (a === null || b.calledAtMs > a.calledAtMs ? b : a), null);
}

/** Who has the code that was given, of all who know it. */
export function codeHolder(own: CodeHolder | null, heard: Hearsay | null): CodeHolder | null {
  return latestHolder([own, ...(heard?.testimonies.map(({ coded }) => coded) ?? [])]);
}
