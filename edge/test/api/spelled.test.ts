/** Numbers that the pages write with letters: what the operator names, the page is told to look for. The real Worker. */
import { beforeEach, expect, it } from "vitest";
import type { VisitResponse } from "../../../sdk/src/wire.ts";
import { reset, us } from "./operator-client.ts";
import { newVisitor, PAGE, post, SHOP } from "./page-client.ts";
import { type Configured, configure } from "./resources.ts";

let shop: Configured;

beforeEach(async () => {
  await reset();
  shop = await configure(us);
});

it("S3 a spelled number is shown as the visitor's", async () => {
  await us.patch(`/v1/sites/${shop.site}`, { settings: { spelled: ["020 SHOP 0000"] } });
  await us.post("/v1/placements", { site: shop.site, target: "+442074670000", action: { pool: shop.pool } });
  const answer = await post(`${SHOP}/v1/visit`, { site: shop.siteKey, visitor: newVisitor(), page: PAGE });
  const { swaps } = (await answer.json()) as VisitResponse;
  const { number, digits } = swaps.find(({ target }) => target === "+442074670000") ?? {};
  expect(number).toMatch(/^\+44/);
  expect(digits).toContainEqual(["020shop0000", `0${number?.slice(3)}`]);
});

it("names that are too long or too many are refused", async () => {
  for (const spelled of [["x".repeat(41)], Array(9).fill("1-800-FLOWERS"), "1-800-FLOWERS"]) {
    expect((await us.patch(`/v1/sites/${shop.site}`, { settings: { spelled } })).status).toBe(422);
  }
});
