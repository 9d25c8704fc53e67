/** Kills the real local runtime in the middle of its work and looks at what is left. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { VisitResponse } from "../../../sdk/src/wire.ts";
import { numberOf, visit } from "./requests.ts";
import { finish, killAll, type Running, run } from "./running.ts";

let running: Running;
beforeAll(async () => {
  running = await run();
});
afterAll(() => finish(running));

it("L6 after kill -9 during visits, every number that was answered is still its visitor's", async () => {
  const answered: VisitResponse[] = [];
  let killed = false;
  const visitors = Array.from({ length: 8 }, async (_, n) => {
    const response = await visit(running.origin, n).catch(() => null);
    if (response) answered.push(response);
    if (answered.length === 4 && !killed) {
      killed = true;
      await killAll(running);
    }
  });
  await Promise.all(visitors);
  expect(killed).toBe(true);
  expect(answered.length).toBeGreaterThanOrEqual(4);

  running = await run(running.state);
  for (const [n, before] of answered.entries()) {
    const after = await visit(running.origin, n, before);
    expect(numberOf(after)).toBe(numberOf(before));
    expect(after.visit).toBe(before.visit);
  }
  const others = await Promise.all([20, 21].map((n) => visit(running.origin, n)));
  const numbers = [...answered, ...others].map((response) => numberOf(response));
  expect(new Set(numbers).size, "nobody shares a number").toBe(numbers.length);
});
