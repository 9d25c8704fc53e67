/** How a connection is found while parts of the system fail (W3). */
import { beforeEach, describe, expect, it, vi } from "vitest";
import { type ConnectionSources, Connections } from "../../src/directory/connections.ts";
import { connection, entry } from "./entries.ts";

const down = async (): Promise<never> => {
  throw new Error("down");
};
const config = connection("acme", { version: 3 });
const up: ConnectionSources = {
  directory: async (_, known) => (known === 3 ? { kind: "unchanged" } : { kind: "found", config }),
  database: down,
};
const unknown: ConnectionSources = { directory: async () => ({ kind: "unknown" }), database: async () => config };

beforeEach(() => {
  vi.spyOn(console, "warn").mockReturnValue();
});

describe("Connections", () => {
  it("asks the directory once in ten seconds, and then only whether anything changed", async () => {
    const directory = vi.fn(up.directory);
    const connections = new Connections();
    for (const nowMs of [0, 1, 9999, 10_000, 10_001]) {
      expect((await connections.find("acme", { ...up, directory }, nowMs))?.numbers.get("+442079460100")?.siteKey).toBe(
        "shop",
      );
    }
    expect(directory.mock.calls).toEqual([
      ["acme", undefined],
      ["acme", 3],
    ]);
  });

  it("refresh asks at once, and find has the answer from then on", async () => {
    const connections = new Connections();
    await connections.find("acme", up, 0);
    const next = connection("acme", { version: 4, numbers: [entry("+441")] });
    const changed: ConnectionSources = { directory: async () => ({ kind: "found", config: next }), database: down };
    expect((await connections.refresh("acme", changed, 1))?.config).toEqual(next);
    expect((await connections.find("acme", up, 2))?.config).toEqual(next);
  });

  it("W3 with the directory down, uses a copy of any age", async () => {
    const connections = new Connections();
    await connections.find("acme", up, 0);
    const day = 86_400_000;
    expect((await connections.find("acme", { directory: down, database: down }, day))?.config).toEqual(config);
  });

  it("W3 with the directory down and no copy, reads D1", async () => {
    const connections = new Connections();
    const sources = { directory: down, database: async () => config };
    expect((await connections.find("acme", sources, 0))?.config).toEqual(config);
    expect(await new Connections().find("acme", { directory: down, database: async () => null }, 0)).toBeNull();
  });

  it("W3 a directory that does not answer counts as down", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const sources = { directory: () => new Promise<never>(() => {}), database: async () => config };
      const finding = new Connections().find("acme", sources, 0);
      await vi.advanceTimersByTimeAsync(700);
      expect((await finding)?.config).toEqual(config);
    } finally {
      vi.useRealTimers();
    }
  });

  it("throws when nobody could tell: that is not the same as unknown", async () => {
    await expect(new Connections().find("acme", { directory: down, database: down }, 0)).rejects.toThrow("down");
  });

  it("believes the directory that there is no such connection, and forgets it", async () => {
    const connections = new Connections();
    await connections.find("acme", up, 0);
    expect(await connections.refresh("acme", unknown, 1)).toBeNull();
    await expect(connections.find("acme", { directory: down, database: down }, 2)).rejects.toThrow();
  });

  it("asks nobody for an id that cannot be one", async () => {
    const asked = vi.fn();
    const sources = { directory: asked, database: asked };
    for (const id of ["", "a b", "../x", "é", "x".repeat(65)])
      expect(await new Connections().find(id, sources, 0)).toBeNull();
    expect(asked).not.toHaveBeenCalled();
  });

  it("keeps a bounded number of connections, those asked for last", async () => {
    const connections = new Connections();
    const any: ConnectionSources = {
      directory: async (id) => ({ kind: "found", config: connection(id) }),
      database: down,
    };
    for (let n = 0; n < 100; n++) await connections.find(`c${n}`, any, 0);
    await connections.refresh("c0", any, 1);
    await connections.find("c100", any, 1);
    const asked = vi.fn(any.directory);
    for (const id of ["c0", "c2", "c100"]) await connections.find(id, { ...any, directory: asked }, 1);
    expect(asked).not.toHaveBeenCalled();
    await connections.find("c1", { ...any, directory: asked }, 1);
    expect(asked).toHaveBeenCalledWith("c1", undefined);
  });
});
