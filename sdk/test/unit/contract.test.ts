import { expect, it } from "vitest";
import { init } from "../../src/index.ts";
import { EVENTS_MAX } from "../../src/pulse.ts";
import { LIMITS } from "../../src/wire.ts";

it("the script's own limit is the contract's", () => {
  expect(EVENTS_MAX).toBe(LIMITS.pulseEvents);
});

it("S1 on a server, init() gives a tracker that shows the originals", () => {
  const tracker = init({ site: "demo", host: "https://calls.example.com" });
  expect(tracker.number("020 7946 0000")).toBe("020 7946 0000");
  expect(tracker.visit()).toBeUndefined();
  expect(() => {
    tracker.subscribe(() => {})();
    tracker.refresh();
    tracker.stop();
  }).not.toThrow();
});
