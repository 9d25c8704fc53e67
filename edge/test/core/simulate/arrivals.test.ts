import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseArrival } from "../../../src/core/simulate/arrivals.ts";
import { EventQueue } from "../../../src/core/simulate/event-queue.ts";
import { generate } from "../../../src/core/simulate/generate.ts";
import { PROFILES } from "../../../src/core/simulate/profiles.ts";

const visit = { t: 1.5, type: "visit", visit: "v1", visitor: "p1", device: "mobile", country: "GB" };
const call = { t: 2, type: "call", call: "k1", caller: "+442079460000", visit: "v1" };
const stray = { t: 2, type: "call", call: "k2", caller: "x", stray: true, pick: 0.5 };
const parse = (fields: unknown) => parseArrival(JSON.stringify(fields));

describe("a line of a file of arrivals", () => {
  it("is read, seconds becoming milliseconds", () => {
    expect(parse(visit)).toEqual({ ok: true, arrival: { ...visit, t: undefined, tMs: 1500 } });
    expect(parse(call)).toMatchObject({ ok: true, arrival: { type: "call", visit: "v1", tMs: 2000 } });
    expect(parse(stray)).toMatchObject({ ok: true, arrival: { type: "stray", pick: 0.5 } });
    for (const type of ["pulse", "hidden", "end"])
      expect(parse({ t: 0, type, visit: "v1" })).toEqual({ ok: true, arrival: { type, tMs: 0, visit: "v1" } });
    expect(parse({ t: 3, type: "signal", visit: "v1", signal: "tel" })).toMatchObject({ ok: true });
  });

  it.each([
    [{ ...visit, t: "1" }, "t", "must be a number"],
    [{ ...visit, t: -1 }, "t", "must be between"],
    [{ type: "pulse", visit: "v1" }, "t", "is missing"],
    [{ ...visit, type: "view" }, "type", "must be one of"],
    [{ ...visit, visit: "" }, "visit", "must have 1 to"],
    [{ ...visit, visitor: 7 }, "visitor", "must be a string"],
    [{ ...visit, device: "fridge" }, "device", "must be one of"],
    [{ t: 1, type: "signal", visit: "v1", signal: "wave" }, "signal", "must be one of"],
    [{ ...call, visit: undefined }, "visit", "is missing"],
    [{ ...stray, pick: 1.5 }, "pick", "must be between 0 and 1"],
    [{ ...stray, stray: "yes" }, "stray", "must be true or false"],
    [[1], "", "is not a JSON object"],
    [null, "", "is not a JSON object"],
  ])("that is wrong is refused, by field: %j", (fields, field, problem) => {
    expect(parse(fields)).toMatchObject({ ok: false, field, problem: expect.stringContaining(problem) });
  });

  it("never throws, whatever it holds", () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (line) => typeof parseArrival(line).ok === "boolean"));
  });
});

describe("made-up traffic", () => {
  it("is the same for the same seed, ordered by time, and tells of no visit that has not begun", () => {
    for (const profile of PROFILES) {
      const arrivals = [...generate(profile, 3, 2_000)];
      expect([...generate(profile, 3, 2_000)]).toEqual(arrivals);
      const begun = new Set<string>();
      let lastMs = 0;
      for (const arrival of arrivals) {
        expect(arrival.tMs).toBeGreaterThanOrEqual(lastMs);
        lastMs = arrival.tMs;
        if (arrival.type === "visit") begun.add(arrival.visit);
        else if (arrival.type !== "stray") expect(begun.has(arrival.visit)).toBe(true);
      }
      expect(begun.size).toBe(2_000);
    }
  });

  it("has the visits a day and the callers of its profile", () => {
    for (const profile of PROFILES) {
      const arrivals = [...generate({ ...profile, spike: null }, 5, 20_000)];
      const visits = arrivals.filter(({ type }) => type === "visit");
      const days = (visits.at(-1)?.tMs ?? 0) / 86_400_000;
      expect(visits.length / days / profile.visitsPerDay).toBeGreaterThan(0.85);
      expect(visits.length / days / profile.visitsPerDay).toBeLessThan(1.2);
      const callers = new Set(arrivals.flatMap((one) => (one.type === "call" ? one.visit : [])));
      expect(callers.size / visits.length / profile.callers).toBeGreaterThan(0.85);
      expect(callers.size / visits.length / profile.callers).toBeLessThan(1.15);
    }
  });

  it("comes out of its queue by time, and in the order it went in where times are equal", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), (times) => {
        const queue = new EventQueue<number>();
        times.forEach((time, n) => {
          queue.push(time, n);
        });
        const out = times.map(() => queue.pop() ?? -1);
        expect(out).toEqual([...times.keys()].sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b));
        expect(queue.pop()).toBeUndefined();
      }),
    );
  });
});
