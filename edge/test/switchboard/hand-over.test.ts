/**
 * Visits that go on while their switchboard ceases to be one of the site's. Real switchboards, real publication: the visit
 * keeps its id and what it holds, is given what it needs by another switchboard, and is one visit for whoever asks.
 */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { PulseEvent, VisitResponse } from "../../../sdk/src/wire.ts";
import { shardOf } from "../../src/core/shards.ts";
import { repairPublications } from "../../src/publish.ts";
import { routeLead, routePulse, routeVisit, switchboardOf } from "../../src/switchboard/route-visit.ts";
import { Company } from "./company.ts";
import { poolNumbers, SALES, SUPPORT, view } from "./site.ts";

const START_MS = Date.UTC(2026, 10, 22, 9);
const MINUTE = 60_000;

/** The n-th visitor whose shard is this one of eight. */
function visitorAt(shard: number, nth = 0): number {
  let left = nth;
  for (let n = 0; ; n++) if (shardOf(view("", n).request.visitor, 8) === shard && left-- === 0) return n;
}

async function open(shards = 8): Promise<Company> {
  const company = await Company.open();
  const numbers = [...poolNumbers("sales", 0, 60), ...poolNumbers("support", 60, 38)];
  await company.place(numbers.map(({ number, pool }) => [number, pool === "sales" ? "sales" : "support"]));
  await split(company, shards);
  return company;
}

async function split(company: Company, shards: number): Promise<void> {
  await company.reshard("shop", shards);
  await company.publish();
}

/** The number in place of a target; `null` for the page's own. */
const shown = ({ swaps }: VisitResponse, target: string) =>
  swaps.find((swap) => swap.target === target)?.number ?? null;

/** A page that asks for the numbers of these targets only. */
async function ask(company: Company, n: number, targets: string[], visit?: string): Promise<VisitResponse> {
  const named = visit === undefined ? {} : { visit };
  const outcome = await routeVisit(env, view(company.key("shop"), n, { targets, ...named }));
  if (!outcome.ok) throw new Error(outcome.reason);
  return JSON.parse(outcome.body) as VisitResponse;
}

async function pulse(company: Company, n: number, visit: string, event: PulseEvent): Promise<boolean> {
  const { request, client } = view("any", n);
  const command = { visitor: request.visitor, visit, events: [event], origin: client.origin };
  return (await routePulse(env, company.key("shop"), command)).ok;
}

const ALIVE: PulseEvent = { type: "alive", ago: 0 };

/** Who holds a number live, by the storage of all switchboards: at most one may. */
async function places(company: Company, number: string): Promise<string[]> {
  const posts = await company.posts();
  return posts.flatMap(({ place, leasable, draining }) =>
    leasable.has(number) || draining.has(number) ? [place] : [],
  );
}

async function alarms(company: Company): Promise<void> {
  for (const { stub } of company.places()) await runInDurableObject(stub, (switchboard) => switchboard.alarm());
}

async function call(company: Company, callId: string, from: string, to: string) {
  expect(await company.webhook("call.started", callId, Date.now(), { from, to })).toBe(200);
  const [known] = await company.resolutions(callId);
  return known?.resolution;
}

/** When a switchboard believes that a visit last called. */
async function calledAt(company: Company, shard: number, visit: string): Promise<(number | null)[]> {
  const rows = await runInDurableObject(company.stubOf(`${company.key("shop")}/${shard}`), (_, { storage }) =>
    storage.sql.exec<{ called_at: number | null }>("SELECT called_at FROM visit WHERE id = ?", visit).toArray(),
  );
  return rows.map(({ called_at }) => called_at);
}

async function versionAt(company: Company, shard: number, visit: string): Promise<number> {
  return runInDurableObject(
    company.stubOf(`${company.key("shop")}/${shard}`),
    (_, { storage }) =>
      storage.sql.exec<{ version: number }>("SELECT version FROM visit WHERE id = ?", visit).one().version,
  );
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime(START_MS);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe.each([
  [8, [2]],
  [8, [4, 2, 1]],
])("a visit at the last of %d switchboards, when there are %j", (before, after) => {
  const shrink = async (company: Company) => {
    for (const shards of after) await split(company, shards);
  };

  it("L5 L3 is given a number again after its own has rested, under the same id, and keeps it", async () => {
    const company = await open(before);
    const n = visitorAt(7);
    const first = await company.visit("shop", n);
    expect(shown(first, SALES)).not.toBeNull();
    await pulse(company, n, first.visit, { type: "end", ago: 0 });
    vi.setSystemTime(START_MS + 10 * MINUTE);
    await shrink(company);
    const second = await company.visit("shop", n, first.visit);
    expect(second.visit).toBe(first.visit);
    const number = shown(second, SALES);
    expect(number).not.toBeNull();
    expect(shown(second, SUPPORT)).not.toBeNull();
    for (let minute = 0; minute < 10; minute++) {
      vi.setSystemTime(Date.now() + 20_000);
      expect(await pulse(company, n, first.visit, ALIVE)).toBe(true);
      expect(shown(await company.visit("shop", n, first.visit), SALES)).toBe(number);
    }
    await repairPublications(env);
    await company.expectSettled();
  });

  it("L1 L2 L3 keeps the number it has as long as it is there, and is given one of another pool beside it", async () => {
    const company = await open(before);
    const n = visitorAt(7);
    const first = await ask(company, n, [SALES]);
    const own = shown(first, SALES) ?? "";
    await shrink(company);
    vi.setSystemTime(Date.now() + 30_000);
    const second = await ask(company, n, [SUPPORT], first.visit);
    expect(second.visit).toBe(first.visit);
    expect(shown(second, SALES)).toBe(own);
    const other = shown(second, SUPPORT);
    expect(other).not.toBeNull();
    for (let minute = 0; minute < 6; minute++) {
      for (let third = 0; third < 3; third++) {
        vi.setSystemTime(Date.now() + 20_000);
        expect(await pulse(company, n, first.visit, ALIVE)).toBe(true);
      }
      if (minute % 3 === 0) await alarms(company);
      await repairPublications(env);
      expect(await places(company, own)).toEqual([`${company.key("shop")}/7`]);
      const again = await ask(company, n, [SUPPORT], first.visit);
      expect([shown(again, SALES), shown(again, SUPPORT)]).toEqual([own, other]);
    }
    await pulse(company, n, first.visit, { type: "end", ago: 0 });
    vi.setSystemTime(Date.now() + 10 * MINUTE);
    await repairPublications(env);
    await company.expectSettled();
  });

  it("R4 T1 is one visit to who calls its numbers, and to D1", async () => {
    const company = await open(before);
    const n = visitorAt(7);
    const first = await ask(company, n, [SALES]);
    await shrink(company);
    vi.setSystemTime(Date.now() + 30_000);
    const second = await ask(company, n, [SUPPORT], first.visit);
    const handedAtMs = await versionAt(company, 7, first.visit);
    const [own = "", other = ""] = [shown(second, SALES), shown(second, SUPPORT)].map((number) => number ?? "");
    vi.setSystemTime(Date.now() + 5_000);
    expect(await pulse(company, n, first.visit, { type: "signal", ago: 0, signal: "tel" })).toBe(true);
    for (const [i, number] of [own, other].entries()) {
      vi.setSystemTime(Date.now() + 5_000);
      const resolution = await call(company, `own-${before}-${after}-${i}`, `+44770090020${i}`, number);
      expect(resolution).toMatchObject({ visit: first.visit, method: "lease" });
      expect(resolution?.beliefs.filter(({ visit }) => visit === first.visit)).toHaveLength(1);
      await alarms(company);
      await alarms(company);
      // Where the visit was, and where it goes on: both know that it has called.
      const home = shardOf(view("", n).request.visitor, after.at(-1) ?? 1);
      for (const shard of [7, home]) expect(await calledAt(company, shard, first.visit)).toEqual([Date.now()]);
    }
    // The copy stays behind, whatever it hears, so that D1 takes the visit from where it goes on.
    expect(await versionAt(company, 7, first.visit)).toBe(handedAtMs);
    const { request, client } = view(company.key("shop"), n);
    const form = { site: request.site, visitor: request.visitor, visit: first.visit, page: request.page };
    for (const id of ["a", "b", "c"]) {
      const lead = { id: `${first.visit}-${id}`, request: { ...form, fields: { id } }, client };
      expect(await routeLead(env, lead)).toEqual({ ok: true });
    }
    await alarms(company);
    const query = env.DB.prepare("SELECT leads, data FROM visit WHERE id = ?").bind(first.visit);
    const row = await query.first<{ leads: number; data: string }>();
    expect(row?.leads).toBe(3);
    const { leases, signals } = JSON.parse(row?.data ?? "{}") as { leases: { number: string }[]; signals: object };
    expect(leases.map(({ number }) => number).toSorted()).toEqual([own, other].toSorted());
    expect(signals).toHaveProperty("tel");
  });
});

it("L3 a visit that was handed over goes on there when its switchboard belongs to the site again", async () => {
  const company = await open();
  const n = visitorAt(7);
  const first = await company.visit("shop", n);
  await pulse(company, n, first.visit, { type: "end", ago: 0 });
  vi.setSystemTime(START_MS + 10 * MINUTE);
  await split(company, 2);
  const number = shown(await company.visit("shop", n, first.visit), SALES);
  await split(company, 8);
  for (let minute = 0; minute < 10; minute++) {
    vi.setSystemTime(Date.now() + MINUTE);
    const again = await company.visit("shop", n, first.visit);
    expect([again.visit, shown(again, SALES)]).toEqual([first.visit, number]);
  }
});

it("S1 a new visit of a visitor whose old switchboard is gone is at home where it began", async () => {
  const company = await open();
  const n = visitorAt(7);
  const first = await company.visit("shop", n);
  await split(company, 2);
  vi.setSystemTime(START_MS + 60 * MINUTE);
  const second = await company.visit("shop", n, first.visit);
  expect(second.visit).not.toBe(first.visit);
  expect(switchboardOf(env, company.key("shop"), second)?.name).toBe(
    `${company.key("shop")}/${shardOf(view("", n).request.visitor, 2)}`,
  );
  expect(shown(second, SALES)).not.toBeNull();
});
