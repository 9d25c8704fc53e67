/** Bad input to the operator API: each has a defined answer, told by field, and changes nothing. */
import { beforeAll, describe, expect, it } from "vitest";
import { nobody, reset, us } from "./operator-client.ts";
import { CONNECTION, type Configured, configure, poolBody, SITE, TARGET } from "./resources.ts";

let ours: Configured;

beforeAll(async () => {
  await reset();
  ours = await configure(us);
});

interface Refusal {
  title: string;
  status: number;
  errors?: { path: string; message: string }[];
}

describe("bodies", () => {
  const cases: [what: string, body: unknown, type: string, status: number][] = [
    ["empty", "", "application/json", 400],
    ["cut off", '{"name":', "application/json", 400],
    ["not UTF-8", new Uint8Array([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d]), "application/json", 400],
    ["larger than 64 kB", JSON.stringify({ name: "x".repeat(70_000) }), "application/json", 413],
    ["1 MB of JSON", JSON.stringify({ name: "x".repeat(1_048_576) }), "application/json", 413],
    ["a form", "name=Shop", "application/x-www-form-urlencoded", 415],
    ["plain text", "{}", "text/plain", 415],
    ["a list", "[]", "application/json", 422],
    ["null", "null", "application/json", 422],
    ["a string", '"name"', "application/json", 422],
  ];
  for (const [what, body, type, status] of cases) {
    it(`${what}: ${status}`, async () => {
      const answer = await us.post<Refusal>("/v1/sites", body, { "content-type": type });
      expect(answer.status).toBe(status);
      expect(answer.headers.get("content-type")).toBe("application/problem+json");
      expect(answer.body).toMatchObject({ status, type: "about:blank" });
    });
  }

  it("1 MB sent in chunks without a length: 413", async () => {
    const chunk = new TextEncoder().encode("x".repeat(65_536));
    let left = 16;
    const body = new ReadableStream({
      pull: (controller) => (left-- > 0 ? controller.enqueue(chunk) : controller.close()),
    });
    const { exports } = await import("cloudflare:workers");
    const headers = { authorization: "Bearer rt_us", "content-type": "application/json" };
    const request = new Request("https://edge.example/v1/sites", { method: "POST", headers, body });
    expect((await exports.default.fetch(request)).status).toBe(413);
  });

  it("a body is not even read before the key is checked", async () => {
    const answer = await nobody.post("/v1/sites", "x".repeat(1_048_576));
    expect(answer.status).toBe(401);
  });
});

describe("fields", () => {
  /** A valid body with one thing wrong, and the fields that the answer must name. */
  const cases: [path: () => string, body: () => object, fields: string[]][] = [
    [() => "/v1/sites", () => ({}), ["name", "origins", "country", "timeZone", "currency"]],
    [() => "/v1/sites", () => ({ ...SITE, colour: "red", id: "x" }), ["colour", "id"]],
    [() => "/v1/sites", () => ({ ...SITE, name: 5 }), ["name"]],
    [() => "/v1/sites", () => ({ ...SITE, name: "   " }), ["name"]],
    [() => "/v1/sites", () => ({ ...SITE, name: "x".repeat(101) }), ["name"]],
    [() => "/v1/sites", () => ({ ...SITE, name: "a\u0000b" }), ["name"]],
    [() => "/v1/sites", () => ({ ...SITE, name: "a\ud800" }), ["name"]],
    [() => "/v1/sites", () => ({ ...SITE, origins: [] }), ["origins"]],
    [() => "/v1/sites", () => ({ ...SITE, origins: ["https://a.example", "shop.example"] }), ["origins.1"]],
    [() => "/v1/sites", () => ({ ...SITE, origins: ["https://a.example/path"] }), ["origins.0"]],
    [() => "/v1/sites", () => ({ ...SITE, origins: ["https://user:pass@a.example"] }), ["origins.0"]],
    [() => "/v1/sites", () => ({ ...SITE, origins: ["ftp://a.example"] }), ["origins.0"]],
    [() => "/v1/sites", () => ({ ...SITE, origins: Array(51).fill("*") }), ["origins"]],
    [() => "/v1/sites", () => ({ ...SITE, country: "UK" }), ["country"]],
    [() => "/v1/sites", () => ({ ...SITE, timeZone: "London" }), ["timeZone"]],
    [() => "/v1/sites", () => ({ ...SITE, currency: "gbp" }), ["currency"]],
    [() => "/v1/sites", () => ({ ...SITE, shards: 33 }), ["shards"]],
    [() => "/v1/sites", () => ({ ...SITE, shards: 1.5 }), ["shards"]],
    [
      () => "/v1/sites",
      () => ({ ...SITE, settings: { addressShare: 2, x: 1 } }),
      ["settings.addressShare", "settings.x"],
    ],
    [() => "/v1/sites", () => ({ ...SITE, settings: { contactPaths: ["contact"] } }), ["settings.contactPaths.0"]],
    [() => "/v1/pools", () => ({ ...poolBody(ours.site), destination: "020 7946 0990" }), ["destination"]],
    [() => "/v1/pools", () => ({ ...poolBody(ours.site), destination: "+44 1" }), ["destination"]],
    [() => "/v1/pools", () => ({ ...poolBody(ours.site), destination: `+${"4".repeat(100)}` }), ["destination"]],
    [() => "/v1/pools", () => ({ ...poolBody(ours.site), freezeSeconds: -1 }), ["freezeSeconds"]],
    [() => "/v1/pools", () => ({ ...poolBody(ours.site), ringSeconds: "25" }), ["ringSeconds"]],
    [() => "/v1/pools", () => ({ ...poolBody(ours.site), overflow: ours.number }), ["overflow"]],
    [() => "/v1/pools", () => ({ ...poolBody("site_none") }), ["site"]],
    [() => "/v1/numbers", () => ({ kind: "fax" }), ["kind"]],
    [() => "/v1/numbers", () => ({ kind: "pool", number: "1", connection: "c", pool: "p" }), ["number"]],
    [
      () => "/v1/numbers",
      () => ({ kind: "static", number: "+442079460310", connection: ours.connection, site: ours.site }),
      ["channel"],
    ],
    [
      () => "/v1/numbers",
      () => ({ kind: "pool", number: "+442079460110", connection: ours.connection, pool: ours.pool, channel: "x" }),
      ["channel"],
    ],
    [() => "/v1/placements", () => ({ site: ours.site, target: TARGET, action: {} }), ["action.pool"]],
    [
      () => "/v1/placements",
      () => ({ site: ours.site, target: TARGET, action: { static: ours.number } }),
      ["action.static"],
    ],
    [
      () => "/v1/placements",
      () => ({ site: ours.site, target: TARGET, action: { leave: true }, conditions: { country: ["GB", "Britain"] } }),
      ["conditions.country.1"],
    ],
    [
      () => "/v1/placements",
      () => ({ site: ours.site, target: TARGET, action: { leave: true }, conditions: { source: [], weather: ["x"] } }),
      ["conditions.source", "conditions.weather"],
    ],
    [() => "/v1/connections", () => ({ ...CONNECTION, secrets: { secret: 1 } }), ["secrets.secret"]],
    [() => "/v1/keys", () => ({ name: "x", scopes: ["read", "root"] }), ["scopes.1"]],
    [() => "/v1/keys", () => ({ name: "x", scopes: [] }), ["scopes"]],
  ];

  it("are named by their path, all of them at once", async () => {
    for (const [path, body, fields] of cases) {
      const answer = await us.post<Refusal>(path(), body());
      const told = { status: answer.status, fields: answer.body.errors?.map((error) => error.path) };
      expect(told, JSON.stringify(body()).slice(0, 200)).toEqual({ status: 422, fields });
      expect(answer.body.errors?.every(({ message }) => message.length > 3)).toBe(true);
    }
  });

  it("a change of nothing is refused", async () => {
    for (const path of [`sites/${ours.site}`, `pools/${ours.pool}`, `numbers/${ours.number}`]) {
      expect((await us.patch(`/v1/${path}`, {})).status).toBe(422);
    }
  });

  it("no more than 50 errors are told", async () => {
    const body = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`x${i}`, i]));
    const answer = await us.post<Refusal>("/v1/sites", body);
    expect(answer.body.errors).toHaveLength(50);
  });
});

describe("queries", () => {
  const queries: [path: string, field: string][] = [
    ["/v1/sites?limit=0", "limit"],
    ["/v1/sites?limit=201", "limit"],
    ["/v1/sites?limit=many", "limit"],
    ["/v1/sites?cursor=nonsense", "cursor"],
    ["/v1/sites?cursor=WzEsMl0", "cursor"],
    ["/v1/sites?page=2", "page"],
    ["/v1/calls?cursor=WyJhIl0", "cursor"],
    ["/v1/calls?from=yesterday", "from"],
    ["/v1/calls?from=2026-11-22", "from"],
    ["/v1/calls?status=rang", "status"],
    ["/v1/calls?method=guess", "method"],
    ["/v1/calls?number=12", "number"],
    [`/v1/calls?q=${"x".repeat(101)}`, "q"],
    ["/v1/calls?status=missed&status=busy", "status"],
    ["/v1/visits?to=1763800000000", "to"],
    ["/v1/numbers?kind=fax", "kind"],
    ["/v1/placements", "site"],
    ["/v1/sites/not%20an%20id", "id"],
    ["/v1/numbers/zero", "id"],
  ];

  it("are refused field by field", async () => {
    for (const [path, field] of queries) {
      const answer = await us.get<Refusal>(path);
      expect({ path, status: answer.status, field: answer.body.errors?.[0]?.path }).toEqual({
        path,
        status: 422,
        field,
      });
    }
  });

  it("a path that is none: 404 as a problem", async () => {
    const answer = await us.get("/v1/nothing");
    expect(answer).toMatchObject({ status: 404, body: { title: "Not found" } });
  });
});
