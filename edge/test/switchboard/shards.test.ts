/**
 * Histories of a site that is split into one, two and eight switchboards and back while visitors come, call and leave,
 * while its numbers go to another site and back, and while the Worker that publishes all this crashes. The auditor that
 * checks the single switchboard checks them all together here.
 */
import fc from "fast-check";
import { afterEach, beforeEach, it, vi } from "vitest";
import { SHARD_HISTORIES, shardHistory } from "./shard-history.ts";
import { Play } from "./shard-play.ts";

const RUNS = 25;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.spyOn(console, "warn").mockReturnValue();
});
afterEach(() => {
  vi.useRealTimers();
});

it(`L1 L2 L3 L4 L5 L7 R1 R4 W1 W3 T1 hold over ${RUNS} random histories of a site that is split anew`, async () => {
  await fc.assert(
    fc.asyncProperty(shardHistory, async (operations) => {
      const play = await Play.open();
      for (const operation of operations) await play.step(operation);
      await play.finish();
    }),
    { numRuns: RUNS, examples: SHARD_HISTORIES, endOnFailure: true },
  );
});
