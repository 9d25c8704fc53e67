/** What a switchboard learns of its callers, and remembers. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { VisitResponse } from "../../../sdk/src/wire.ts";
import { CASES_MAX } from "../../src/core/case-book.ts";
import { STEPS } from "../../src/switchboard/schema.ts";
import { poolNumbers, siteConfig, stubOf, view } from "./site.ts";

const ORIGIN = "https://shop.example";
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 10, 22, 9) });
});
afterEach(() => {
  vi.useRealTimers();
});

type Stub = ReturnType<typeof stubOf>;

async function open(site: string): Promise<Stub> {
  const stub = stubOf(site);
  await stub.configure(siteConfig(site, { numbers: poolNumbers("sales", 0, 6) }));
  return stub;
}

async function visit(stub: Stub, site: string, n: number): Promise<{ id: string; visitor: string; number: string }> {
  const outcome = await stub.visit(view(site, n));
  if (!outcome.ok) throw new Error(outcome.reason);
  const { visit: id, visitor, swaps } = JSON.parse(outcome.body) as VisitResponse;
  return { id, visitor, number: swaps[0]?.number ?? "" };
}

async function call(stub: Stub, site: string, callId: string, from: string, to: string) {
  const event = { callId, atMs: Date.now(), from, to, status: "ringing" as const };
  return await stub.call({ connection: site, account: "account-1", event });
}

function pass(seconds: number): void {
  vi.setSystemTime(Date.now() + seconds * 1000);
}

it("R3 a known caller is matched by their own past, also when a webhook of the same call comes again", async () => {
  const stub = await open("known");
  const mine = await visit(stub, "known", 1);
  const first = await call(stub, "known", "c1", "+447700900001", mine.number);
  expect(first.resolution).toMatchObject({ visit: mine.id, method: "lease" });
  await stub.pulse({ visitor: mine.visitor, visit: mine.id, events: [{ type: "end", ago: 0 }], origin: ORIGIN });
  pass(7_200);
  // Others have come since, and one of them is on the site with the number now.
  const others = await Promise.all([2, 3, 4, 5, 6, 7].map((n) => visit(stub, "known", n)));
  expect(others.map(({ number }) => number)).toContain(mine.number);
  pass(30);
  const second = await call(stub, "known", "c2", "+447700900001", mine.number);
  expect(second.resolution).toMatchObject({ visit: mine.id, method: "caller" });
  const earlier = {
    callId: "c2",
    atMs: Date.now(),
    startedAtMs: Date.now() - 5_000,
    from: "+447700900001",
    to: mine.number,
  };
  const again = await stub.call({ connection: "known", account: "account-1", event: earlier });
  expect(again.resolution, "resolved anew, as of five seconds before").toMatchObject({
    visit: mine.id,
    method: "caller",
  });
});

it("R2 learns a curve of its own from calls, says with every call which it used, and keeps it", async () => {
  const stub = await open("study");
  const versions: (number | undefined)[] = [];
  for (let n = 0; n < 24; n++) {
    const { number } = await visit(stub, "study", n);
    pass(60);
    const { resolution } = await call(stub, "study", `c${n}`, `+4477009${String(n).padStart(5, "0")}`, number);
    versions.push(resolution?.curveVersion);
    pass(600);
    await runDurableObjectAlarm(stub);
  }
  expect(versions[0]).toBe(0);
  expect(versions.at(-1)).toBeGreaterThanOrEqual(1);
  await evictDurableObject(stub);
  const { number } = await visit(stub, "study", 99);
  const { resolution } = await call(stub, "study", "last", "+447700999999", number);
  expect(resolution?.curveVersion, "after a restart").toBe(versions.at(-1));
  for (let i = 0; i < 2_000 && (await stub.health()).outbox > 0; i++) {
    pass(120);
    await runDurableObjectAlarm(stub);
  }
  const stored = await env.DB.prepare("SELECT curve_version FROM call WHERE id = 'study:last'").first("curve_version");
  expect(stored).toBe(versions.at(-1));
});

/** The rows of the book and the state beside them, as they are stored. */
async function stored(stub: Stub): Promise<{ cases: { n: number; data: string }[]; state: Record<string, unknown> }> {
  return await runInDurableObject(stub, (_, { storage: { sql } }) => {
    const { value } = sql.exec<{ value: string }>("SELECT value FROM state WHERE name = 'study'").one();
    const cases = sql.exec<{ n: number; data: string }>("SELECT n, data FROM study_case ORDER BY n").toArray();
    return { cases, state: JSON.parse(value) as Record<string, unknown> };
  });
}

async function studied(stub: Stub, site: string, from: number, to: number): Promise<void> {
  for (let n = from; n < to; n++) {
    const { number } = await visit(stub, site, n);
    pass(60);
    await call(stub, site, `c${n}`, `+4477009${String(n).padStart(5, "0")}`, number);
    pass(600);
    await runDurableObjectAlarm(stub);
  }
}

it("R2 writes a row for each call it learns from, once, and goes on from them after a restart", async () => {
  const stub = await open("rows");
  await studied(stub, "rows", 0, 4);
  const before = await stored(stub);
  expect(before.cases.map(({ n }) => n)).toEqual([1, 2, 3, 4]);
  expect(before.state).toMatchObject({ admitted: 4, calls: 4 });
  expect(JSON.stringify(before.state)).not.toContain("cases");
  await evictDurableObject(stub);
  await studied(stub, "rows", 4, 6);
  const after = await stored(stub);
  expect(after.cases.slice(0, 4)).toEqual(before.cases);
  expect(after.state).toMatchObject({ admitted: 6, calls: 6 });
});

it("R2 what was learned by a switchboard that kept its book in one piece is taken over", async () => {
  const stub = await open("older");
  await studied(stub, "older", 0, 12);
  const { cases, state } = await stored(stub);
  expect(state).toMatchObject({ admitted: 12, curve: { version: 1 } });
  await runInDurableObject(stub, (_, { storage: { sql } }) => {
    const { admitted, ...rest } = state;
    const older = { ...rest, book: { admitted, cases: cases.map(({ data }) => JSON.parse(data)) } };
    sql.exec("UPDATE state SET value = ? WHERE name = 'study'", JSON.stringify(older));
    sql.exec("DROP TABLE study_case");
    sql.exec(STEPS.find((step) => step.includes("TABLE study_case")) ?? "");
  });
  await evictDurableObject(stub);
  await studied(stub, "older", 12, 13);
  const after = await stored(stub);
  expect(after.cases.slice(0, 12)).toEqual(cases);
  expect(after.cases.map(({ n }) => n)).toEqual(Array.from({ length: 13 }, (_, n) => n + 1));
  expect(after.state).toMatchObject({ admitted: 13, calls: 13, curve: { version: 1 } });
});

it("R2 a book that is full loses a row for each that it gains", async () => {
  const stub = await open("full");
  await studied(stub, "full", 0, 1);
  const { cases, state } = await stored(stub);
  await runInDurableObject(stub, (_, { storage: { sql } }) => {
    for (let n = 2; n <= CASES_MAX; n++)
      sql.exec("INSERT INTO study_case (n, data) VALUES (?, ?)", n, cases[0]?.data ?? "");
    const full = { ...state, admitted: CASES_MAX, calls: CASES_MAX, learnedAt: CASES_MAX };
    sql.exec("UPDATE state SET value = ? WHERE name = 'study'", JSON.stringify(full));
  });
  await evictDurableObject(stub);
  await studied(stub, "full", 1, 2);
  const after = await stored(stub);
  expect(after.cases).toHaveLength(CASES_MAX);
  expect(after.cases.at(-1)?.n).toBe(CASES_MAX + 1);
  expect(after.state).toMatchObject({ admitted: CASES_MAX + 1 });
});
