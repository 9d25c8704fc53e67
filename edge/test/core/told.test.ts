/** What we were told of a caller beside what their calls say: the later counts, and nothing is claimed that nobody said. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { KnownCaller } from "../../src/core/known-caller.ts";
import { arrivalTold, knownFrom, type Told } from "../../src/core/told.ts";

const id = fc.constantFrom("a", "b", "c");
const belief = fc.record({ visit: id, visitor: id, confidence: fc.double({ min: 0, max: 1, noNaN: true }) });
const time = fc.integer({ min: 0, max: 10 });
const call: fc.Arbitrary<KnownCaller> = fc
  .tuple(belief, time)
  .map(([who, calledAtMs]) => ({ ...who, calledAtMs, number: "+442079460100" }));
const arrival = { channel: "Radio", source: "", medium: "", campaign: "", term: "" };
const told: fc.Arbitrary<Told> = fc.record({
  ...{ id, version: time, knownAtMs: time, atMs: time, caller: fc.constant("+447911123456") },
  ...{ by: fc.constantFrom("lead" as const, "deal" as const), visit: fc.option(belief), arrival: fc.constant(arrival) },
});

describe("what is known of a caller", () => {
  it("R3 is what was said last, by a call or by somebody who told us", () => {
    fc.assert(
      fc.property(fc.option(call), fc.option(told), (called, said) => {
        const known = knownFrom(called, said);
        const isTold = said?.visit != null && !(called && called.calledAtMs > said.knownAtMs);
        expect(known?.visit).toBe(isTold ? said?.visit?.visit : called?.visit);
        expect(known?.confidence).toBe(isTold ? said?.visit?.confidence : called?.confidence);
      }),
    );
  });

  it("R1 tells of a form or a deal only where it bears on the answer", () => {
    fc.assert(
      fc.property(fc.option(call), told, (called, said) => {
        const known = knownFrom(called, said);
        if (known?.told === undefined) return;
        expect(known.told).toMatchObject({ by: said.by, atMs: said.atMs });
        expect(said.visit === null || known.visitor === said.visit.visitor).toBe(true);
      }),
    );
  });

  it("T2 an arrival is that of the visit it was told of, and of no other", () => {
    fc.assert(
      fc.property(fc.option(call), told, id, (called, said, visit) => {
        const known = knownFrom(called, said);
        const expected = said.visit?.visit === visit && known?.visit === visit && known.told !== undefined;
        expect(arrivalTold(known, visit)).toEqual(expected ? arrival : null);
        expect(arrivalTold(known, null)).toBeNull();
      }),
    );
  });
});
