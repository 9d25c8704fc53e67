/** The package's functions, as a bundler gives them to a page. */
import { build } from "esbuild";
import { beforeAll, expect, it } from "vitest";
import type * as Ringtrail from "../../src/index.ts";
import { setStage, swapped } from "./setup.ts";
import { answer } from "./stub-edge.ts";

const stage = setStage();
let content = "";

declare global {
  interface Window {
    npm: typeof Ringtrail;
  }
}

beforeAll(async () => {
  const { outputFiles } = await build({
    stdin: { contents: 'import * as npm from "./index.ts"; window.npm = npm', resolveDir: "sdk/src" },
    bundle: true,
    format: "iife",
    write: false,
    external: ["./hydration.ts"],
  });
  content = outputFiles[0]?.text ?? "";
});

/** A page whose own code starts the tracker with these options. */
async function started(body: string, options: Partial<Ringtrail.Options> = {}): Promise<void> {
  await stage.open(body, "");
  await stage.page.addScriptTag({ content });
  await stage.page.evaluate(
    (more) => {
      window.npm.init({ site: "demo", host: `${location.origin}/`, ...more });
    },
    options as Record<string, string>,
  );
  await swapped(stage.page);
}

it("lead, identify, code and decorate tell and ask the edge about the visit", async () => {
  stage.edge.behaviour.body = JSON.stringify(answer({ code: "04219" }));
  await started("");
  const said = await stage.page.evaluate(async () => {
    window.npm.lead({ name: "Ada" }, "callback");
    window.npm.identify({ _ga: "1.2" });
    return [window.npm.code(), await window.npm.decorate("https://pay.example/cart?a=1#b")];
  });
  expect(said).toEqual(["04219", "https://pay.example/cart?rt_link=code-1&a=1#b"]);
  await stage.edge.until(() => stage.edge.leads.length > 0 && stage.edge.pulses.length > 0);
  const visit = { site: "demo", visitor: "v".repeat(24), visit: "visit-1.0" };
  expect(stage.edge.leads[0]).toMatchObject({ ...visit, form: "callback", fields: { name: "Ada" } });
  expect(stage.edge.pulses[0]).toEqual({ ...visit, events: [{ type: "ids", ago: 0, ids: { _ga: "1.2" } }] });
});

it("L5 reveal takes a number and resolves when it is in the page", async () => {
  const all = stage.edge.behaviour.body;
  stage.edge.behaviour.body = JSON.stringify(answer({ swaps: [] }));
  await started('<p id="p">020 7946 0000</p>', { targets: "" });
  stage.edge.behaviour.body = all;
  const shown = await stage.page.evaluate(async () => {
    const before = document.body.textContent;
    await window.npm.reveal("+442079460000");
    return [before, document.body.textContent];
  });
  expect(shown.map((text) => text?.trim())).toEqual([
    expect.stringContaining("020 7946 0000"),
    expect.stringContaining("020 7946 0103"),
  ]);
  expect(stage.edge.visits.map(({ targets }) => targets)).toEqual([[""], ["", "+442079460000"]]);
});

it("A2 an anonymous tracker goes on with its visit on consent", async () => {
  await started('<p id="p">020 7946 0000</p>', { anonymous: true });
  expect(await stage.page.evaluate(() => localStorage.length)).toBe(0);
  await stage.page.evaluate(() => {
    const tracker = window.npm.init({ site: "demo", host: "" });
    tracker.options.anonymous = false;
    return tracker.ask(true);
  });
  expect(await stage.page.evaluate(() => localStorage.length)).toBe(1);
  expect(stage.edge.visits.map(({ anonymous, visit }) => [anonymous, visit])).toEqual([
    [true, undefined],
    [undefined, "visit-1.0"],
  ]);
});

it("stop() ends it: a later init() starts anew", async () => {
  await started('<p id="p">020 7946 0000</p>');
  const again = await stage.page.evaluate(() => {
    const first = window.npm.init({ site: "demo", host: "" });
    first.stop();
    return [window.ringtrail, first === window.npm.init({ site: "demo", host: location.origin })];
  });
  expect(again).toEqual([undefined, false]);
});
