/** Calls of visits that another switchboard of the site knows: who is told of it, when, and what if they do not listen. */
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { VisitResponse } from "../../../sdk/src/wire.ts";
import type { CallEvent } from "../../src/core/call.ts";
import type { CallRow } from "../../src/store/rows.ts";
import type { Switchboard } from "../../src/switchboard/switchboard.ts";
import { CODE, openDivided as open, visitDivided as visit, visitorAt } from "./divided-site.ts";
import { OVERFLOW, siteConfig, stubOf } from "./site.ts";

/** So far away that no alarm comes by itself. */
const START_MS = Date.UTC(2100, 0, 1);
/** The switchboard that is told of the calls, and the one that knows the visitors. */
const [JUDGE, HOME] = [0, 1];

let calls = 0;

async function tell(site: string, said: Partial<CallEvent> & { callId: string }): Promise<CallRow> {
  const stub = stubOf(site, JUDGE);
  const { id } = await stub.call({ connection: "line", account: "account-1", event: { atMs: Date.now(), ...said } });
  const row = await stub.readCall(id);
  if (row === null) throw new Error(`${id} is not known`);
  return row;
}

const call = (site: string, said: Partial<CallEvent> = {}) =>
  tell(site, { callId: `n${calls++}`, from: "+447700900123", to: OVERFLOW, ...said });

const alarm = (site: string) => runInDurableObject(stubOf(site, JUDGE), (switchboard) => switchboard.alarm());

async function calledAt(site: string, { visit: id }: VisitResponse): Promise<number | null> {
  return runInDurableObject(
    stubOf(site, HOME),
    (_, { storage }) =>
      storage.sql.exec<{ called_at: number | null }>("SELECT called_at FROM visit WHERE id = ?", id).one().called_at,
  );
}

/** What is done while the other switchboards cannot be reached. */
async function alone<T>(
  site: string,
  reach: () => Promise<never>,
  act: (instance: Switchboard) => Promise<T>,
): Promise<T> {
  return runInDurableObject(stubOf(site, JUDGE), async (switchboard) => {
    const world = switchboard as unknown as { env: { SWITCHBOARD: unknown } };
    const { env: before } = world;
    const namespace = { idFromName: (name: string) => name, get: () => ({ testify: reach, noteCalls: reach }) };
    world.env = { ...before, SWITCHBOARD: namespace };
    try {
      return await act(switchboard);
    } finally {
      world.env = before;
    }
  });
}
const down = async (): Promise<never> => Promise.reject(new Error("down"));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime(START_MS);
  vi.spyOn(console, "warn").mockReturnValue();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it("R1 a visit of another switchboard is marked as having called, and what had brought it stands at the call", async () => {
  const site = await open();
  const shown = await visit(site, visitorAt(HOME));
  vi.setSystemTime(START_MS + 20_000);
  const row = await call(site);
  expect(row).toMatchObject({ visitId: shown.visit, channel: "" });
  await evictDurableObject(stubOf(site, JUDGE));
  await alarm(site);
  expect(await calledAt(site, shown)).toBe(START_MS + 20_000);
  const told = await stubOf(site, JUDGE).readCall(row.id);
  expect(told).toMatchObject({ visitId: shown.visit, channel: "Paid Search", campaign: "brand" });
  const stored = await env.DB.prepare("SELECT channel FROM call WHERE id = ?").bind(row.id).first();
  expect(stored).toEqual({ channel: "Paid Search" });
});

it("T1 who does not listen is told later, and D1 does not wait for it", async () => {
  const site = await open();
  const shown = await visit(site, visitorAt(HOME));
  vi.setSystemTime(START_MS + 20_000);
  const row = await call(site);
  await alone(site, down, (switchboard) => switchboard.alarm());
  expect(await calledAt(site, shown)).toBeNull();
  expect(await env.DB.prepare("SELECT visit_id FROM call WHERE id = ?").bind(row.id).first()).toEqual({
    visit_id: shown.visit,
  });
  const again = await runInDurableObject(stubOf(site, JUDGE), (_, { storage }) => storage.getAlarm());
  expect(again).toBeLessThanOrEqual(START_MS + 60_000);
  await alarm(site);
  expect(await calledAt(site, shown)).toBe(START_MS + 20_000);
  const left = await runInDurableObject(stubOf(site, JUDGE), (_, { storage }) =>
    storage.sql.exec("SELECT * FROM notice").toArray(),
  );
  expect(left).toEqual([]);
});

it("T1 however much one who does not listen has to be told, the others are told", async () => {
  const site = await open();
  const shown = await visit(site, visitorAt(HOME));
  await runInDurableObject(stubOf(site, JUDGE), (_, { storage: { sql } }) => {
    const insert = "INSERT INTO notice (call, visit, shard, visitor, called_at, version) VALUES (?, 'v', 9, 'w', 1, 1)";
    for (let n = 0; n < 300; n++) sql.exec(insert, `call-${n}`);
  });
  await evictDurableObject(stubOf(site, JUDGE));
  vi.setSystemTime(START_MS + 20_000);
  await call(site);
  // Nobody has ever configured the tenth switchboard.
  await alarm(site);
  expect(await calledAt(site, shown)).toBe(START_MS + 20_000);
});

it("W1 a visit that turns out not to have called is told so, in whichever order the switchboards hear of it", async () => {
  for (const isLate of [false, true]) {
    const site = await open();
    const other = await visit(site, visitorAt(HOME, 1));
    vi.setSystemTime(Date.now() + 60_000);
    const guessed = await visit(site, visitorAt(HOME));
    vi.setSystemTime(Date.now() + 5_000);
    const atMs = Date.now();
    const row = await call(site, { to: CODE });
    expect(row.visitId).toBe(guessed.visit);
    const callId = row.id.slice("line:".length);
    if (!isLate) await alarm(site);
    expect((await tell(site, { callId, typed: other.code ?? "" })).visitId).toBe(other.visit);
    await alarm(site);
    expect([await calledAt(site, guessed), await calledAt(site, other)]).toEqual([null, atMs]);
    // An old notice, which somebody repeats, changes nothing any more.
    const notice = { call: row.id, visit: guessed.visit, visitor: guessed.visitor, calledAtMs: atMs, version: 1 };
    await stubOf(site, HOME).noteCalls([notice]);
    expect(await calledAt(site, guessed)).toBeNull();
  }
});

it("W3 R3 a call that others could not be asked about says so, and is resolved with their word at its next event", async () => {
  vi.useRealTimers();
  const site = await open();
  const shown = await visit(site, visitorAt(HOME));
  const callId = `n${calls++}`;
  const event = { callId, from: "+447700900124", to: OVERFLOW, atMs: Date.now(), status: "started" as const };
  const command = { connection: "line", account: "account-1", event };
  const never = async (): Promise<never> => new Promise<never>(() => {});
  const before = Date.now();
  const { resolution } = await alone(site, never, (switchboard) => switchboard.call(command));
  expect(Date.now() - before).toBeLessThan(2_000);
  expect(resolution).toMatchObject({ method: "none", unheard: 2 });
  expect(resolution?.evidence.join()).toContain("2 switchboards of the site did not answer");
  const row = await tell(site, { callId, status: "completed" });
  expect(row).toMatchObject({ visitId: shown.visit });
  expect(row.evidence.join()).not.toContain("did not answer");
});

it("R3 a caller known at one switchboard is known at all, unless they could not be asked", async () => {
  const site = await open();
  const shown = await visit(site, visitorAt(HOME));
  vi.setSystemTime(Date.now() + 3_600_000);
  const from = "+447700900125";
  const first = {
    connection: "line",
    account: "account-1",
    event: { callId: "first", from, to: CODE, atMs: Date.now() },
  };
  const typed = { ...first, event: { ...first.event, typed: shown.code ?? "" } };
  expect((await stubOf(site, 2).call(typed)).resolution).toMatchObject({ method: "code", visit: shown.visit });
  vi.setSystemTime(Date.now() + 600_000);
  for (let n = 0; n < 5; n++) await visit(site, visitorAt(JUDGE, n));
  vi.setSystemTime(Date.now() + 20_000);
  const known = await call(site, { from });
  expect(known).toMatchObject({ visitId: shown.visit, method: "caller" });
  expect(known.evidence[1]).toBe("The same caller had called 10 min before, and was found to be this visitor.");
  const event = { callId: `n${calls++}`, from, to: OVERFLOW, atMs: Date.now() };
  const unknown = await alone(site, down, (one) => one.call({ connection: "line", account: "account-1", event }));
  expect(unknown.resolution?.unheard).toBe(2);
});

it("an undivided site asks nobody, and tells nobody", async () => {
  const key = "undivided";
  await stubOf(key).configure(siteConfig(key));
  const shown = await visit(key, 1);
  const asked = vi.fn(down);
  const event = { callId: "alone", from: "+447700900126", to: shown.swaps[0]?.number ?? "", atMs: Date.now() };
  const outcome = await alone(key, asked, async (switchboard) => {
    const taken = await switchboard.call({ connection: "line", account: "account-1", event });
    await switchboard.alarm();
    return taken;
  });
  expect(outcome.resolution).toMatchObject({ visit: shown.visit });
  expect(asked).not.toHaveBeenCalled();
});
