import { expect, it } from "vitest";
import { remember } from "../../src/recent.ts";

it("computes once while a key is in use, and forgets the rest: bounded however many keys come", () => {
  const computed: string[] = [];
  const read = remember(10, (key) => {
    computed.push(key);
    return key.toUpperCase();
  });
  for (let n = 0; n < 1000; n++) {
    expect(read("often")).toBe("OFTEN");
    expect(read(`once${n}`)).toBe(`ONCE${n}`);
  }
  expect(computed.filter((key) => key === "often")).toHaveLength(1);
  read("once0");
  expect(computed.filter((key) => key === "once0")).toHaveLength(2);
});
