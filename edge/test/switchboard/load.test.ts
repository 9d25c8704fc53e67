/** How busy a pool was: what sizing is computed from. */
import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { VisitResponse } from "../../../sdk/src/wire.ts";
import { siteConfig, stubOf, view } from "./site.ts";

const START_MS = Date.UTC(2026, 10, 22, 9, 30);
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: START_MS });
});
afterEach(() => {
  vi.useRealTimers();
});

it("L5 counts by the hour who asked, who found no number, and how long visits stayed; and keeps it", async () => {
  const stub = stubOf("load");
  await stub.configure(siteConfig("load"));
  const visits: VisitResponse[] = [];
  for (let n = 0; n < 4; n++) {
    const outcome = await stub.visit(view("load", n));
    if (outcome.ok) visits.push(JSON.parse(outcome.body) as VisitResponse);
  }
  const [first] = visits;
  if (!first) throw new Error("no visit");
  for (let i = 0; i < 3; i++) {
    vi.setSystemTime(Date.now() + 20_000);
    const { visitor, visit } = first;
    await stub.pulse({ visitor, visit, events: [{ type: "alive", ago: 0 }], origin: "https://shop.example" });
  }
  // Silent for long: what is counted of that is no more than a page may be silent.
  vi.setSystemTime(START_MS + 20 * 60_000);
  await stub.visit(view("load", 0, { visit: first.visit }));
  // A new visit in the next hour, on the number that still rests.
  vi.setSystemTime(START_MS + 3_600_000);
  await stub.visit(view("load", 0, { visit: first.visit }));

  const hours = async () => (await stub.load()).find(({ pool }) => pool === "sales")?.hours;
  const expected = [
    { hourMs: Date.UTC(2026, 10, 22, 9), asked: 4, overflowed: 1, stayMs: 125_000 },
    { hourMs: Date.UTC(2026, 10, 22, 10), asked: 1, overflowed: 0, stayMs: 0 },
  ];
  expect(await hours()).toEqual(expected);
  await runDurableObjectAlarm(stub);
  await evictDurableObject(stub);
  expect(await hours(), "after a restart").toEqual(expected);
});
