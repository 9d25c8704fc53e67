/**
 * One pass of the swapper over a page against what any pass costs: a bare TreeWalker, one that also reads the texts, and
 * findandreplacedomtext doing one replacement. All are timed in the same page, in turns.
 */
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { bundleScript } from "../../scripts/minify.ts";
import { answer } from "../test/browser/stub-edge.ts";
import type {} from "./probe.ts";
import { bodyOf } from "./texts.ts";

export const CONTENDERS = ["walk", "read", "swap", "again", "library"] as const;
export type Contender = (typeof CONTENDERS)[number];

/** Milliseconds of every round. */
export type Rounds = Record<Contender, number[]>;

export async function measureSwapPass(page: Page, origin: string, nodes: number, rounds: number): Promise<Rounds> {
  await page.goto(`${origin}/empty`);
  await page.addScriptTag({ content: (await bundleScript("sdk/bench/probe.ts")).code });
  await page.addScriptTag({ path: createRequire(import.meta.url).resolve("findandreplacedomtext") });
  await page.evaluate((html) => {
    document.body.innerHTML = html;
  }, bodyOf(nodes));
  return page.evaluate(timeInTurns, { rounds, swaps: answer().swaps });
}

/** Runs in the page. What undoes a contender's work is not timed. */
function timeInTurns({ rounds, swaps }: { rounds: number; swaps: ReturnType<typeof answer>["swaps"] }): Rounds {
  type Library = (root: Node, options: object) => { revert(): void };
  const library = Reflect.get(window, "findAndReplaceDOMText") as Library;
  const phone = document.evaluate("//*[contains(text(), '020 7946')]", document).iterateNext();
  let read = 0;
  const walk = (each: (node: Text) => void) => {
    const walker = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) each(node as Text);
  };
  const contenders: Record<Contender, [run: () => unknown, undo: (made: unknown) => void]> = {
    walk: [() => walk(() => read++), () => {}],
    read: [() => walk((node) => (read += node.data.length)), () => {}],
    swap: [() => window.probe.use(swaps), () => window.probe.use([])],
    again: [() => window.probe.refresh(), () => window.probe.use([])],
    library: [
      () => library(document.body, { find: "020 7946 0000", replace: "020 7946 0103", preset: "prose" }),
      (made) => (made as ReturnType<Library>).revert(),
    ],
  };
  const times: Rounds = { walk: [], read: [], swap: [], again: [], library: [] };
  for (let round = 0; round < rounds; round++) {
    for (const [name, [run, undo]] of Object.entries(contenders)) {
      if (name === "again") window.probe.use(swaps);
      const start = performance.now();
      const made = run();
      const took = performance.now() - start;
      const text = phone?.textContent ?? "";
      if (/swap|again|library/.test(name) && !text.includes("0103"))
        throw new Error(`${name} replaced nothing: ${text}`);
      undo(made);
      if (!phone?.textContent?.includes("0000")) throw new Error(`${name} was not undone`);
      times[name as Contender].push(took);
    }
  }
  if (!read) throw new Error("nothing was read");
  return times;
}
