/** Every example is built with its own settings and opened: it shows the visitor's numbers and says nothing. */
import { readFileSync } from "node:fs";
import type { InlineConfig } from "vite";
import { beforeEach, describe, expect, it } from "vitest";
import { setStage } from "../browser/setup.ts";
import { bundle, RINGTRAIL_ALIAS } from "./build-app.ts";

/** What the example's own server offers. */
interface Server {
  serve(port: number, config: InlineConfig): Promise<{ port: number; close(): Promise<unknown> }>;
}

const stage = setStage();
const TYPES: Record<string, string> = { html: "text/html", js: "text/javascript", css: "text/css" };
const SWAPPED = ["tel:+442079460103", "020 7946 0103", "020 7946 0201", "+44 (0)20 7946-0103"];

// The examples ask the edge of the repository's demo.
beforeEach(async () => {
  await stage.context.route("http://localhost:8787/**", async (route) => {
    const { pathname } = new URL(route.request().url());
    await route.fulfill({ response: await route.fetch({ url: stage.edge.origin + pathname }) });
  });
});

/** The numbers that the open page shows: of the link, and in texts. */
const shown = () =>
  stage.page.evaluate((numbers) => {
    const body = document.querySelector("main")?.outerHTML ?? "";
    return numbers.filter((number) => body.includes(number));
  }, SWAPPED);

async function expectWritesBack(): Promise<void> {
  await stage.page.click("button");
  await stage.page.waitForFunction(() => document.body.textContent?.includes("again 1 times"));
  expect(await shown()).toEqual(SWAPPED);
}

describe.each(["react", "vue", "svelte"])("examples/%s", (name) => {
  it("shows the visitor's numbers, and goes on doing so", async () => {
    const root = `examples/${name}`;
    const config = { root, configFile: `${root}/vite.config.js`, resolve: { alias: RINGTRAIL_ALIAS } };
    const files = await bundle("production", { ...config, build: { write: false } });
    await stage.context.route(`${stage.edge.origin}/**`, async (route) => {
      const path = new URL(route.request().url()).pathname.slice(1) || "index.html";
      const body = files.get(path);
      if (body === undefined) await route.fallback();
      else await route.fulfill({ body, contentType: `${TYPES[path.replace(/.*\./, "")]}; charset=utf-8` });
    });
    await stage.page.goto(`${stage.edge.origin}/`);
    await expect.poll(shown).toEqual(SWAPPED);
    await expectWritesBack();
  });
});

describe("examples/ssr", () => {
  it("is sent with the originals and hydrated without a word", async () => {
    const { serve }: Server = await import(`${process.cwd()}/examples/ssr/server.js`);
    const server = await serve(0, {
      resolve: { alias: RINGTRAIL_ALIAS },
      logLevel: "error",
      cacheDir: `${process.cwd()}/node_modules/.cache/vite-ssr`,
    });
    try {
      const html = await (await fetch(`http://localhost:${server.port}/`)).text();
      expect(html).toContain('href="tel:+442079460000">020 7946 0000</a>');
      for (const visit of ["first", "second"]) {
        await stage.page.goto(`http://localhost:${server.port}/`);
        await expect.poll(shown, { message: visit }).toEqual(SWAPPED);
      }
      await expectWritesBack();
    } finally {
      await server.close();
    }
  });
});

describe("READMEs", () => {
  it.each(["react", "vue", "svelte", "ssr"])("examples/%s starts with one line", (name) => {
    const { scripts } = JSON.parse(readFileSync(`examples/${name}/package.json`, "utf8"));
    expect(readFileSync(`examples/${name}/README.md`, "utf8")).toContain("```sh\nnpm install && npm run dev\n```");
    expect(scripts.dev).toMatch(/^(vite|node server\.js)$/);
  });
});
