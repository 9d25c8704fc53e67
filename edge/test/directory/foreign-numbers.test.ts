/** Numbers of another connection of the account, while D1 comes and goes (W3). */
import { beforeEach, describe, expect, it, vi } from "vitest";
import { ForeignNumbers } from "../../src/directory/foreign-numbers.ts";
import { entry } from "./entries.ts";

const NUMBER = "+442079460100";
const down = async (): Promise<never> => {
  throw new Error("down");
};

beforeEach(() => {
  vi.spyOn(console, "warn").mockReturnValue();
});

describe("ForeignNumbers", () => {
  it("asks D1 once in ten seconds, also for a number of nobody", async () => {
    for (const answer of [entry(NUMBER), null]) {
      const numbers = new ForeignNumbers();
      const database = vi.fn(async () => answer);
      for (const nowMs of [0, 9999, 10_000]) expect(await numbers.find("us", NUMBER, database, nowMs)).toEqual(answer);
      expect(database).toHaveBeenCalledTimes(2);
      expect(numbers.recent("us", NUMBER, 19_999)).toEqual(answer);
      expect(numbers.recent("us", NUMBER, 20_000)).toBeUndefined();
    }
  });

  it("W3 uses what D1 said for as long as D1 is away", async () => {
    const numbers = new ForeignNumbers();
    await numbers.find("us", NUMBER, async () => entry(NUMBER), 0);
    expect(await numbers.find("us", NUMBER, down, 86_400_000)).toEqual(entry(NUMBER));
    expect(await new ForeignNumbers().find("us", NUMBER, down, 0)).toBeNull();
  });

  it("W3 waits for D1 no longer than 700 ms", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const finding = new ForeignNumbers().find("us", NUMBER, () => new Promise<never>(() => {}), 0);
      await vi.advanceTimersByTimeAsync(700);
      expect(await finding).toBeNull();
    } finally {
      vi.useRealTimers();
    }
  });

  it("A1 keeps accounts apart", async () => {
    const numbers = new ForeignNumbers();
    await numbers.find("us", NUMBER, async () => entry(NUMBER), 0);
    expect(await numbers.find("them", NUMBER, async () => null, 0)).toBeNull();
  });

  it("keeps a bounded number of them", async () => {
    const numbers = new ForeignNumbers();
    for (let n = 0; n <= 1000; n++) await numbers.find("us", `+44${n}`, async () => null, 0);
    expect(numbers.recent("us", "+440", 1)).toBeUndefined();
    expect(numbers.recent("us", "+441", 1)).toBeNull();
  });
});
