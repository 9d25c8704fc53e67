/**
 * What is due of the outbox, as rows for D1 (T1): packed as the rows are now, settled when they have arrived, set aside when
 * D1 refuses them.
 */

import type { Visit } from "../core/visit.ts";
import type { ProjectionRows } from "../store/projection.ts";
import type { CallRow, TouchRow, VisitRow } from "../store/rows.ts";
import type { StoredCall } from "./call-table.ts";
import type { Desk } from "./desk.ts";
import { leadRow } from "./lead-table.ts";
import type { Mark } from "./outbox.ts";

/** Marks of one parcel. */
const PARCEL_MAX = 300;
/** What is due this soon goes along: one alarm for all of it. */
const GATHER_MS = 10_000;

/** What a mark stands for: one row, a visit's with its touches; none if it is gone. */
export interface Item {
  mark: Mark;
  /** Of the row as it is sent; `null` if it is gone. */
  version: number | null;
  rows: Partial<ProjectionRows>;
}

export interface Parcel {
  /** In the order in which they go. */
  items: Item[];
  /** There may be more that is due. */
  isFull: boolean;
}

/** Packs what is due; `null` when nothing is. */
export function packParcel(desk: Desk, nowMs: number): Parcel | null {
  const marks = desk.outbox.due(nowMs + GATHER_MS, PARCEL_MAX);
  if (marks.length === 0) return null;
  return { items: marks.map((mark) => pack(desk, mark)), isFull: marks.length === PARCEL_MAX };
}

/** All rows of some items, as D1 takes them in one batch. */
export function rowsOf(items: readonly Item[]): ProjectionRows {
  return {
    visits: items.flatMap(({ rows }) => rows.visits ?? []),
    touches: items.flatMap(({ rows }) => rows.touches ?? []),
    calls: items.flatMap(({ rows }) => rows.calls ?? []),
    leads: items.flatMap(({ rows }) => rows.leads ?? []),
  };
}

/** Items have arrived. The object went on working meanwhile: a row that has changed since keeps its mark. */
export function settle(desk: Desk, items: readonly Item[]): void {
  desk.outbox.settle(items.filter((item) => isUnchanged(desk, item)).map(({ mark }) => mark));
}

/** D1 has refused an item: it is set aside, unless its row is another one by now. */
export function setAside(desk: Desk, item: Item, nowMs: number): void {
  if (isUnchanged(desk, item)) desk.outbox.setAside(item.mark, nowMs);
}

function isUnchanged(desk: Desk, { mark, version }: Item): boolean {
  return versionOf(desk, mark) === version;
}

function pack(desk: Desk, mark: Mark): Item {
  if (mark.kind === "call") {
    const call = desk.calls.find(mark.id);
    return { mark, version: call?.version ?? null, rows: call ? { calls: [callRow(desk, call)] } : {} };
  }
  if (mark.kind === "lead") {
    const lead = desk.leads.find(mark.id);
    return { mark, version: versionOf(desk, mark), rows: lead ? { leads: [leadRow(desk, lead)] } : {} };
  }
  const visit = desk.visits.find(...visitKey(mark));
  if (!visit) return { mark, version: null, rows: {} };
  return { mark, version: visit.version, rows: { visits: [visitRow(desk, visit)], touches: touchRows(desk, visit) } };
}

function versionOf(desk: Desk, mark: Mark): number | null {
  // A lead never changes.
  if (mark.kind === "lead") return 1;
  return mark.kind === "call" ? desk.calls.version(mark.id) : desk.visits.version(...visitKey(mark));
}

/** The id of a visit's mark is its visitor and its id: the key of its row. */
function visitKey(mark: Mark): [visitor: string, id: string] {
  const [visitor = "", id = ""] = mark.id.split(" ");
  return [visitor, id];
}

function visitRow(desk: Desk, visit: Visit): VisitRow {
  const touch = visit.touches.at(-1);
  return {
    id: visit.id,
    accountId: desk.config.account,
    siteId: desk.config.site,
    visitorId: visit.visitor,
    startedAt: visit.startedAtMs,
    lastSeenAt: visit.lastSeenMs,
    channel: touch?.channel ?? "",
    source: touch?.source ?? "",
    medium: touch?.medium ?? "",
    campaign: touch?.campaign ?? "",
    term: touch?.term ?? "",
    content: touch?.content ?? "",
    landing: visit.touches[0]?.landing ?? "",
    referrer: touch?.referrer ?? "",
    pages: visit.pageCount,
    leads: visit.leads ?? 0,
    code: visit.code ?? null,
    ...visit.place,
    device: visit.device.kind,
    browser: visit.device.browser,
    os: visit.device.os,
    data: {
      pages: visit.pages,
      signals: visit.signals,
      ids: visit.ids,
      leases: leasesOf(visit),
    },
    version: visit.version,
  };
}

function leasesOf({ shown, lastSeenMs }: Visit) {
  const numbers = shown.filter(({ kind }) => kind !== "none");
  return numbers.map(({ number, pool, atMs }) => ({ number, pool, fromMs: atMs, toMs: lastSeenMs }));
}

function touchRows(desk: Desk, visit: Visit): TouchRow[] {
  return visit.touches.map(({ atMs, ...touch }) => ({
    ...touch,
    visitId: visit.id,
    siteId: desk.config.site,
    visitorId: visit.visitor,
    at: atMs,
  }));
}

/** A call as it stands in D1, or will in a moment. */
export function callRow(desk: Desk, { id, connection, record, resolution, arrival, version }: StoredCall): CallRow {
  const { callId: _, from, to, evidence: __, startedAtMs, answeredAtMs, endedAtMs, ...facts } = record;
  return {
    ...facts,
    ...arrival,
    id,
    accountId: desk.config.account,
    siteId: desk.config.site,
    connectionId: connection,
    number: to ?? "",
    caller: from,
    startedAt: startedAtMs,
    answeredAt: answeredAtMs,
    endedAt: endedAtMs,
    method: resolution?.method ?? "none",
    confidence: resolution?.confidence ?? 0,
    visitId: resolution?.visit ?? null,
    visitorId: resolution?.visitor ?? null,
    runnerUp: resolution?.runnerUp ?? null,
    evidence: resolution?.evidence ?? ["the called number is not known yet"],
    curveVersion: resolution?.curveVersion ?? 0,
    version,
  };
}
