import { expect, it } from "vitest";
import type {} from "../../src/tracker.ts";
import { setStage, swapped } from "./setup.ts";

const stage = setStage();

it("S3 text and link show the visitor's number in the original's format", async () => {
  const page = await stage.open(
    '<p id="p">Call <a href="tel:+442079460000">020&nbsp;7946 0000</a> or <b>+44</b> (0)20 <i>7946</i>–0001.</p>',
  );
  await swapped(page);
  expect(await page.innerHTML("#p")).toBe(
    'Call <a href="tel:+442079460103">020&nbsp;7946 0103</a> or <b>+44</b> (0)20 <i>7946</i>–0201.',
  );
  await page.evaluate(() => window.ringtrail?.stop());
  expect(await page.innerHTML("#p")).toBe(
    'Call <a href="tel:+442079460000">020&nbsp;7946 0000</a> or <b>+44</b> (0)20 <i>7946</i>–0001.',
  );
});
