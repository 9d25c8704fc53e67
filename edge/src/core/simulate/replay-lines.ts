/**
 * Replays a file of arrivals, line by line: nothing is kept of a line once it is played, so that the size of the file
 * does not matter. The first line that is wrong ends it; nothing is repaired or passed over silently.
 */
import { type BadLine, parseArrival } from "./arrivals.ts";
import { Replay, type ReplayOptions, type ReplayResult } from "./replay.ts";

/** What came of a file; of a bad one the number of the line at fault, from 1, and what is wrong with it. */
export type Replayed = { ok: true; result: ReplayResult } | ({ ok: false; line: number } & BadLine);

/** A mark that some editors put in front of a file. */
const BYTE_ORDER_MARK = /^\uFEFF/;

/** @param lines JSON, as `docs/sizing.md` describes it; empty ones are passed over */
export async function replayLines(lines: AsyncIterable<string>, options: ReplayOptions): Promise<Replayed> {
  const replay = new Replay(options);
  let line = 0;
  let latestMs = Number.NEGATIVE_INFINITY;
  for await (const content of lines) {
    line += 1;
    const text = line === 1 ? content.replace(BYTE_ORDER_MARK, "") : content;
    if (text.trim() === "") continue;
    const parsed = parseArrival(text);
    if (!parsed.ok) return { ...parsed, line };
    const { arrival } = parsed;
    if (arrival.tMs < latestMs) return { ok: false, line, field: "t", problem: "is earlier than on the line before" };
    latestMs = arrival.tMs;
    if (arrival.type !== "visit" && arrival.type !== "stray" && !replay.knows(arrival.visit)) {
      const problem = `names ${JSON.stringify(arrival.visit)}, which has not begun`;
      return { ok: false, line, field: "visit", problem };
    }
    replay.take(arrival);
  }
  return { ok: true, result: replay.result() };
}
