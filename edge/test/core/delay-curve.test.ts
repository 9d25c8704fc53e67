import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AWAY, binOf, lowerEdgeMs, ON_SITE, remainingChance, TAPPED } from "../../src/core/delay-curve.ts";
import { PRIOR_CURVE } from "../../src/core/prior-curve.ts";
import { INTENTS } from "../../src/core/signals.ts";

const ms = fc.oneof(fc.integer({ min: -1000, max: 3_600_000 }), fc.double({ min: 0, max: 1e12, noNaN: true }));

describe("the delay curve", () => {
  it("L4 the chance that a visitor still calls never rises with time", () => {
    fc.assert(
      fc.property(fc.constantFrom(...INTENTS), ms, ms, (intent, a, b) => {
        const [sooner, later] = a < b ? [a, b] : [b, a];
        expect(remainingChance(PRIOR_CURVE, intent, later)).toBeLessThanOrEqual(
          remainingChance(PRIOR_CURVE, intent, sooner),
        );
      }),
    );
  });

  it("L4 the prior puts the signals in their order", () => {
    const order = ["bounce", "plain", "seen", "interested", "tel"] as const;
    const chances = order.map((intent) => remainingChance(PRIOR_CURVE, intent, 300_000));
    expect(chances).toEqual([...chances].sort((a, b) => a - b));
  });

  it("the prior follows the published figures: over 80 % within 15 minutes, over 90 % within 30", () => {
    const all = remainingChance(PRIOR_CURVE, "seen", 0);
    expect(1 - remainingChance(PRIOR_CURVE, "seen", 15 * 60_000) / all).toBeGreaterThan(0.8);
    expect(1 - remainingChance(PRIOR_CURVE, "seen", 30 * 60_000) / all).toBeGreaterThan(0.9);
  });

  it("every time falls into the bin whose edges enclose it", () => {
    fc.assert(
      fc.property(fc.constantFrom(AWAY, ON_SITE, TAPPED), ms, (scale, time) => {
        const bin = binOf(scale, time);
        expect(lowerEdgeMs(scale, bin)).toBeLessThanOrEqual(Math.max(0, time));
        if (bin < scale.bins - 1) expect(time).toBeLessThan(lowerEdgeMs(scale, bin + 1));
      }),
    );
  });

  it("is plain JSON", () => {
    expect(JSON.parse(JSON.stringify(PRIOR_CURVE))).toEqual(PRIOR_CURVE);
  });
});
