import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { beforeEach, describe, expect, it } from "vitest";
import { document as pageOf, setStage, swapped } from "./setup.ts";

/** Pages whose navigation is done by a library in place of the browser: the real libraries, as pages load them. */
const TAG = '<script src="/rt.js" data-site="demo"></script>';
const stage = setStage();

beforeEach(async () => {
  const require = createRequire(import.meta.url);
  for (const [path, file] of [
    ["turbo.js", "@hotwired/turbo/dist/turbo.es2017-umd.js"],
    ["htmx.js", "htmx.org/dist/htmx.min.js"],
  ]) {
    const body = readFileSync(require.resolve(file as string), "utf8");
    await stage.context.route(`**/${path}`, (route) => route.fulfill({ contentType: "text/javascript", body }));
  }
  await stage.context.addInitScript(() => {
    // What is on the screen in every frame.
    const frames: string[] = [];
    Object.assign(window, { frames_: frames });
    const look = () => {
      frames.push(document.querySelector("main")?.textContent ?? "");
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
});

/** No frame since the numbers were put in has shown an original. */
async function neverFlickered(): Promise<void> {
  const frames = await stage.page.evaluate(() => Reflect.get(window, "frames_") as string[]);
  const first = frames.findIndex((text) => text.includes("0103"));
  expect(first).toBeGreaterThan(-1);
  expect(frames.slice(first).filter((text) => text.includes("7946 0000"))).toEqual([]);
}

const told = () => stage.edge.pulses.flatMap(({ events }) => events.filter(({ type }) => type === "page"));

describe("L3 S3 the number goes on where a library navigates", () => {
  it("Turbo: forward, back from its cache, forward again", async () => {
    const head = `<script src="/turbo.js"></script>${TAG}`;
    stage.edge.pages.set("/two", pageOf('<main id="two"><a href="tel:02079460000">020 7946 0000</a></main>', head));
    await stage.open('<main id="one">Call 020 7946 0000 <a id="go" href="/two">Next</a></main>', head);
    await swapped(stage.page);
    await stage.page.click("#go");
    await stage.page.waitForSelector("#two");
    expect(await stage.page.innerHTML("#two")).toBe('<a href="tel:02079460103">020 7946 0103</a>');
    await stage.page.goBack();
    await stage.page.waitForSelector("#one");
    expect(await stage.page.textContent("#one")).toContain("Call 020 7946 0103");
    await stage.page.goForward();
    await stage.page.waitForSelector("#two");
    expect(await stage.page.textContent("#two")).toBe("020 7946 0103");
    await neverFlickered();
    await stage.edge.until(() => told().length >= 3);
    expect(stage.edge.visits).toHaveLength(1);
  });

  it("htmx: a part replaced by what the server sends", async () => {
    stage.edge.pages.set("/part", "<p>020 7946 <b>0000</b></p>");
    await stage.open(
      '<main><button hx-get="/part" hx-target="#box" hx-swap="innerHTML">More</button><div id="box">020 7946 0000</div></main>',
      `<script src="/htmx.js"></script>${TAG}`,
    );
    await swapped(stage.page);
    await stage.page.click("button");
    await stage.page.waitForSelector("#box p");
    expect(await stage.page.innerHTML("#box")).toContain("<p>020 7946 <b>0103</b></p>");
    await neverFlickered();
  });

  it("View Transitions within a document", async () => {
    await stage.open('<main>020 7946 0000</main><button onclick="go()">Next</button>');
    await swapped(stage.page);
    await stage.page.evaluate(async () => {
      const transition = document.startViewTransition(() => {
        const main = document.querySelector("main");
        if (main) main.innerHTML = "<h1>Contact</h1> 020 7946 0000";
      });
      await transition.finished;
    });
    expect(await stage.page.innerHTML("main")).toBe("<h1>Contact</h1> 020 7946 0103");
    await neverFlickered();
  });

  it("View Transitions between documents", async () => {
    const head = `<style>@view-transition { navigation: auto }</style>${TAG}`;
    stage.edge.pages.set("/two", pageOf('<main id="two">020 7946 0000</main>', head));
    await stage.open('<main>020 7946 0000 <a href="/two">Next</a></main>', head);
    await swapped(stage.page);
    await stage.page.click("a");
    await stage.page.waitForSelector("#two");
    await stage.page.waitForFunction(() => (Reflect.get(window, "frames_") as string[]).length > 2);
    const frames = await stage.page.evaluate(() => Reflect.get(window, "frames_") as string[]);
    expect(new Set(frames.filter(Boolean))).toEqual(new Set(["020 7946 0103"]));
  });
});

it("L3 nothing moves on the next page of a visit: its numbers are there before the first paint", async () => {
  const body = '<main style="font: 40px serif"><span>020 7946 0000</span><span> — call us</span></main>';
  await stage.open(body);
  await swapped(stage.page);
  stage.edge.behaviour.delayMs = 300;
  stage.edge.pages.set("/two", pageOf(body, TAG));
  await stage.page.goto(`${stage.edge.origin}/two`);
  const shift = await stage.page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) sum += (entry as unknown as { value: number }).value;
        }).observe({ type: "layout-shift", buffered: true });
        new PerformanceObserver(() => requestAnimationFrame(() => setTimeout(() => resolve(sum)))).observe({
          type: "paint",
          buffered: true,
        });
      }),
  );
  expect(shift).toBe(0);
  await neverFlickered();
});
