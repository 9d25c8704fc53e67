/** From the API to switchboards and directories: the real objects have what was configured, and say when they have not. */
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SiteConfig } from "../../src/core/config.ts";
import { repairPublications } from "../../src/publish.ts";
import { Switchboard } from "../../src/switchboard/switchboard.ts";
import { addKey, nobody, reset, us } from "./operator-client.ts";
import { type Configured, configure } from "./resources.ts";

let ours: Configured;

beforeEach(async () => {
  await reset();
  ours = await configure(us);
});
afterEach(() => vi.restoreAllMocks());

/** The connection as its directory has it. */
async function directory(connection: string) {
  const lookup = await env.DIRECTORY.get(env.DIRECTORY.idFromName(connection)).lookup();
  return lookup.kind === "found" ? lookup.config : null;
}

const isPublished = async () => (await us.get<{ published: boolean }>(`/v1/sites/${ours.site}`)).body.published;

describe("publication", () => {
  it("brings numbers and pools to the directory, and takes them away again", async () => {
    const entry = {
      number: ours.number,
      siteKey: ours.siteKey,
      shard: 0,
      destination: "+442079460990",
      ringSeconds: 25,
    };
    expect((await directory(ours.connection))?.numbers).toMatchObject([entry, { number: ours.flyer }]);
    const changed = await us.patch(`/v1/pools/${ours.pool}`, { destination: "+442079460995", whisper: "Shop" });
    expect(changed.headers.get("ringtrail-published")).toBe("done");
    const after = { ...entry, destination: "+442079460995", whisper: "Shop" };
    expect((await directory(ours.connection))?.numbers[0]).toMatchObject(after);
    await us.delete(`/v1/numbers/${ours.flyer}`);
    expect((await directory(ours.connection))?.numbers).toHaveLength(1);
  });

  it("never fails a request: what could not be published is pending, and the cron makes up for it", async () => {
    const failing = vi.spyOn(Switchboard.prototype, "configure").mockRejectedValue(new Error("reset"));
    vi.spyOn(console, "warn").mockReturnValue();
    const answer = await us.patch(`/v1/sites/${ours.site}`, { name: "Renamed" });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("ringtrail-published")).toBe("pending");
    expect(await isPublished()).toBe(false);
    await repairPublications(env);
    expect(await isPublished()).toBe(false);
    failing.mockRestore();
    await repairPublications(env);
    expect(await isPublished()).toBe(true);
  });

  it("splits a site into shards and joins it again; each number is in one of them", async () => {
    for (let i = 10; i < 18; i++) {
      const number = `+4420794601${i}`;
      await us.post("/v1/numbers", { kind: "pool", number, connection: ours.connection, pool: ours.pool });
    }
    for (const shards of [3, 2, 1]) {
      const answer = await us.patch(`/v1/sites/${ours.site}`, { shards });
      expect(answer.headers.get("ringtrail-published")).toBe("done");
      expect((await us.get(`/v1/pools/${ours.pool}/load`)).body).toMatchObject({ numbers: 9, resting: 9 });
    }
  });

  it("deleted sites allow no page any more", async () => {
    for (const path of [`numbers/${ours.number}`, `numbers/${ours.flyer}`, `placements/${ours.placement}`]) {
      await us.delete(`/v1/${path}`);
    }
    await us.delete(`/v1/pools/${ours.pool}`);
    const configs: SiteConfig[] = [];
    vi.spyOn(Switchboard.prototype, "configure").mockImplementation(async (config) => {
      configs.push(config);
      return { version: config.version, held: [] };
    });
    expect((await us.delete(`/v1/sites/${ours.site}`)).headers.get("ringtrail-published")).toBe("done");
    expect(configs.at(-1)).toMatchObject({ origins: [], numbers: [], placements: [], pools: [] });
  });
});

describe("health", () => {
  it("tells anyone that it is up, and operators of their own switchboards", async () => {
    const stranger = await nobody.get("/health");
    expect(stranger).toMatchObject({ status: 200, body: { status: "ok", database: "ok", outbox: { silent: 0 } } });
    expect(JSON.stringify(stranger.body)).not.toContain(ours.site);
    const own = await us.get("/health");
    expect(own.body).toMatchObject({ sites: [{ site: ours.site, shard: 0, waiting: 0, lagMs: 0 }] });
    const other = await addKey("third", "rt_third", ["read"]);
    expect((await other.get("/health")).body).toMatchObject({ sites: [] });
  });
});
