import { describe, expect, it } from "vitest";
import { type Replayed, replayLines } from "../../../src/core/simulate/replay-lines.ts";

const OPTIONS = { numbers: 1, freezeMs: 120_000, lookbackMs: 30 * 86_400_000 };

async function* lines(...contents: (string | object)[]): AsyncGenerator<string> {
  for (const one of contents) yield typeof one === "string" ? one : JSON.stringify(one);
}
const replayed = (numbers: number, ...contents: (string | object)[]): Promise<Replayed> =>
  replayLines(lines(...contents), { ...OPTIONS, numbers });

const visit = (t: number, name: string) => ({ t, type: "visit", visit: name, visitor: `of-${name}` });
const call = (t: number, name: string) => ({ t, type: "call", call: `k${t}`, caller: `c-${name}`, visit: name });
const stray = (t: number, pick: number) => ({ t, type: "call", call: `k${t}`, caller: "s", stray: true, pick });

describe("a file of arrivals", () => {
  it("is replayed for three policies", async () => {
    const played = await replayed(
      2,
      visit(0, "a"),
      "",
      { t: 9, type: "signal", visit: "a", signal: "tel" },
      call(12, "a"),
    );
    expect(played.ok).toBe(true);
    for (const policy of ["strict", "latest", "ours"])
      expect(played).toMatchObject({ result: { [policy]: { calls: 1, real: 1, right: 1, violations: 0 } } });
  });

  it("that is empty has no calls", async () => {
    expect(await replayed(1)).toMatchObject({ ok: true, result: { ours: { calls: 0, overflowShare: 0, brier: 0 } } });
  });

  it("may begin with a byte order mark", async () => {
    expect(await replayed(1, `\uFEFF${JSON.stringify(visit(0, "a"))}`, call(5, "a"))).toMatchObject({ ok: true });
  });

  it("may have times that are equal", async () => {
    expect(await replayed(1, visit(5, "a"), call(5, "a"))).toMatchObject({ ok: true, result: { ours: { calls: 1 } } });
  });

  it.each([
    ["not ordered by time", [visit(5, "a"), visit(4.999, "b")], 2, "t", "is earlier"],
    [
      "a sign of life of a visit that has not begun",
      [visit(0, "a"), "", { t: 1, type: "pulse", visit: "b" }],
      3,
      "visit",
      '"b"',
    ],
    ["a call of a visit that has not begun", [call(1, "a"), visit(2, "a")], 1, "visit", '"a", which has not begun'],
    ["no JSON", [visit(0, "a"), "{"], 2, "", "is not JSON"],
    ["a pick beyond the pool", [stray(0, 1.01)], 1, "pick", "must be between 0 and 1"],
  ])("with %s ends there, and says on which line and why", async (_, contents, line, field, problem) => {
    expect(await replayed(2, ...contents)).toEqual({
      ok: false,
      line,
      field,
      problem: expect.stringContaining(problem),
    });
  });

  it("R1 a visit that found no number dials the one shown to all, and is weighed with all who were shown it", async () => {
    const played = await replayed(1, visit(0, "a"), visit(1, "b"), call(20, "b"));
    expect(played).toMatchObject({
      result: {
        strict: { none: 1, overflowShare: 0.5 },
        latest: { right: 1, overflowShare: 0.5 },
        ours: { calls: 1, real: 1, right: 1, overflowShare: 0.5, violations: 0 },
      },
    });
  });

  it("R1 a stray dials the first number at a pick of 0 and the last one at 1", async () => {
    // The first visit has the first number, and nobody the last.
    const first = await replayed(3, visit(0, "a"), stray(20, 0));
    const last = await replayed(3, visit(0, "a"), stray(20, 1));
    expect(first).toMatchObject({ result: { latest: { wrong: 1, real: 0 } } });
    for (const policy of ["strict", "latest", "ours"])
      expect(last).toMatchObject({
        result: { [policy]: { none: 1, strayRight: 1, byMethod: { none: { calls: 1 } } } },
      });
  });

  it("is read as it is played: one without end ends at its first bad line", async () => {
    let read = 0;
    async function* endless(): AsyncGenerator<string> {
      for (;;) {
        const t = read === 5_000 ? 0 : read;
        read += 1;
        yield JSON.stringify(read % 3 === 0 ? call(t, `v${read - 2}`) : visit(t, `v${read}`));
      }
    }
    const played = await replayLines(endless(), { ...OPTIONS, numbers: 12, learns: false });
    expect(played).toMatchObject({ ok: false, line: 5_001, field: "t" });
    expect(read).toBe(5_001);
  });
});
