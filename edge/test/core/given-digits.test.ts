/** What counts of all that was keyed and typed in during a call. */
import { expect, it } from "vitest";
import { type CallEvent, type CallRecord, mergeCall } from "../../src/core/call.ts";

const CODE = "12340";
const OTHER = "04219";
/** The digits that count after these events, a second apart. */
function digitsAfter(events: readonly Partial<CallEvent>[]): string | null {
  const all = events.map((event, n): CallEvent => ({ callId: "CA1", atMs: n * 1000, ...event }));
  return all.reduce<CallRecord | undefined>(mergeCall, undefined)?.digits ?? null;
}

it.each<[string, Partial<CallEvent>[], string | null]>([
  ["nothing", [{}], null],
  ["keys as they are told one by one", [{ digits: "1" }, { digits: "12" }, { digits: "1234" }], "1234"],
  ["a code before a longer slip", [{ digits: CODE }, { digits: "1234567" }], CODE],
  ["the second of two codes, for the first was a slip of somebody's", [{ digits: OTHER }, { digits: CODE }], CODE],
  [
    "the second of two codes, though the first is heard of again",
    [{ digits: OTHER }, { digits: CODE }, { digits: OTHER }],
    CODE,
  ],
  ["the second of two codes, whichever is the larger", [{ digits: CODE }, { digits: OTHER }, { digits: CODE }], OTHER],
  [
    "what was typed in before what was keyed in, then or later",
    [{ digits: CODE }, { typed: OTHER }, { digits: CODE }],
    OTHER,
  ],
  ["the last that was typed in", [{ typed: OTHER }, { typed: CODE }], CODE],
])("W1 %s", (_, events, expected) => {
  expect(digitsAfter(events)).toBe(expected);
});

it("W1 of two codes typed in at the same moment the same one counts, in either order", () => {
  const typed = [CODE, OTHER].map((code) => ({ typed: code, atMs: 0 }));
  expect(digitsAfter(typed)).toBe(digitsAfter(typed.toReversed()));
});
