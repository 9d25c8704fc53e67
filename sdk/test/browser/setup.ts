/** One browser and one stub edge for a test file; every test gets pages of its own, and a console that must stay silent. */
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { launchBrowser } from "../../../scripts/browser.ts";
import type {} from "../../src/tracker.ts";
import { type StubEdge, startStubEdge } from "./stub-edge.ts";

export interface Stage {
  edge: StubEdge;
  browser: Browser;
  context: BrowserContext;
  page: Page;
  /** What pages said on the console, and errors nobody caught. A test that expects some empties it. */
  noise: string[];
  /** Opens a page with this body, the script in its head. */
  open(body: string, head?: string): Promise<Page>;
}

/** A present browser, not a headless one, as far as a page can tell. */
export const USER_AGENT =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36";

export function setStage(tag = '<script src="/rt.js" data-site="demo"></script>'): Stage {
  const stage = { noise: [] as string[] } as Stage;
  beforeAll(async () => {
    [stage.browser, stage.edge] = await Promise.all([launchBrowser(), startStubEdge()]);
  });
  beforeEach(async () => {
    stage.edge.reset();
    stage.noise.length = 0;
    stage.context = await stage.browser.newContext({ userAgent: USER_AGENT, locale: "en-US" });
    stage.context.on("console", (message) => {
      // What the browser itself says of failed requests is not the script's doing.
      const own = !message.text().startsWith("Failed to load resource");
      if (own && /warning|error/.test(message.type())) stage.noise.push(message.text());
    });
    stage.context.on("weberror", (error) => stage.noise.push(String(error.error())));
    stage.page = await stage.context.newPage();
  });
  afterEach(async () => {
    await stage.context.close();
    expect(stage.noise).toEqual([]);
  });
  afterAll(async () => {
    await stage.browser?.close();
    await stage.edge?.close();
  });
  stage.open = async (body, head = tag) => {
    stage.edge.pages.set("/", document(body, head));
    await stage.page.goto(`${stage.edge.origin}/`);
    return stage.page;
  };
  return stage;
}

/** A whole page. */
export function document(body: string, head: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>Shop</title>${head}</head><body>${body}</body></html>`;
}

/** Resolves when the page has had its numbers put in. */
export async function swapped(page: Page): Promise<void> {
  await page.waitForFunction(() => window.ringtrail?.visit());
}
