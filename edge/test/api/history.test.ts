/** Calls and visits as the API tells them: filters, pages, masks, and answers for those who poll. */
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { listCalls } from "../../src/store/calls.ts";
import { projectBatch } from "../../src/store/projection.ts";
import type { CallRow, VisitRow } from "../../src/store/rows.ts";
import { listVisits } from "../../src/store/visits.ts";
import { callRow, touchRow, visitRow } from "../store/row-fixtures.ts";
import { addKey, reset, us } from "./operator-client.ts";

const HOUR = 3_600_000;
const START = Date.UTC(2026, 10, 22);
const OURS = { accountId: "us", siteId: "shop" };

/** Ten calls, an hour apart but for two at the same moment, with something to filter by. */
const CALLS: CallRow[] = Array.from({ length: 10 }, (_, i) =>
  callRow({
    ...OURS,
    id: `line:c${i}`,
    startedAt: START + Math.min(i, 8) * HOUR,
    number: i % 2 === 0 ? "+442079460100" : "+442079460101",
    status: i % 3 === 0 ? "missed" : "completed",
    method: i === 5 ? "none" : "lease",
    visitId: i === 5 ? null : `v${i}`,
    channel: i === 7 ? "Реклама" : "Paid search",
    campaign: `Campaign ${i}`,
  }),
);
const VISITS: VisitRow[] = [0, 1, 2].map((i) =>
  visitRow({ ...OURS, id: `v${i}`, startedAt: START + i * HOUR - 60_000 }),
);

beforeAll(async () => {
  await reset();
  const touches = [touchRow({ visitId: "v1" }), touchRow({ visitId: "v1", n: 1, source: "bing", at: START })];
  const others = [callRow({ accountId: "them", id: "line:x" })];
  await projectBatch(env.DB, { visits: VISITS, touches, calls: [...CALLS, ...others] });
});

interface Call {
  id: string;
  caller: string | null;
  visit: Record<string, unknown> | null;
}
interface Calls {
  items: Call[];
  next: string | null;
}
const list = (query: string) => us.get<Calls>(`/v1/calls?${query}`);
const ids = async (query: string) => (await list(query)).body.items.map(({ id }) => id.slice("line:c".length)).join("");

describe("calls", () => {
  it("come newest first, a page at a time, each once, also when two begin at the same moment", async () => {
    expect(await ids("")).toBe("8976543210");
    for (const limit of [1, 3, 9, 10]) {
      let seen = "";
      let cursor = "";
      do {
        const { body } = await list(`limit=${limit}${cursor}`);
        seen += body.items.map(({ id }) => id.slice("line:c".length)).join("");
        cursor = body.next === null ? "" : `&cursor=${body.next}`;
      } while (cursor !== "" && seen.length < 20);
      expect(seen).toBe("8976543210");
    }
  });

  it("are filtered by everything the description names", async () => {
    const at = (hours: number) => encodeURIComponent(new Date(START + hours * HOUR).toISOString());
    expect(await ids(`from=${at(2)}&to=${at(5)}`)).toBe("432");
    expect(await ids("from=2026-11-22T04:00:00%2B02:00&to=2026-11-22T03:00:00Z")).toBe("2");
    expect(await ids("number=%2B442079460101")).toBe("97531");
    expect(await ids("number=+442079460101")).toBe("97531");
    expect(await ids("status=missed")).toBe("9630");
    expect(await ids("method=none")).toBe("5");
    expect(await ids(`channel=${encodeURIComponent("Реклама")}`)).toBe("7");
    expect(await ids("campaign=Campaign%202&source=google&medium=cpc&term=crm")).toBe("2");
    expect(await ids("visit=v4")).toBe("4");
    expect(await ids("site=shop")).toBe("8976543210");
    expect(await ids("site=other")).toBe("");
    expect(await ids("status=missed&number=%2B442079460100")).toBe("60");
  });

  it("are found by words in any case and alphabet, and wildcards are just letters", async () => {
    expect(await ids("q=campaign%203")).toBe("3");
    expect(await ids(`q=${encodeURIComponent("РЕКЛАМА")}`)).toBe("7");
    expect(await ids("q=0101")).toBe("97531");
    expect(await ids("q=%25")).toBe("");
    expect(await ids("q='--")).toBe("");
  });

  it("A1 A2 show callers only to keys that may see them", async () => {
    expect((await list("limit=1")).body.items[0]?.caller).toBe("+447700900123");
    expect(await ids("caller=%2B447700900123&limit=2")).toBe("89");
    const reader = await addKey("us", "rt_reader", ["read"]);
    const masked = await reader.get<Calls>("/v1/calls");
    expect(masked.body.items[0]?.caller).toBe("+44 ••••••• 123");
    for (const path of ["/v1/calls", "/v1/calls/line:c1", "/v1/visits/v1"]) {
      expect(JSON.stringify((await reader.get(path)).body)).not.toContain("7700900");
    }
    expect((await reader.get("/v1/calls?caller=%2B447700900123")).status).toBe(403);
  });

  it("come with the visit in short; one by itself with all of it", async () => {
    const { items } = (await list("")).body;
    expect(items.find(({ id }) => id === "line:c1")?.visit).toMatchObject({
      id: "v1",
      landing: "/",
      pages: 2,
      city: "Łódź",
    });
    expect(items.find(({ id }) => id === "line:c5")?.visit).toBeNull();
    const one = await us.get<Call>("/v1/calls/line:c1");
    expect(one.body).toMatchObject({
      id: "line:c1",
      startedAt: "2026-11-22T01:00:00.000Z",
      method: "lease",
      confidence: 0.97,
      evidence: CALLS[1]?.evidence,
      visit: {
        id: "v1",
        touches: [{ source: "google", clickIds: { gclid: "x" } }, { source: "bing" }],
        pageViews: [{ path: "/" }],
        signals: [{ signal: "seen", at: "2026-11-22T09:30:05.000Z" }],
        leases: [{ number: "+442079460100" }],
      },
    });
    expect((await us.get("/v1/calls/line%3Ac1")).body).toEqual(one.body);
    expect((await us.get("/v1/calls/line:x")).status).toBe(404);
  });

  it("answer those who poll with 304 until something changes", async () => {
    const first = await list("limit=2");
    const etag = first.headers.get("etag") ?? "";
    expect(etag).not.toBe("");
    expect((await us.get("/v1/calls?limit=2", { "if-none-match": etag })).status).toBe(304);
    const newest = CALLS.at(-1);
    if (newest)
      await projectBatch(env.DB, { visits: [], touches: [], calls: [{ ...newest, talkSeconds: 7, version: 2 }] });
    expect((await us.get("/v1/calls?limit=2", { "if-none-match": etag })).status).toBe(200);
  });
});

describe("visits", () => {
  it("come newest first, are filtered, and one by itself has touches and calls", async () => {
    const { body } = await us.get<{ items: { id: string }[] }>("/v1/visits");
    expect(body.items.map(({ id }) => id)).toEqual(["v2", "v1", "v0"]);
    expect((await us.get<Calls>("/v1/visits?source=bing")).body.items).toEqual([]);
    const filtered = await us.get<Calls>("/v1/visits?site=shop&visitor=visitor-1&campaign=brand&limit=1");
    expect(filtered.body.items).toHaveLength(1);
    const one = await us.get<{ calls: Call[] }>("/v1/visits/v1");
    expect(one.body.calls.map(({ id }) => id)).toEqual(["line:c1"]);
    expect(one.body).toMatchObject({ touches: [{ source: "google" }, { source: "bing" }], ids: { _ga: "1.2" } });
    expect((await us.get("/v1/visits/v9")).status).toBe(404);
  });
});

describe("the lists' queries", () => {
  /** The plan of what the function asks. */
  async function planOf(ask: (db: D1Database) => Promise<unknown>): Promise<string> {
    const plans: Promise<D1Result<{ detail: string }>>[] = [];
    const prepare = (sql: string) => ({
      bind(...values: unknown[]) {
        plans.push(
          env.DB.prepare(`EXPLAIN QUERY PLAN ${sql}`)
            .bind(...values)
            .all(),
        );
        return env.DB.prepare(sql).bind(...values);
      },
    });
    await ask({ prepare } as unknown as D1Database);
    return (await Promise.all(plans)).flatMap(({ results }) => results.map(({ detail }) => detail)).join("; ");
  }

  it("read an index in its order and sort nothing, however long the history", async () => {
    const request = { limit: 50, cursor: [START, "x"], from: 0, to: START };
    const plans = [
      await planOf((db) => listCalls(db, "us", { campaign: "x" }, request)),
      await planOf((db) => listCalls(db, "us", { site: "shop", status: "missed" }, request)),
      await planOf((db) => listVisits(db, "us", { source: "google" }, request)),
      await planOf((db) => listVisits(db, "us", { site: "shop" }, request)),
    ];
    for (const plan of plans) {
      expect(plan).toMatch(/USING INDEX (call|visit)_(account|site)_time/);
      expect(plan).not.toMatch(/TEMP B-TREE|SCAN/);
    }
    expect(await planOf((db) => listVisits(db, "us", { visitor: "v" }, request))).toMatch(/visit_visitor/);
    expect(await planOf((db) => listCalls(db, "us", { visit: "v" }, request))).toMatch(/call_visit/);
    expect(await planOf((db) => listCalls(db, "us", { caller: "+1" }, request))).toMatch(/call_caller/);
  });
});
