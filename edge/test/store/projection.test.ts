/** T1: the projection depends on the set of rows alone. Real D1 inside workerd. */
import { env } from "cloudflare:workers";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { projectBatch } from "../../src/store/projection.ts";
import type { CallRow, LeadRow, TouchRow, VisitRow } from "../../src/store/rows.ts";
import { callRow, leadRow, touchRow, visitRow } from "./row-fixtures.ts";

async function dump(): Promise<unknown> {
  const tables = await env.DB.batch([
    env.DB.prepare("SELECT * FROM visit ORDER BY id"),
    env.DB.prepare("SELECT * FROM touch ORDER BY visit_id, n"),
    env.DB.prepare('SELECT * FROM "call" ORDER BY id'),
    env.DB.prepare("SELECT * FROM lead ORDER BY id"),
  ]);
  return tables.map((table) => table.results);
}

async function clear(): Promise<void> {
  await env.DB.batch(["visit", "touch", '"call"', "lead"].map((table) => env.DB.prepare(`DELETE FROM ${table}`)));
}

type Entry =
  | { kind: "visit"; row: VisitRow }
  | { kind: "touch"; row: TouchRow }
  | { kind: "call"; row: CallRow }
  | { kind: "lead"; row: LeadRow };

/** Entities grow through versions 1..n; the content of a version is a function of entity and version. */
const entries: fc.Arbitrary<Entry[]> = fc.array(
  fc
    .record({
      kind: fc.constantFrom("visit", "touch", "call", "lead"),
      entity: fc.nat(3),
      version: fc.integer({ min: 1, max: 6 }),
    })
    .map(({ kind, entity, version }): Entry => {
      if (kind === "visit") return { kind, row: visitRow({ id: `v${entity}`, pages: version * 10 + entity, version }) };
      if (kind === "touch") return { kind, row: touchRow({ visitId: `v${entity}`, n: version }) };
      if (kind === "lead") return { kind, row: leadRow({ id: `l${entity}` }) };
      return { kind: "call", row: callRow({ id: `c:${entity}`, talkSeconds: version * 10 + entity, version }) };
    }),
  { minLength: 1, maxLength: 24 },
);

async function project(batch: readonly Entry[]): Promise<void> {
  const projected = await projectBatch(env.DB, {
    visits: batch.flatMap((entry) => (entry.kind === "visit" ? [entry.row] : [])),
    touches: batch.flatMap((entry) => (entry.kind === "touch" ? [entry.row] : [])),
    calls: batch.flatMap((entry) => (entry.kind === "call" ? [entry.row] : [])),
    leads: batch.flatMap((entry) => (entry.kind === "lead" ? [entry.row] : [])),
  });
  expect(projected).toEqual({ ok: true });
}

describe("projection", () => {
  beforeEach(clear);

  it("keeps every field of a row, with objects as JSON text and absence as NULL", async () => {
    const call = callRow({ runnerUp: { visit: "v2", confidence: 0.1 }, voicemail: true, caller: null, confidence: 1 });
    await projectBatch(env.DB, { visits: [visitRow({})], touches: [touchRow({})], calls: [call] });
    const stored = await env.DB.prepare('SELECT * FROM "call"').first();
    expect(stored).toMatchObject({
      id: call.id,
      account_id: call.accountId,
      runner_up: '{"visit":"v2","confidence":0.1}',
      evidence: JSON.stringify(call.evidence),
      caller: null,
      voicemail: 1,
      confidence: 1,
      recording_url: null,
    });
    const visit = await env.DB.prepare("SELECT data, city FROM visit").first<{ data: string; city: string }>();
    expect(JSON.parse(visit?.data ?? "")).toEqual(visitRow({}).data);
    expect(visit?.city).toBe(visitRow({}).city);
    const touch = await env.DB.prepare("SELECT click_ids FROM touch").first<{ click_ids: string }>();
    expect(JSON.parse(touch?.click_ids ?? "")).toEqual(touchRow({}).clickIds);
  });

  it("T1 any order, duplication and batching of the same rows leads to the same tables", async () => {
    await fc.assert(
      fc.asyncProperty(
        entries.chain((list) =>
          fc.record({
            list: fc.constant(list),
            again: fc.shuffledSubarray([...list, ...list], { minLength: 2 * list.length, maxLength: 2 * list.length }),
            cut: fc.integer({ min: 1, max: 8 }),
          }),
        ),
        async ({ list, again, cut }) => {
          await clear();
          for (const entry of list) await project([entry]);
          const once = await dump();
          await clear();
          for (let i = 0; i < again.length; i += cut) await project(again.slice(i, i + cut));
          expect(await dump()).toEqual(once);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("T1 an older version never overwrites a newer one", async () => {
    await project([{ kind: "visit", row: visitRow({ version: 7, pages: 7 }) }]);
    await project([{ kind: "visit", row: visitRow({ version: 6, pages: 6 }) }]);
    expect(await env.DB.prepare("SELECT pages, version FROM visit").first()).toEqual({ pages: 7, version: 7 });
  });

  it("takes more than a parameter may hold", async () => {
    const data = { ...visitRow({}).data, pages: [{ atMs: 1, path: `/${"ж".repeat(100_000)}`, title: "" }] };
    const visits = Array.from({ length: 20 }, (_, i) => visitRow({ id: `v${i}`, data }));
    await projectBatch(env.DB, { visits, touches: [], calls: [] });
    expect(await env.DB.prepare("SELECT count(*) AS n FROM visit").first("n")).toBe(20);
  });

  it("T1 writes nothing of a batch that D1 refuses, and says so", async () => {
    // @ts-expect-error a switchboard's mistake: STRICT refuses text that is no integer
    const broken = callRow({ startedAt: "yesterday" });
    const projected = await projectBatch(env.DB, { visits: [visitRow({})], touches: [], calls: [broken] });
    expect(projected).toMatchObject({ ok: false, refusal: expect.stringContaining("call.started_at") });
    expect(await env.DB.prepare("SELECT count(*) AS n FROM visit").first("n")).toBe(0);
  });

  it("has nothing to do without rows", async () => {
    await projectBatch(env.DB, { visits: [], touches: [], calls: [] });
  });
});
