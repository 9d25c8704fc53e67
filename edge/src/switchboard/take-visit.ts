/**
 * A page view at the switchboard: which visit it belongs to, which numbers that visit is shown. Load, decide, save, all
 * synchronous: the caller runs it in one storage transaction and then `applyLeases`.
 */
import type { Swap, VisitRequest, VisitResponse } from "../../../sdk/src/wire.ts";
import { PULSE_SECONDS } from "../../../sdk/src/wire.ts";
import { evenPart } from "../core/address-share.ts";
import type { PlacementAction } from "../core/config.ts";
import { applyLeases, type LeaseDecision } from "../core/lease.ts";
import { type Placed, place } from "../core/placement.ts";
import { isNewTouch, readTouch, type Touch } from "../core/touch.ts";
import { addTouch, keepIds, live, nextVersion, show, type Visit, viewPage } from "../core/visit.ts";
import { swapFor } from "../numbers/swap-digits.ts";
import { swapEmail } from "../numbers/swap-email.ts";
import { keepsCookie, refusesIds } from "./admit-visit.ts";
import { countStay, type Desk, holderFacts } from "./desk.ts";
import { giveCode } from "./give-code.ts";
import { handedTo, handOver, takeOver } from "./hand-over.ts";
import { leaseFor, NOTHING } from "./lease-for.ts";
import type { IdCookie, MovedVisit, VisitCommand } from "./rpc.ts";

/** New visits reach D1 within this time; a report need not be younger. */
const VISIT_DUE_MS = 60_000;

export type TakenVisit = ({ response: VisitResponse; cookie: IdCookie } | { moved: MovedVisit }) & {
  /** Writes what was saved on the board; call it after the transaction has committed. */
  commit: () => void;
};

/** What is left to chance: the ids of new visits, and their codes. */
export interface Chance {
  visitId: () => string;
  /** In [0, 1). */
  random: () => number;
}

export function takeVisit(desk: Desk, command: VisitCommand, nowMs: number, chance: Chance): TakenVisit {
  const { request, client } = command;
  const { settings } = desk.config;
  const kept = command.moved?.kept ?? NOTHING;
  const going = command.moved ? takeOver(desk, command.moved) : goingVisit(desk, request, nowMs);
  const viewed = view(desk, going ?? startVisit(command, chance.visitId(), nowMs), command, nowMs);
  if (client.automated && settings.automation === "skip") return unrecorded(desk, viewed, []);
  const placed = place(desk.config.placements, visitFacts(viewed)).filter(({ target }) =>
    isAskedFor(target, request, viewed),
  );
  const isTooMany = !going && !desk.visitRate.take(client.address, visitsPerMinute(desk), nowMs);
  if (isTooMany) return unrecorded(desk, viewed, placed);

  const decisions = leaseFor(desk, viewed, placed, kept, nowMs);
  const to = handedTo(desk, viewed, placed, decisions);
  if (to !== null) return handOver(desk, viewed, decisions, placed, { to, kept }, nowMs);
  const swaps = placed.map((rule) => swapOf(desk, rule, decisions));
  const shown = placed.reduce((visit, { action }, i) => remember(visit, swaps[i], action, nowMs), viewed);
  const isCoded = settings.emails.length > 0 || swaps.some(({ kind }) => kind === "code");
  const visit = isCoded ? giveCode(desk, shown, nowMs, chance.random) : shown;
  save(desk, visit, decisions, swaps, kept, nowMs);
  return {
    response: respond(desk, visit, swaps),
    cookie: keepsCookie(desk, client) ? visit.visitor : null,
    commit: () => {
      countStay(desk, visit.id, nowMs);
      applyLeases(desk.board, holderFacts(visit), decisions);
      count(desk, decisions, nowMs);
    },
  };
}

/** Answered with what everybody is shown, and forgotten: programs, and more visits than one address should begin (L7). */
function unrecorded(desk: Desk, visit: Visit, placed: readonly Placed[]): TakenVisit {
  const swaps = placed.map((rule) => swapOf(desk, rule, [])).filter(({ kind }) => kind !== "code");
  return { response: respond(desk, visit, swaps), cookie: undefined, commit: () => {} };
}

/** The visit after this page view: its page, its touch if it is a new one, its sign of life. */
function view(desk: Desk, visit: Visit, { request, client, link }: VisitCommand, nowMs: number): Visit {
  const touch = readTouch(request.page, desk.config);
  const before = visit.touches.at(-1) ?? null;
  // Whoever comes by a link of ours is on their way within the site, whatever the other domain is.
  const isArrival = isNewTouch(before, touch) && !(before && link);
  const touched = isArrival ? addTouch(visit, touch, nowMs) : visit;
  const page = { path: touch.landing, title: request.page.title ?? "", atMs: nowMs };
  const viewed = live(viewPage(touched, page, desk.config.settings.contactPaths), nowMs, true);
  // The version of a copy stays behind that of the visit itself (`hand-over.ts`).
  const version = visit.handedTo === undefined ? nextVersion(viewed.version, nowMs) : visit.version;
  const ids = refusesIds(desk.config, client.gpc) ? {} : (request.ids ?? {});
  return { ...keepIds(viewed, ids), version };
}

/** The visit this page view goes on with: the one the browser names, else the visitor's latest, unless it has ended. */
function goingVisit(desk: Desk, request: VisitRequest, nowMs: number): Visit | null {
  const named = request.visit === undefined ? null : desk.visits.find(request.visitor, request.visit);
  const visit = named ?? desk.visits.latest(request.visitor);
  const timeoutMs = desk.config.settings.visitTimeoutSeconds * 1000;
  return visit && nowMs - visit.lastSeenMs <= timeoutMs ? visit : null;
}

function startVisit({ request, client }: VisitCommand, id: string, nowMs: number): Visit {
  return {
    id,
    visitor: request.visitor,
    address: client.address,
    startedAtMs: nowMs,
    lastSeenMs: nowMs,
    visible: true,
    calledAtMs: null,
    version: 0,
    touches: [],
    pages: [],
    pageCount: 0,
    signals: {},
    ids: {},
    place: client.place,
    device: client.device,
    shown: [],
  };
}

/** A page that reveals numbers on demand asks for those alone, and goes on with what the visit has been shown. */
function isAskedFor(target: string, { targets }: VisitRequest, visit: Visit): boolean {
  return !targets || targets.includes(target) || visit.shown.some((showing) => showing.target === target);
}

/** Placements look at how the visit began, so that a later touch does not change the number under the reader's eyes. */
function visitFacts(visit: Visit) {
  const [first] = visit.touches;
  if (!first) throw new Error(`visit ${visit.id} has no touch`);
  return { ...first, ...visit.place, device: visit.device.kind };
}

/** New visits that this switchboard takes of one address in a minute: its part of the site's bound. */
function visitsPerMinute({ config: { settings, shard, shards } }: Desk): number {
  return evenPart(settings.addressVisitsPerMinute, shard, shards);
}

function swapOf(desk: Desk, { target, action }: Placed, decisions: readonly LeaseDecision[]): Swap {
  const { country, settings } = desk.config;
  const { spelled } = settings;
  if ("static" in action) return swapFor(target, action.static, "static", country, spelled);
  if ("code" in action) return swapFor(target, action.code, "code", country, spelled);
  if ("leave" in action) return swapFor(target, null, "none", country, spelled);
  const number = decisions.find(({ pool }) => pool === action.pool)?.number ?? null;
  if (number !== null) return swapFor(target, number, "pool", country, spelled);
  const overflow = desk.board.pools.get(action.pool)?.config.overflow ?? null;
  return swapFor(target, overflow, overflow === null ? "none" : "overflow", country, spelled);
}

function remember(visit: Visit, swap: Swap | undefined, action: PlacementAction, nowMs: number): Visit {
  if (!swap || swap.kind === "email") return visit;
  const pool = "pool" in action ? action.pool : "";
  const { number, target, kind } = swap;
  return show(visit, { number: number ?? "", target, kind: number === null ? "none" : kind, pool, atMs: nowMs });
}

/** One visit row, one lease row for every number that is new to the visit, one outbox mark. */
function save(
  desk: Desk,
  visit: Visit,
  decisions: readonly LeaseDecision[],
  swaps: readonly Swap[],
  kept: Readonly<Record<string, string>>,
  nowMs: number,
): void {
  desk.visits.save(visit);
  const lease = (number: string, pool: string) => {
    const leasedAtMs = desk.board.leaseTimeMs(number, nowMs);
    desk.visits.addLease({ visit: visit.id, visitor: visit.visitor, leasedAtMs, number, pool });
  };
  for (const { outcome, number, pool } of decisions) {
    if (outcome === "leased" || outcome === "returned") lease(number, pool);
  }
  for (const { kind, number } of swaps) {
    const isNew = visit.shown.some((showing) => showing.number === number && showing.atMs === nowMs);
    if (number === null || !isNew) continue;
    if (kind === "overflow" || kind === "code" || Object.values(kept).includes(number)) lease(number, "");
  }
  desk.outbox.mark("visit", `${visit.visitor} ${visit.id}`, nowMs, nowMs + VISIT_DUE_MS);
}

function respond(desk: Desk, visit: Visit, swaps: Swap[]): VisitResponse {
  const freezes = [...desk.board.pools.values()].map(({ config }) => config.freezeMs);
  return {
    visitor: visit.visitor,
    visit: visit.id,
    swaps: [...swaps, ...emailsOf(desk, visit)],
    touch: summary(visit.touches.at(-1)),
    ...(visit.code === undefined ? {} : { code: visit.code }),
    pulseSeconds: PULSE_SECONDS,
    freezeSeconds: Math.floor(Math.min(1_800_000, ...freezes) / 1000),
  };
}

function emailsOf({ config }: Desk, { code }: Visit): Swap[] {
  return code === undefined ? [] : config.settings.emails.map((email) => swapEmail(email, code));
}

function summary(touch: Touch | undefined) {
  const {
    channel = "",
    source = "",
    medium = "",
    campaign = "",
    term = "",
    content = "",
    landing = "",
    referrer = "",
  } = touch ?? {};
  return { channel, source, medium, campaign, term, content, landing, referrer };
}

function count(desk: Desk, decisions: readonly LeaseDecision[], nowMs: number): void {
  for (const { pool, outcome, number } of decisions) {
    if (outcome !== "kept") desk.loads.asked(pool, number === null, nowMs);
  }
}
