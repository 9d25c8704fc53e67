/** A1: every route of the API's own description, without a key, with a revoked one, and with another account's. */
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { projectBatch } from "../../src/store/projection.ts";
import { callRow, leadRow, visitRow } from "../store/row-fixtures.ts";
import { addKey, nobody, reset, them, us } from "./operator-client.ts";
import { type Configured, configure } from "./resources.ts";

interface Operation {
  security?: unknown[];
  requestBody?: unknown;
  responses: Record<string, unknown>;
}
interface Route {
  method: string;
  path: string;
  operation: Operation;
}

const AREAS = [
  "calls",
  "connections",
  "deals",
  "keys",
  "leads",
  "numbers",
  "placements",
  "pools",
  "sites",
  "sizing",
  "test-calls",
  "visits",
];

/** Reads that are no lists, or have a list only of something that is named. */
const NO_LISTS = ["/v1/keys", "/v1/placements", "/v1/sizing"];

let routes: Route[] = [];
let ours: Configured;
let deal = "";

/** The routes of the description that ask for a key. */
async function protectedRoutes(): Promise<Route[]> {
  const { body } = await nobody.get<{ paths: Record<string, Record<string, Operation>> }>("/openapi.json");
  return Object.entries(body.paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([, operation]) => operation.security === undefined)
      .map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
}

beforeAll(async () => {
  await reset();
  ours = await configure(us);
  const account = { accountId: "us", siteId: ours.site };
  const id = `${ours.connection}:1`;
  const leads = [leadRow(account)];
  await projectBatch(env.DB, { visits: [visitRow(account)], touches: [], calls: [callRow({ ...account, id })], leads });
  deal = (await us.post<{ id: string }>("/v1/deals", { site: ours.site, phone: "+442079460991" })).body.id;
  routes = await protectedRoutes();
});

/** The path with ids of our things in it. */
function ourPath({ path }: Route): string {
  const area = path.split("/")[2] ?? "";
  const ids: Record<string, string> = {
    sites: ours.site,
    pools: ours.pool,
    numbers: ours.number,
    placements: ours.placement,
    connections: ours.connection,
    keys: "key-rt_us",
    calls: `${ours.connection}:1`,
    visits: visitRow({}).id,
    leads: leadRow({}).id,
    deals: deal,
  };
  return path.replace("{id}", encodeURIComponent(ids[area] ?? "?"));
}

const bodyOf = ({ operation }: Route) => (operation.requestBody === undefined ? undefined : {});

/** A body that each route would take, so that only the account is a reason to refuse it. */
function goodChange({ path, operation }: Route): unknown {
  if (operation.requestBody === undefined) return undefined;
  if (path.endsWith("/code")) return { code: "12340" };
  if (path.endsWith("/codes")) return { channel: "Radio" };
  if (path.startsWith("/v1/numbers")) return { connection: ours.connection };
  if (path.startsWith("/v1/placements")) return { target: "+442079460001" };
  if (path.startsWith("/v1/deals")) return { title: "Theirs now" };
  return { name: "Theirs now" };
}

/** All of our account's configuration. */
async function dump(): Promise<unknown> {
  const tables = ["site", "pool", "number", "placement", "connection", "api_key", "deal"];
  const rows = await env.DB.batch(
    tables.map((table) => env.DB.prepare(`SELECT * FROM ${table} WHERE account_id = 'us'`)),
  );
  return rows.map(({ results }) => results);
}

describe("access", () => {
  it("finds all of the operator API in its description", () => {
    expect([...new Set(routes.map(({ path }) => path.split("/")[2]))].sort()).toEqual(AREAS);
    expect(routes.length).toBeGreaterThan(30);
  });

  it("A1 no route answers without a key, with an unknown one, or with anything else in its place", async () => {
    const revoked = await addKey("us", "rt_revoked", ["read", "write"]);
    await env.DB.prepare("UPDATE api_key SET revoked_at = 1 WHERE id = 'key-rt_revoked'").run();
    const attempts = [
      [nobody, {}],
      [nobody, { authorization: "Bearer rt_unknown" }],
      [nobody, { authorization: "Basic cnRfdXM6" }],
      [nobody, { authorization: `Bearer ${"x".repeat(10_000)}` }],
      [revoked, {}],
    ] as const;
    for (const route of routes) {
      for (const [client, headers] of attempts) {
        const answer = await client.send(route.method, ourPath(route), bodyOf(route), headers);
        expect(answer, `${route.method} ${route.path}`).toMatchObject({ status: 401, body: { status: 401 } });
        expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer/);
        expect(answer.headers.get("content-type")).toBe("application/problem+json");
      }
    }
  });

  it("A1 another account's key finds none of our things and changes none of them", async () => {
    const before = await dump();
    for (const route of routes.filter(({ path }) => path.includes("{id}"))) {
      const answer = await them.send(route.method, ourPath(route), goodChange(route));
      expect(answer.status, `${route.method} ${route.path}`).toBe(404);
    }
    expect(await dump()).toEqual(before);
  });

  it("A1 another account's lists show nothing of ours, and its references to our things are refused as unknown", async () => {
    for (const { method, path } of routes) {
      if (method !== "GET" || path.includes("{") || NO_LISTS.includes(path)) continue;
      expect((await them.get<{ items: unknown[] }>(path)).body.items, path).toEqual([]);
    }
    expect((await them.get(`/v1/sizing?pool=${ours.pool}`)).status).toBe(404);
    expect(JSON.stringify((await them.get("/v1/keys")).body)).not.toContain("key-rt_us");
    expect((await them.get(`/v1/placements?site=${ours.site}`)).status).toBe(404);
    expect((await them.send("PUT", "/v1/placements/order", { site: ours.site, placements: [] })).status).toBe(404);
    const theirs = await configure(them, "02");
    const pool = { site: theirs.site, name: "x", destination: "+442079460990" };
    const number = { kind: "pool", number: "+442079460150", connection: theirs.connection, pool: theirs.pool };
    const placement = { site: theirs.site, target: "+442079460000" };
    const refusals: [path: string, body: unknown, field: string][] = [
      ["/v1/pools", { ...pool, site: ours.site }, "site"],
      ["/v1/pools", { ...pool, overflow: ours.flyer }, "overflow"],
      ["/v1/numbers", { ...number, pool: ours.pool }, "pool"],
      ["/v1/numbers", { ...number, connection: ours.connection }, "connection"],
      ["/v1/placements", { ...placement, site: ours.site, action: { leave: true } }, "site"],
      ["/v1/placements", { ...placement, action: { pool: ours.pool } }, "action.pool"],
      ["/v1/placements", { ...placement, action: { static: ours.flyer } }, "action.static"],
      ["/v1/deals", { site: ours.site }, "site"],
    ];
    for (const [path, body, field] of refusals) {
      const answer = await them.post<{ errors: { path: string }[] }>(path, body);
      expect(answer.status).toBe(422);
      expect(answer.body.errors.map((error) => error.path)).toEqual([field]);
    }
  });

  it("A1 a key does only what its scopes cover, and passes on no more than it has", async () => {
    const reader = await addKey("us", "rt_reader", ["read"]);
    const writer = await addKey("us", "rt_writer", ["write"]);
    for (const route of routes) {
      const client = route.method === "GET" ? writer : reader;
      const answer = await client.send(route.method, ourPath(route), bodyOf(route));
      expect(answer.status, `${route.method} ${route.path}`).toBe(403);
    }
    expect((await writer.post("/v1/keys", { name: "more", scopes: ["write", "callers"] })).status).toBe(403);
    expect((await writer.post("/v1/keys", { name: "same", scopes: ["write"] })).status).toBe(201);
  });

  it("A1 a made key works until it is revoked, and is stored as a hash only", async () => {
    const made = await us.post<{ id: string; key: string }>("/v1/keys", { name: "CRM", scopes: ["read"] });
    expect(made.body.key).toMatch(/^rt_[A-Za-z0-9_-]{43}$/);
    const headers = { authorization: `Bearer ${made.body.key}` };
    expect((await nobody.get("/v1/sites", headers)).status).toBe(200);
    expect(JSON.stringify(await dump())).not.toContain(made.body.key);
    expect(JSON.stringify((await us.get("/v1/keys")).body)).not.toContain(made.body.key);
    expect((await us.delete(`/v1/keys/${made.body.id}`)).status).toBe(204);
    expect((await nobody.get("/v1/sites", headers)).status).toBe(401);
  });
});
