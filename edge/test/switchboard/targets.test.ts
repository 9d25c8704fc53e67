/** Numbers that are revealed on demand: a page that asks for some takes no others. */
import { beforeAll, describe, expect, it } from "vitest";
import type { VisitResponse } from "../../../sdk/src/wire.ts";
import { SALES, SUPPORT, siteConfig, stubOf, view } from "./site.ts";

const SITE = "targets";
const ask = async (n: number, targets?: string[]) => {
  const answer = await stubOf(SITE).visit(view(SITE, n, targets ? { targets } : {}));
  if (!answer.ok) throw new Error(`no visit: ${JSON.stringify(answer)}`);
  const { swaps } = JSON.parse(answer.body) as VisitResponse;
  return Object.fromEntries(swaps.map(({ target, kind }) => [target, kind]));
};

beforeAll(async () => {
  await stubOf(SITE).configure(siteConfig(SITE));
});

describe("the targets of a visit request", () => {
  it("L5 a number nobody asked for is not taken: two numbers serve the one of many visitors who asks", async () => {
    for (let n = 0; n < 20; n++) expect(await ask(n, [SALES])).not.toHaveProperty(SUPPORT);
    expect(await ask(20, [SUPPORT])).toEqual({ [SUPPORT]: "pool" });
    expect(await ask(21, [SUPPORT])).toEqual({ [SUPPORT]: "pool" });
    expect(await ask(22, [SUPPORT])).not.toEqual({ [SUPPORT]: "pool" });
  });

  it("none, and unknown ones, are answered with nothing", async () => {
    expect(await ask(30, [])).toEqual({});
    expect(await ask(30, ["", "+15550100"])).toEqual({});
  });

  it("L3 what the visit was shown it keeps, whatever the next page asks for", async () => {
    const shown = await ask(40, [SALES]);
    expect(Object.keys(shown)).toEqual([SALES]);
    expect(await ask(40, [])).toEqual(shown);
  });

  it("without targets all are asked for", async () => {
    expect(Object.keys(await ask(50))).toEqual([SALES, SUPPORT]);
  });
});
