import { expect, it } from "vitest";
import { setStage, swapped } from "./setup.ts";
import { answer } from "./stub-edge.ts";

const stage = setStage();
const TAGS = '<script defer src="/rt.js" data-site="demo" data-use></script>';
const BODY = '<a id="a" href="tel:+442079460000">020 7946 0000</a> <b id="code" data-rt-field="code"></b>';
const text = () => stage.page.textContent("#code");

it("S2 the visit's code stands where there is room for it, on later pages at once, and is gone with the tracker", async () => {
  stage.edge.behaviour.body = JSON.stringify(answer({ code: "04219" }));
  await stage.open(BODY, TAGS);
  await swapped(stage.page);
  expect(await text()).toBe("04219");
  expect(await stage.page.evaluate(() => window.ringtrail?.visit()?.code)).toBe("04219");
  stage.edge.behaviour.delayMs = 60_000;
  await stage.page.reload();
  expect(await text()).toBe("04219");
  await stage.page.evaluate(() => window.ringtrail?.stop());
  expect(await text()).toBe("");
});

it("S1 a visit without a code leaves the room empty", async () => {
  await stage.open(BODY, TAGS);
  await swapped(stage.page);
  expect(await text()).toBe("");
});
