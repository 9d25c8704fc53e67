import fc from "fast-check";
import { expect, it } from "vitest";
import type { Conditions, Placement } from "../../src/core/config.ts";
import { matches, place, type VisitFacts } from "../../src/core/placement.ts";

const FACTS: VisitFacts = {
  channel: "Paid Search",
  source: "google",
  medium: "cpc",
  campaign: "Brand UA",
  landing: "/sale/phones",
  country: "GB",
  region: "ENG",
  city: "London",
  device: "mobile",
};
const SALES = "+442079460000";
const SUPPORT = "+442079460001";

function rule(id: string, target: string, conditions: Conditions): Placement {
  return { id, target, conditions, action: { pool: `pool-${id}` } };
}

it("for every target the first match wins, and a target without one is left out", () => {
  const placements = [
    rule("a", SALES, { channel: ["Direct"] }),
    rule("b", SALES, { source: ["Google"] }),
    rule("c", SUPPORT, { country: ["FR"] }),
    rule("d", SALES, {}),
  ];
  expect(place(placements, FACTS)).toEqual([{ target: SALES, placement: "b", action: { pool: "pool-b" } }]);
  expect(place([...placements, { ...rule("e", SUPPORT, {}), action: { leave: true } }], FACTS)).toEqual([
    { target: SALES, placement: "b", action: { pool: "pool-b" } },
    { target: SUPPORT, placement: "e", action: { leave: true } },
  ]);
});

it.each<[Conditions, boolean]>([
  [{}, true],
  [{ channel: [] }, true],
  [{ channel: ["direct", "PAID search"] }, true],
  [{ source: ["bing"] }, false],
  [{ medium: ["CPC"] }, true],
  [{ campaign: ["brand ua"] }, true],
  [{ campaign: ["brand"] }, false],
  [{ landing: ["/SALE"] }, true],
  [{ landing: ["/sale/phones/x", "/blog"] }, false],
  [{ country: ["gb"], region: ["eng"], city: ["london"] }, true],
  [{ country: ["gb"], city: ["leeds"] }, false],
  [{ device: ["desktop", "mobile"] }, true],
  [{ device: ["tablet"] }, false],
])("conditions %j: %s", (conditions, expected) => {
  expect(matches(conditions, FACTS)).toBe(expected);
});

it("each field counts: changing the one a condition names turns the answer", () => {
  const fields = ["channel", "source", "medium", "campaign", "landing", "country", "region", "city", "device"] as const;
  fc.assert(
    fc.property(fc.constantFrom(...fields), fc.constantFrom(...fields), (named, changed) => {
      const conditions: Conditions = { [named]: [FACTS[named].toUpperCase()] };
      const facts = { ...FACTS, [changed]: "other" } as VisitFacts;
      expect(matches(conditions, facts)).toBe(named !== changed);
    }),
  );
});
