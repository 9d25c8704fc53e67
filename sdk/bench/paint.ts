/**
 * Loading a page as the second of a visit: when the number is in place, when the first paint is, what moves, and, on a
 * processor four times as slow, how long the main thread is busy in long tasks, with the script and without it.
 */
import type { Page } from "playwright-core";
import { answer } from "../test/browser/stub-edge.ts";
import { pageOf, type Stage } from "./stage.ts";
import { bodyOf } from "./texts.ts";

const NUMBER = '<p id="number">Call <a href="tel:+442079460000">020 7946 0000</a></p>';

/** Writes down when the number changes, before anything else can. */
const WATCH = `<script>new MutationObserver(() => {
  if (!window.swappedAt && document.getElementById("number")?.textContent.includes("0103")) window.swappedAt = performance.now();
}).observe(document, { subtree: true, childList: true, characterData: true });</script>`;

export interface SecondPage {
  /** Milliseconds since navigation. */
  swap: number;
  paint: number;
  /** Sum of layout shifts, unitless. https://web.dev/articles/cls */
  shift: number;
}

export async function measureSecondPage(stage: Stage): Promise<SecondPage> {
  stage.pages.set("/second", pageOf(NUMBER + WATCH + bodyOf(1000), true));
  return stage.inPage(async (page) => {
    await remember(page);
    await page.goto(`${stage.origin}/second`);
    await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length);
    return page.evaluate(async () => {
      const [paint] = performance.getEntriesByName("first-paint");
      const shifts = await new Promise<PerformanceEntryList>((resolve) => {
        new PerformanceObserver((list) => resolve(list.getEntries())).observe({ type: "layout-shift", buffered: true });
        setTimeout(() => resolve([]), 200);
      });
      const shift = shifts.reduce((sum, entry) => sum + (entry as unknown as { value: number }).value, 0);
      return { swap: Number(Reflect.get(window, "swappedAt")), paint: paint?.startTime ?? Number.NaN, shift };
    });
  });
}

/** Milliseconds in tasks longer than 50 ms, https://w3c.github.io/longtasks/, while a page of so many texts loads. */
export async function measureLongTasks(stage: Stage, nodes: number, withScript: boolean): Promise<number> {
  stage.pages.set("/long", pageOf(NUMBER + bodyOf(nodes), withScript));
  return stage.inPage(async (page) => {
    await remember(page);
    await page.addInitScript(() => {
      const tasks: number[] = [];
      Reflect.set(window, "tasks", tasks);
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) tasks.push(duration);
      }).observe({ type: "longtask", buffered: true });
    });
    const session = await page.context().newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
    await page.goto(`${stage.origin}/long`);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 300))));
    return page.evaluate(() => (Reflect.get(window, "tasks") as number[]).reduce((sum, task) => sum + task, 0));
  });
}

/**
 * Milliseconds of the longest piece of the script's work while a page of so many texts loads on such a processor: every
 * look at what the parser has added. A piece of more than 50 makes a long task.
 */
export async function measureLongestPiece(stage: Stage, nodes: number): Promise<number> {
  stage.pages.set("/long", pageOf(NUMBER + bodyOf(nodes), true));
  return stage.inPage(async (page) => {
    await remember(page);
    await page.addInitScript(() => {
      let longest = 0;
      const timed = <T>(work: () => T): T => {
        const start = performance.now();
        const result = work();
        longest = Math.max(longest, performance.now() - start);
        Reflect.set(window, "longest", longest);
        return result;
      };
      const Observer = window.MutationObserver;
      window.MutationObserver = class extends Observer {
        constructor(callback: MutationCallback) {
          super((records, self) => timed(() => callback(records, self)));
        }
      };
    });
    const session = await page.context().newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
    await page.goto(`${stage.origin}/long`);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 300))));
    return page.evaluate(() => Number(Reflect.get(window, "longest")));
  });
}

/** What an earlier page of the visit has left in the browser. */
async function remember(page: Page): Promise<void> {
  await page.addInitScript(
    (kept) => {
      localStorage.setItem("rt.bench", JSON.stringify({ ...kept, at: Date.now() }));
    },
    { visitor: "v".repeat(24), answer: answer() },
  );
}
