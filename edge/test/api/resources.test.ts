/** The life of each resource, through the real Worker: made, read, changed, listed, refused while in use, deleted. */
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { decryptSecrets } from "../../src/secrets.ts";
import { reset, us } from "./operator-client.ts";
import { CONNECTION, type Configured, configure, poolBody, SITE, TARGET } from "./resources.ts";

let ours: Configured;

/** A fresh configuration for each resource; its tests go through it in order. */
async function setUp(): Promise<void> {
  await reset();
  ours = await configure(us);
}

interface Items {
  items: { id: string; number: string }[];
  next: string | null;
}

describe("sites", () => {
  beforeAll(setUp);

  it("have defaults, a public key of their own, and settings that are merged", async () => {
    const { body } = await us.get<{ key: string; settings: object }>(`/v1/sites/${ours.site}`);
    expect(body).toMatchObject({
      ...SITE,
      shards: 1,
      published: true,
      settings: { automation: "skip", lookbackDays: 30 },
    });
    expect(body.key).toMatch(/^[a-z0-9][a-z0-9-]{1,47}$/);
    const changed = await us.patch(`/v1/sites/${ours.site}`, { name: "Shop 2", settings: { addressShare: 0.9 } });
    expect(changed.status).toBe(200);
    expect(changed.body).toEqual({ ...body, name: "Shop 2", settings: { ...body.settings, addressShare: 0.9 } });
  });

  it("replace a setting as a whole, and leave the others alone", async () => {
    const path = `/v1/sites/${ours.site}`;
    const settings = async (change: object) =>
      (await us.patch<{ settings: object }>(path, { settings: change })).body.settings;
    await settings({ channelCodes: { "12340": "Radio", "57919": 'O\'Clock "TV"' }, lookbackDays: 7 });
    const after = await settings({ channelCodes: { "04219": "Poster" } });
    expect(after).toMatchObject({ lookbackDays: 7, channelCodes: { "04219": "Poster" } });
    expect(after).not.toHaveProperty("channelCodes.12340");
  });

  it("normalise origins and countries", async () => {
    const origins = ["https://SHOP.example:443", "http://localhost:8080", "*"];
    const { status, body } = await us.post("/v1/sites", { ...SITE, origins, country: "gb" });
    expect(status).toBe(201);
    expect(body).toMatchObject({ origins: ["https://shop.example", "http://localhost:8080", "*"], country: "GB" });
  });

  it("are deleted when empty, not before; the history still names them", async () => {
    expect((await us.delete(`/v1/sites/${ours.site}`)).status).toBe(409);
    const { body } = await us.post("/v1/sites", SITE);
    expect((await us.delete(`/v1/sites/${body.id}`)).status).toBe(204);
    expect((await us.get(`/v1/sites/${body.id}`)).status).toBe(404);
    const listed = (await us.get<Items>("/v1/sites")).body.items.map(({ id }) => id);
    expect(listed).toContain(ours.site);
    expect(listed).not.toContain(body.id);
    expect(await env.DB.prepare("SELECT name FROM site WHERE id = ?1").bind(body.id).first("name")).toBe("Shop");
  });

  it("are listed page by page, each once", async () => {
    const made = [ours.site];
    for (let i = 0; i < 4; i++) made.push((await us.post<{ id: string }>("/v1/sites", SITE)).body.id);
    const seen: string[] = [];
    let path = "/v1/sites?limit=2";
    for (;;) {
      const { body } = await us.get<Items>(path);
      seen.push(...body.items.map(({ id }) => id));
      if (body.next === null) break;
      path = `/v1/sites?limit=2&cursor=${body.next}`;
    }
    expect(seen).toEqual([...new Set(seen)].sort());
    expect(seen).toEqual(expect.arrayContaining(made));
  });
});

describe("pools", () => {
  beforeAll(setUp);

  it("have defaults, and change field by field", async () => {
    const { body } = await us.get(`/v1/pools/${ours.pool}`);
    const defaults = { ringSeconds: 25, record: false, whisper: "", freezeSeconds: 1800, freezeAfterCallSeconds: null };
    expect(body).toMatchObject({ ...poolBody(ours.site), ...defaults, secondDestination: null, overflow: null });
    const change = {
      record: true,
      freezeAfterCallSeconds: 0,
      secondDestination: "+44 20 7946 0991",
      overflow: ours.flyer,
    };
    const changed = await us.patch(`/v1/pools/${ours.pool}`, change);
    expect(changed.body).toEqual({ ...body, ...change, secondDestination: "+442079460991" });
    expect((await us.patch(`/v1/pools/${ours.pool}`, { overflow: null })).body).toMatchObject({ overflow: null });
  });

  it("tell how full they are", async () => {
    const { status, body } = await us.get(`/v1/pools/${ours.pool}/load`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      pool: ours.pool,
      numbers: 1,
      active: 0,
      frozen: 0,
      resting: 1,
      leased: 0,
      overflowed: 0,
    });
  });

  it("are not deleted while they have numbers or a placement leads to them", async () => {
    expect((await us.delete(`/v1/pools/${ours.pool}`)).status).toBe(409);
    await us.delete(`/v1/numbers/${ours.number}`);
    expect((await us.delete(`/v1/pools/${ours.pool}`)).status).toBe(409);
    await us.delete(`/v1/placements/${ours.placement}`);
    expect((await us.delete(`/v1/pools/${ours.pool}`)).status).toBe(204);
    expect((await us.get(`/v1/pools/${ours.pool}`)).status).toBe(404);
  });
});

describe("numbers", () => {
  beforeAll(setUp);

  it("are listed by what they belong to", async () => {
    const numbers = async (query: string) =>
      (await us.get<Items>(`/v1/numbers?${query}`)).body.items.map(({ number }) => number);
    expect(await numbers("")).toEqual([ours.number, ours.flyer]);
    expect(await numbers(`pool=${ours.pool}`)).toEqual([ours.number]);
    expect(await numbers(`site=${ours.site}&kind=static`)).toEqual([ours.flyer]);
    expect(await numbers("connection=none")).toEqual([]);
  });

  it("are normalised, and taken once in the whole deployment", async () => {
    const body = { kind: "overflow", number: " +44 (0)20 7946-0390 ", connection: ours.connection, site: ours.site };
    const made = await us.post("/v1/numbers", body);
    expect(made.body).toMatchObject({ number: "+442079460390", kind: "overflow", pool: null, destination: null });
    expect((await us.post("/v1/numbers", body)).status).toBe(409);
    expect((await us.get("/v1/numbers/442079460390")).body).toEqual(made.body);
    expect((await us.get("/v1/numbers/%2B442079460390")).body).toEqual(made.body);
  });

  it("take only what fits their kind", async () => {
    const attempts: [string, object, string][] = [
      [ours.number, { channel: "x" }, "channel"],
      [ours.number, { destination: "+442079460990" }, "destination"],
      [ours.flyer, { pool: ours.pool }, "pool"],
      [ours.flyer, { connection: "none" }, "connection"],
    ];
    for (const [number, change, field] of attempts) {
      const answer = await us.patch(`/v1/numbers/${number}`, change);
      expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: field }] } });
    }
    expect((await us.patch(`/v1/numbers/${ours.flyer}`, { channel: "Poster" })).body).toMatchObject({
      channel: "Poster",
    });
  });

  it("are not deleted while a pool overflows to them or a placement leads to them", async () => {
    await us.patch(`/v1/pools/${ours.pool}`, { overflow: ours.flyer });
    expect((await us.delete(`/v1/numbers/${ours.flyer}`)).status).toBe(409);
    await us.patch(`/v1/pools/${ours.pool}`, { overflow: null });
    await us.patch(`/v1/placements/${ours.placement}`, { action: { static: ours.flyer } });
    expect((await us.delete(`/v1/numbers/${ours.flyer}`)).status).toBe(409);
    await us.patch(`/v1/placements/${ours.placement}`, { action: { leave: true } });
    expect((await us.delete(`/v1/numbers/${ours.flyer}`)).status).toBe(204);
  });

  it("move to another pool and with it to another site", async () => {
    const site = (await us.post<{ id: string }>("/v1/sites", SITE)).body.id;
    const pool = (await us.post<{ id: string }>("/v1/pools", poolBody(site))).body.id;
    const moved = await us.patch(`/v1/numbers/${ours.number}`, { pool });
    expect(moved.body).toMatchObject({ pool, site });
    expect(moved.headers.get("ringtrail-published")).toBe("done");
    expect((await us.get(`/v1/pools/${pool}/load`)).body).toMatchObject({ numbers: 1 });
    expect((await us.get(`/v1/pools/${ours.pool}/load`)).body).toMatchObject({ numbers: 0 });
  });
});

describe("placements", () => {
  beforeAll(setUp);

  it("are tried in their order, which can be changed as a whole", async () => {
    const action = { leave: true };
    const second = (await us.post<{ id: string }>("/v1/placements", { site: ours.site, target: TARGET, action })).body
      .id;
    const order = async () => (await us.get<Items>(`/v1/placements?site=${ours.site}`)).body.items.map(({ id }) => id);
    expect(await order()).toEqual([ours.placement, second]);
    const put = (placements: string[]) => us.send("PUT", "/v1/placements/order", { site: ours.site, placements });
    expect((await put([second, ours.placement])).status).toBe(200);
    expect(await order()).toEqual([second, ours.placement]);
    for (const wrong of [[second], [second, second], [second, ours.placement, "place_x"], []]) {
      expect((await put(wrong)).status).toBe(422);
    }
    expect(await order()).toEqual([second, ours.placement]);
  });

  it("keep their conditions, and lose them when told so", async () => {
    const conditions = { source: ["google", "bing"], country: ["GB"], device: ["mobile"], landing: ["/bikes"] };
    const changed = await us.patch(`/v1/placements/${ours.placement}`, { conditions });
    expect(changed.body).toMatchObject({ conditions, action: { pool: ours.pool } });
    expect((await us.patch(`/v1/placements/${ours.placement}`, { conditions: {} })).body).toMatchObject({
      conditions: {},
    });
    expect((await us.delete(`/v1/placements/${ours.placement}`)).status).toBe(204);
  });
});

describe("a number for all, told apart by a code", () => {
  beforeAll(setUp);

  it("is placed like a static one, and kept while a placement leads to it", async () => {
    const body = { kind: "code", number: "+442079460395", connection: ours.connection, site: ours.site };
    expect((await us.post("/v1/numbers", body)).body).toMatchObject({ kind: "code", pool: null });
    const placement = { site: ours.site, target: TARGET };
    const wrong = await us.post("/v1/placements", { ...placement, action: { code: ours.flyer } });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ path: "action.code" }] } });
    const made = await us.post("/v1/placements", { ...placement, action: { code: body.number } });
    expect(made).toMatchObject({ status: 201, body: { action: { code: body.number } } });
    expect((await us.delete(`/v1/numbers/${body.number}`)).status).toBe(409);
  });
});

describe("connections", () => {
  beforeAll(setUp);

  it("A1 store secrets encrypted and never show them; the answer has the webhook URL", async () => {
    const { body } = await us.get<{ webhookUrl: string }>(`/v1/connections/${ours.connection}`);
    expect(body.webhookUrl).toBe(`https://edge.example/hooks/generic/${ours.connection}`);
    const stored = await env.DB.prepare("SELECT secrets FROM connection").first<string>("secrets");
    expect(stored).not.toContain("whsec_");
    expect(await decryptSecrets(stored ?? "", env)).toEqual(CONNECTION.secrets);
    for (const path of ["/v1/connections", `/v1/connections/${ours.connection}`]) {
      expect(JSON.stringify((await us.get(path)).body)).not.toMatch(/secret|whsec|MDEy/);
    }
  });

  it("refuse secrets that the provider does not have, or lacks, naming the field", async () => {
    const attempts: [Record<string, string>, string[]][] = [
      [{}, ["secrets.secret"]],
      [{ secret: "short" }, ["secrets.secret"]],
      [{ ...CONNECTION.secrets, authToken: "x" }, ["secrets.authToken"]],
    ];
    for (const [secrets, fields] of attempts) {
      const answer = await us.post<{ errors: { path: string }[] }>("/v1/connections", { ...CONNECTION, secrets });
      expect(answer.status).toBe(422);
      expect(answer.body.errors.map(({ path }) => path)).toEqual(fields);
      expect(JSON.stringify(answer.body)).not.toContain("whsec_MDEy");
    }
    expect((await us.post("/v1/connections", { ...CONNECTION, provider: "carrier-pigeon" })).status).toBe(422);
  });

  it("forget their secrets when deleted, which they are not while they have numbers", async () => {
    expect((await us.delete(`/v1/connections/${ours.connection}`)).status).toBe(409);
    await us.delete(`/v1/numbers/${ours.number}`);
    await us.delete(`/v1/numbers/${ours.flyer}`);
    expect((await us.delete(`/v1/connections/${ours.connection}`)).status).toBe(204);
    expect((await us.get(`/v1/connections/${ours.connection}`)).status).toBe(404);
    expect(await env.DB.prepare("SELECT secrets FROM connection").first("secrets")).toBe("");
  });
});
