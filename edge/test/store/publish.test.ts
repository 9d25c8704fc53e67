/** Publication over random histories: real D1, switchboards reduced to what they hold. */
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { shardOf } from "../../src/core/shards.ts";
import { publishSite } from "../../src/publish.ts";
import { loadConnection } from "../../src/store/connection-snapshot.ts";
import { claim, markSitePublished, release } from "../../src/store/dealings.ts";
import { loadSite } from "../../src/store/site-snapshot.ts";
import { NUMBERS, type Place, SITES, type Site, World } from "./publication-world.ts";

const world = new World();
const [FIRST = "", SECOND = ""] = NUMBERS;

type Step =
  | { do: "move"; number: string; place: Place }
  | { do: "reshard"; site: Site; shards: number }
  | { do: "lease"; number: string }
  | { do: "rest" }
  | { do: "publish"; sites: Site[] };
/** What happens while a publication runs. */
type Meanwhile = { in: number; when: "before" | "after"; step: Step | "fail" };

// Few numbers and mostly one of them, so that histories of the same number are common.
const number = fc.constantFrom(FIRST, FIRST, FIRST, SECOND);
const site = fc.constantFrom(...SITES);
const place: fc.Arbitrary<Place> = fc.option(
  fc.record({ kind: fc.constantFrom("pool", "pool", "pool", "static"), site }),
  { freq: 6 },
);
const sites = fc.array(site, { minLength: 1, maxLength: 3 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("move" as const), number, place }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("reshard" as const), site, shards: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("lease" as const), number }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("rest" as const) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("publish" as const), sites }) },
);
const meanwhile: fc.Arbitrary<Meanwhile> = fc.record({
  in: fc.nat(3),
  when: fc.constantFrom("before", "after"),
  step: fc.oneof({ weight: 4, arbitrary: step }, { weight: 1, arbitrary: fc.constant("fail" as const) }),
});
const history = fc.array(fc.record({ step, meanwhile: fc.array(meanwhile, { maxLength: 2 }) }), {
  minLength: 6,
  maxLength: 24,
});

async function take(step: Step | "fail"): Promise<void> {
  if (step === "fail") throw new Error("switchboard unreachable");
  switch (step.do) {
    case "move":
      return world.move(step.number, step.place);
    case "reshard":
      return world.reshard(step.site, step.shards);
    case "lease":
      return world.lease(step.number);
    case "rest":
      return world.rest();
    case "publish":
      return world.publish(step.sites);
  }
}

/** Where every pool number ends up once all is published: the switchboard its site and hash say. */
async function wantedPlaces(): Promise<Map<string, string[]>> {
  const { results } = await world.db
    .prepare("SELECT e164, kind, key, shards FROM number JOIN site ON site.id = number.site_id")
    .all<{ e164: string; kind: string; key: string; shards: number }>();
  const pool = results.filter(({ kind }) => kind === "pool");
  const places = new Map(NUMBERS.map((number) => [number, [] as string[]]));
  for (const { e164, key, shards } of pool) places.set(e164, [`${key}/${shardOf(e164, shards)}`]);
  return places;
}

describe("publication", () => {
  beforeEach(() => world.reset());

  it("L1 no number ever has two switchboards, whatever fails and crosses; and in the end each is where it belongs", async () => {
    await fc.assert(
      fc.asyncProperty(history, async (steps) => {
        await world.reset();
        for (const { step, meanwhile } of steps) {
          world.interruptions = meanwhile.map(({ step, ...at }) => ({ ...at, act: () => take(step) }));
          await take(step);
          for (const number of NUMBERS) expect(world.holdersOf(number).length).toBeLessThanOrEqual(1);
        }
        expect(await world.settle()).toBe(true);
        for (const [number, places] of await wantedPlaces()) expect(world.holdersOf(number)).toEqual(places);
      }),
      { numRuns: 40 },
    );
  });

  it("L1 a live number stays where it is, and callers are looked up there, until it rests", async () => {
    await world.move(FIRST, { kind: "pool", site: "a" });
    expect(await publishSite(world, "a")).toBe("done");
    world.lease(FIRST);
    await world.move(FIRST, { kind: "pool", site: "b" });
    expect(await publishSite(world, "a")).toBe("pending");
    expect(await publishSite(world, "b")).toBe("pending");
    expect(world.holdersOf(FIRST)).toEqual(["key-a/0"]);
    expect((await loadConnection(world.db, "line"))?.numbers[0]).toMatchObject({ siteKey: "key-a", shard: 0 });
    world.rest();
    expect(await publishSite(world, "a")).toBe("done");
    expect(await publishSite(world, "b")).toBe("done");
    expect(world.holdersOf(FIRST)).toEqual(["key-b/0"]);
    expect((await loadConnection(world.db, "line"))?.numbers[0]).toMatchObject({ siteKey: "key-b", shard: 0 });
  });

  it("L1 what was decided from an older version is not done", async () => {
    await world.move(FIRST, { kind: "pool", site: "a" });
    await publishSite(world, "a");
    await world.move(FIRST, null);
    const old = await loadSite(world.db, "a");
    if (old === null) throw new Error("the site is there");
    // Its switchboard has let the number go, but before that is noted, the operator gives it back to the site.
    await world.move(FIRST, { kind: "pool", site: "a" });
    await release(world.db, old, old.dealt);
    expect((await loadSite(world.db, "a"))?.dealt).toEqual(old.dealt);
    await claim(world.db, old, [{ number: SECOND, site: "a", shard: 0 }]);
    expect((await loadSite(world.db, "a"))?.dealt).toEqual(old.dealt);
    await markSitePublished(world.db, old);
    expect((await loadSite(world.db, "a"))?.published).toBeLessThan(old.version);
  });

  it("tells shards that a site gave up that they have nothing any more", async () => {
    for (const number of NUMBERS) await world.move(number, { kind: "pool", site: "a" });
    await world.reshard("a", 3);
    expect(await publishSite(world, "a")).toBe("done");
    await world.reshard("a", 1);
    expect(await publishSite(world, "a")).toBe("done");
    expect([...world.at("key-a/0").numbers].sort()).toEqual(NUMBERS);
    expect(world.at("key-a/1").numbers.size + world.at("key-a/2").numbers.size).toBe(0);
  });

  it("finds numbers again that were dealt to a shard that no longer exists, though it was never told", async () => {
    for (const number of NUMBERS) await world.move(number, { kind: "pool", site: "a" });
    await world.reshard("a", 3);
    // The Worker ends after the numbers were dealt: the load and the dealing are its only batches.
    let batches = 0;
    const batch = (statements: D1PreparedStatement[]) => {
      if (++batches > 2) throw new Error("the Worker has ended");
      return world.db.batch(statements);
    };
    const db = { batch, prepare: (sql: string) => world.db.prepare(sql) } as unknown as D1Database;
    const switchboard = world.switchboard.bind(world);
    await expect(publishSite({ db, switchboard, directory: () => world.directory() }, "a")).rejects.toThrow("ended");
    await world.reshard("a", 1);
    expect(await publishSite(world, "a")).toBe("done");
    expect([...world.at("key-a/0").numbers].sort()).toEqual(NUMBERS);
  });

  it("raises the connections of numbers that change their switchboard, so that their directories follow", async () => {
    await world.move(FIRST, { kind: "pool", site: "a" });
    const version = () => world.db.prepare("SELECT version FROM connection").first<number>("version");
    const before = (await version()) ?? 0;
    await publishSite(world, "a");
    expect(await version()).toBeGreaterThan(before);
  });

  it("changes nothing when nothing has changed", async () => {
    await world.move(FIRST, { kind: "pool", site: "a" });
    await publishSite(world, "a");
    const before = await world.db.prepare("SELECT * FROM site").all();
    expect(await publishSite(world, "a")).toBe("done");
    expect((await world.db.prepare("SELECT * FROM site").all()).results).toEqual(before.results);
  });
});
