/** One number for all, a code for each: who gets which code, and whose call a code tells. Real switchboards. */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { VisitResponse } from "../../../sdk/src/wire.ts";
import type { CallEvent } from "../../src/core/call.ts";
import { mintCode, readCode } from "../../src/core/code.ts";
import { DEFAULT_SETTINGS, type SiteConfig } from "../../src/core/config.ts";
import { shardOf } from "../../src/core/shards.ts";
import type { CallRow } from "../../src/store/rows.ts";
import { routeVisit } from "../../src/switchboard/route-visit.ts";
import { SALES, siteConfig, stubOf, view } from "./site.ts";

const CODE_NUMBER = "+442079460395";
const CALLER = "+447700900123";
const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 10, 22, 9);
const RADIO = "04219";

let sites = 0;
let calls = 0;

/** A site that shows everybody the same number, with a code for each. */
async function open(shards = 1): Promise<string> {
  const key = `codes-${sites++}`;
  for (let shard = 0; shard < shards; shard++) await stubOf(key, shard).configure(codeSite(key, { shard, shards }));
  return key;
}

function codeSite(key: string, change: Partial<SiteConfig> = {}): SiteConfig {
  const base = siteConfig(key);
  return {
    ...base,
    settings: { ...DEFAULT_SETTINGS, channelCodes: { [RADIO]: "Radio" } },
    numbers: [...base.numbers, { number: CODE_NUMBER, kind: "code", pool: null, channel: "" }],
    placements: [{ id: "p1", target: SALES, conditions: {}, action: { code: CODE_NUMBER } }],
    ...change,
  };
}

async function visit(site: string, n: number): Promise<VisitResponse> {
  const outcome = await routeVisit(env, view(site, n));
  if (!outcome.ok) throw new Error(outcome.reason);
  return JSON.parse(outcome.body) as VisitResponse;
}

/** A new call to the code number, told in one event, and what its switchboard makes of it. */
async function call(site: string, said: Partial<CallEvent>, shard = 0): Promise<CallRow> {
  return tell(site, { callId: `c${calls++}`, from: CALLER, to: CODE_NUMBER, ...said }, shard);
}

async function tell(site: string, said: Partial<CallEvent> & { callId: string }, shard = 0): Promise<CallRow> {
  const stub = stubOf(site, shard);
  const event = { atMs: Date.now(), ...said };
  const { id } = await stub.call({ connection: "line", account: "account-1", event });
  const row = await stub.readCall(id);
  if (row === null) throw new Error(`${id} is not known`);
  return row;
}

/** Another code that is right in itself, and nobody's. */
const codeBeside = (code: string): string => mintCode(Math.random, (other) => other === code || other === RADIO) ?? "";
const slip = (code: string): string => code.slice(0, -1) + ((Number(code.at(-1)) + 1) % 10);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime(START_MS);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe("codes of visits", () => {
  it("R1 a visit that is shown a number for all has a code, and keeps it", async () => {
    const site = await open();
    const first = await visit(site, 1);
    expect(first.swaps).toMatchObject([{ kind: "code", number: CODE_NUMBER }]);
    expect(readCode(first.code ?? "")).toBe(first.code);
    vi.setSystemTime(START_MS + 60_000);
    expect((await visit(site, 1)).code).toBe(first.code);
  });

  it("R1 whoever is shown no such number has none", async () => {
    const key = `codes-${sites++}`;
    await stubOf(key).configure(siteConfig(key));
    expect(await visit(key, 1)).not.toHaveProperty("code");
  });

  it("R1 no two live visits have the same code, nor any the code of a channel, however bad the dice", async () => {
    const site = await open();
    // Payloads 0420 to 0429 only, of which the channel has one; then five digits, and so on.
    let n = 0;
    vi.spyOn(Math, "random").mockImplementation(() => 0.042 + (n++ % 10) / 10_000);
    const codes = new Set<string | undefined>();
    for (let visitor = 0; visitor < 25; visitor++) codes.add((await visit(site, visitor)).code);
    expect(codes.size).toBe(25);
    expect([...codes].every((code) => code !== undefined && code !== RADIO)).toBe(true);
  });

  it("R1 a code rests for three days after its visit's last sign of life", async () => {
    const site = await open();
    vi.spyOn(Math, "random").mockReturnValue(0.1234);
    const { code } = await visit(site, 1);
    expect(code).toBe("12340");
    vi.setSystemTime(START_MS + 3 * DAY_MS - 1000);
    expect((await visit(site, 2)).code).not.toBe(code);
    vi.setSystemTime(START_MS + 3 * DAY_MS);
    expect((await visit(site, 3)).code).toBe(code);
  });

  it("is forgotten with its visit", async () => {
    const site = await open();
    const { code } = await visit(site, 1);
    vi.setSystemTime(START_MS + 40 * DAY_MS);
    await runInDurableObject(stubOf(site), (switchboard) => switchboard.alarm());
    vi.setSystemTime(START_MS + 42 * DAY_MS);
    await runInDurableObject(stubOf(site), (switchboard) => switchboard.alarm());
    expect(await stubOf(site).findCode(code ?? "", Date.now())).toBeNull();
    const kept = await runInDurableObject(stubOf(site), (_, { storage }) =>
      storage.sql.exec("SELECT code FROM code").toArray(),
    );
    expect(kept).toEqual([]);
  });
});

describe("calls with a code", () => {
  it("R1 is the call of the visit that has it, whoever else was shown the number since", async () => {
    const site = await open();
    const { visit: id, code } = await visit(site, 1);
    vi.setSystemTime(START_MS + 5 * 3_600_000);
    for (let n = 2; n < 6; n++) await visit(site, n);
    const row = await call(site, { digits: code ?? "" });
    expect(row).toMatchObject({ method: "code", visitId: id, digits: code, channel: "Paid Search", campaign: "brand" });
    expect(row.confidence).toBeGreaterThan(0.95);
  });

  it("R1 a slip, or a code of nobody, is weighed like no code at all", async () => {
    const site = await open();
    const { code = "" } = await visit(site, 1);
    const [none, wrong, unknown] = [
      await call(site, { from: "+447700900001" }),
      await call(site, { from: "+447700900002", digits: slip(code) }),
      await call(site, { from: "+447700900003", digits: codeBeside(code) }),
    ];
    expect(none.method).not.toBe("code");
    expect(wrong.method).not.toBe("code");
    expect(unknown.method).not.toBe("code");
  });

  it("R1 a code that comes late, or after a slip, decides all the same; what an agent types in counts before it", async () => {
    const site = await open();
    const one = await visit(site, 1);
    const other = await visit(site, 2);
    const { method } = await call(site, { callId: "late" });
    expect(method).not.toBe("code");
    expect(await tell(site, { callId: "late", digits: slip(one.code ?? "") })).toMatchObject({ method });
    const keyed = await tell(site, { callId: "late", digits: one.code ?? "" });
    expect(keyed).toMatchObject({ method: "code", visitId: one.visit });
    const typed = await tell(site, { callId: "late", typed: other.code ?? "" });
    expect(typed).toMatchObject({ method: "code", visitId: other.visit });
    // The keys are told of again, as providers do.
    expect(await tell(site, { callId: "late", digits: one.code ?? "" })).toMatchObject({ visitId: other.visit });
  });

  it("R1 a channel's code names the channel, and no visit", async () => {
    const site = await open();
    await visit(site, 1);
    const row = await call(site, { digits: RADIO });
    expect(row).toMatchObject({ method: "code", visitId: null, channel: "Radio", digits: RADIO });
  });

  it("R1 a code is no evidence at a number that has none", async () => {
    const site = await open();
    const { code } = await visit(site, 1);
    const row = await call(site, { to: "+442079460300", digits: code ?? "" });
    expect(row).toMatchObject({ method: "static", channel: "Flyer" });
  });
});

describe("a site of several switchboards", () => {
  const SHARDS = 3;
  /** A visitor whose visits are at this switchboard. */
  const visitorAt = (shard: number, from = 0): number => {
    for (let n = from; ; n++) if (shardOf(view("", n).request.visitor, SHARDS) === shard) return n;
  };

  it("R1 a code tells its visit whichever switchboard is told of the call", async () => {
    const site = await open(SHARDS);
    for (let home = 0; home < SHARDS; home++) {
      const { visit: id, code } = await visit(site, visitorAt(home));
      for (let shard = 0; shard < SHARDS; shard++) {
        const row = await call(site, { from: `+4477009000${home}${shard}`, digits: code ?? "" }, shard);
        expect(row).toMatchObject({ method: "code", visitId: id, campaign: "brand" });
      }
    }
  });

  it("R1 no two switchboards give the same code", async () => {
    const site = await open(SHARDS);
    vi.spyOn(Math, "random").mockReturnValue(0.4271);
    const codes = new Set<string | undefined>();
    for (let shard = 0; shard < SHARDS; shard++) codes.add((await visit(site, visitorAt(shard))).code);
    expect(codes.size).toBe(SHARDS);
  });

  it("R1 of two who have had a code, before and after the site was split, the later counts", async () => {
    const key = `codes-${sites++}`;
    await stubOf(key).configure(codeSite(key));
    vi.spyOn(Math, "random").mockReturnValue(0.1235);
    const old = await visit(key, visitorAt(0));
    vi.setSystemTime(START_MS + 4 * DAY_MS);
    for (let shard = 0; shard < SHARDS; shard++) {
      await stubOf(key, shard).configure(codeSite(key, { version: 2, shard, shards: SHARDS }));
    }
    const home = Number(old.code?.slice(0, -1)) % SHARDS;
    expect(home).not.toBe(0);
    const young = await visit(key, visitorAt(home));
    expect(young.code).toBe(old.code);
    for (const shard of [0, home]) {
      const row = await call(key, { from: `+4477009001${shard}`, digits: old.code ?? "" }, shard);
      expect(row).toMatchObject({ method: "code", visitId: young.visit });
    }
  });

  it("W3 a switchboard that does not answer costs no call, and no more than a moment", async () => {
    vi.useRealTimers();
    const site = await open(SHARDS);
    const { code } = await visit(site, visitorAt(1));
    vi.spyOn(console, "warn").mockReturnValue();
    const failures = [
      async (): Promise<never> => Promise.reject(new Error("down")),
      async (): Promise<never> => new Promise<never>(() => {}),
    ];
    for (const fail of failures) {
      const row = await runInDurableObject(stubOf(site), async (switchboard) => {
        const namespace = { idFromName: (name: string) => name, get: () => ({ testify: fail }) };
        const world = switchboard as unknown as { env: { SWITCHBOARD: unknown } };
        const { env: before } = world;
        world.env = { ...before, SWITCHBOARD: namespace };
        try {
          const event = { callId: `f${calls++}`, from: CALLER, to: CODE_NUMBER, digits: code ?? "", atMs: Date.now() };
          const { id } = await switchboard.call({ connection: "line", account: "account-1", event });
          return await switchboard.readCall(id);
        } finally {
          world.env = before;
        }
      });
      expect(row?.digits).toBe(code);
      expect(row?.method).not.toBe("code");
      expect(row?.evidence.join()).toContain("2 switchboards of the site did not answer");
    }
  });
});
