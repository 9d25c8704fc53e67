/**
 * What visitors were answered and did, with the times between which each thing must have happened, and the check of the
 * whole of it. Knows nothing of the code under test: only wall-clock times on the outside, and the promises.
 */

/** Silence after which a visible page counts as gone, milliseconds (docs/SPEC.md). */
const ALIVE_GRACE_MS = 65_000;

/** A visit request that was answered with a number. */
export interface Answered {
  kind: "answered";
  visitor: string;
  number: string;
  /** The lease was decided between these. */
  sentMs: number;
  receivedMs: number;
}

/** A sign of life that was acknowledged, or may have been taken; `left` says that the page is not in view any more. */
export interface Seen {
  kind: "seen";
  visitor: string;
  left: boolean;
  sentMs: number;
  receivedMs: number;
}

export type Entry = Answered | Seen;

/**
 * Breaches of L1 and L2: a number answered to somebody while, at the very latest time at which that can have been
 * decided, its former visitor was still on the site or in guaranteed freeze at the very earliest.
 */
export function breaches(history: readonly Entry[], freezeMs: number): string[] {
  const found: string[] = [];
  const answers = history.filter((entry) => entry.kind === "answered").toSorted((a, b) => a.receivedMs - b.receivedMs);
  answers.forEach((later, at) => {
    for (const earlier of answers.slice(0, at)) {
      if (earlier.number !== later.number || earlier.visitor === later.visitor) continue;
      const untilMs = liveUntil(history, earlier, later, freezeMs);
      if (later.receivedMs < untilMs) {
        found.push(
          `${later.number} went from ${earlier.visitor} to ${later.visitor} ${untilMs - later.receivedMs} ms too early`,
        );
      }
    }
  });
  return found;
}

/** When the earlier visitor's live lease ends at the earliest, as far as acknowledged before the later request was sent. */
function liveUntil(history: readonly Entry[], earlier: Answered, later: Answered, freezeMs: number): number {
  const signs = history
    .filter((entry) => entry.visitor === earlier.visitor && entry.receivedMs <= later.sentMs)
    .filter((entry) => entry.sentMs >= earlier.sentMs)
    .toSorted((a, b) => a.sentMs - b.sentMs);
  const last = signs.at(-1) ?? earlier;
  const isGone = last.kind === "seen" && last.left;
  return last.sentMs + (isGone ? freezeMs : Math.max(freezeMs, ALIVE_GRACE_MS));
}
