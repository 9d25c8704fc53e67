/**
 * A thousand pieces of content put into a page one after the other, each seen by the script before the next comes: how
 * long the page takes, beside the same page without the script. One piece in ten holds the number.
 */
import type {} from "../src/tracker.ts";
import { pageOf, type Stage } from "./stage.ts";
import { bodyOf } from "./texts.ts";

const INSERTS = 1000;

/** Milliseconds. */
export async function measureStorm(stage: Stage, withScript: boolean): Promise<number> {
  stage.pages.set("/storm", pageOf(bodyOf(1000), withScript));
  return stage.inPage(async (page) => {
    await page.goto(`${stage.origin}/storm`);
    if (withScript) await page.waitForFunction(() => window.ringtrail?.visit());
    return page.evaluate(async (inserts) => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      await frame();
      const start = performance.now();
      for (let i = 0; i < inserts; i++) {
        const text = i % 10 ? `Road bike no. ${i}, £${i}.00` : "Call 020 7946 0000";
        document.body.insertAdjacentHTML("beforeend", `<p>${text} <a href="/bikes/${i}">more</a></p>`);
        await null;
      }
      await frame();
      return performance.now() - start;
    }, INSERTS);
  });
}
