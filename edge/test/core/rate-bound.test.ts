import fc from "fast-check";
import { expect, it } from "vitest";
import { RateBound } from "../../src/core/rate-bound.ts";

it("L7 lets each key through at most so often in a window, whatever the others do", () => {
  const event = fc.record({ key: fc.constantFrom("a", "b"), afterMs: fc.nat({ max: 400 }) });
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), fc.integer({ min: 1, max: 5 }), (events, max) => {
      const bound = new RateBound(1_000);
      const passed = new Map<string, number>();
      let nowMs = 1_800_000_000_000;
      for (const { key, afterMs } of events) {
        nowMs += afterMs;
        const window = `${key} ${Math.floor(nowMs / 1_000)}`;
        const before = passed.get(window) ?? 0;
        const isPassed = bound.take(key, max, nowMs);
        expect(isPassed).toBe(before < max);
        if (isPassed) passed.set(window, before + 1);
      }
    }),
  );
});

it("L7 stays bounded when the keys are without number, and remembers the latest", () => {
  const bound = new RateBound(60_000);
  for (let i = 0; i < 60_000; i++) bound.take(`key-${i}`, 1, 0);
  expect(bound.take("key-59999", 1, 0), "a late key is still counted").toBe(false);
  expect(bound.take("key-0", 1, 0), "an early one is forgiven").toBe(true);
});
