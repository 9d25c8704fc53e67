/** Numbers of a pool for those who ask for them. */
import { describe, expect, it } from "vitest";
import { setStage, swapped } from "./setup.ts";

const stage = setStage();
const head = (targets = "") =>
  `<script defer src="/rt.js" data-site="demo" data-targets="${targets}"></script><script defer src="/rt-more.js" data-use="reveal"></script>`;
const LINK = '<a id="a" href="tel:+442079460000" data-rt-reveal="020 7946 0000">Show number</a>';
const link = () =>
  stage.page.evaluate(() => [document.querySelector("a")?.textContent, document.querySelector("a")?.href]);
const asked = () => stage.edge.visits.map(({ targets }) => targets);

describe("a number behind a click", () => {
  it("L5 is asked for only then", async () => {
    await stage.open(LINK, head());
    await swapped(stage.page);
    expect(await link()).toEqual(["Show number", "tel:+442079460000"]);
    await stage.page.click("#a");
    await stage.page.waitForFunction(() => document.querySelector("a")?.textContent !== "Show number");
    expect(await link()).toEqual(["020 7946 0103", "tel:+442079460103"]);
    expect(asked()).toEqual([[""], ["", "+442079460000"]]);
  });

  it("is reached and opened by keyboard, and keeps the focus", async () => {
    await stage.open(LINK, head());
    await swapped(stage.page);
    await stage.page.keyboard.press("Tab");
    await stage.page.keyboard.press("Enter");
    await stage.page.waitForFunction(() => document.activeElement?.textContent === "020 7946 0103");
  });

  it("others are shown at once", async () => {
    await stage.open(`${LINK}<p id="p">020 7946 0001</p>`, head("+442079460001"));
    await swapped(stage.page);
    expect(await stage.page.textContent("#p")).toBe("020 7946 0201");
    expect(await stage.page.textContent("#a")).toBe("Show number");
  });

  it("is there at once where the visit is shown it already", async () => {
    await stage.open(LINK, head("+442079460000"));
    await swapped(stage.page);
    expect(await link()).toEqual(["020 7946 0103", "tel:+442079460103"]);
  });

  it("S1 the original is shown where the edge fails", async () => {
    await stage.open(LINK, head());
    await swapped(stage.page);
    stage.edge.behaviour.status = 503;
    await stage.page.click("#a");
    await stage.page.waitForFunction(() => document.querySelector("a")?.textContent === "020 7946 0000");
    expect(await link()).toEqual(["020 7946 0000", "tel:+442079460000"]);
  });

  it("S1 without the script it is a link that dials", async () => {
    await stage.open(LINK, "");
    expect(await link()).toEqual(["Show number", "tel:+442079460000"]);
  });

  it("a telephone dials it at once", async () => {
    const context = await stage.browser.newContext({ hasTouch: true, isMobile: true });
    const page = await context.newPage();
    stage.edge.pages.set("/", `<!doctype html>${head()}${LINK}`);
    await page.goto(`${stage.edge.origin}/`);
    await swapped(page);
    await page.evaluate(() => {
      Reflect.set(window, "dialled", []);
      document.addEventListener("click", (event) => {
        if (event.defaultPrevented) return;
        event.preventDefault();
        (Reflect.get(window, "dialled") as string[]).push((event.target as HTMLAnchorElement).href);
      });
    });
    await page.tap("#a");
    await page.waitForFunction(() => (Reflect.get(window, "dialled") as string[]).length);
    expect(await page.evaluate(() => Reflect.get(window, "dialled"))).toEqual(["tel:+442079460103"]);
    await context.close();
  });
});

describe("a number that comes into view", () => {
  it("L5 is asked for only then, once", async () => {
    await stage.open(
      '<div style="height:3000px"></div><p id="p" data-rt-view="+442079460000">020 7946 0000</p>',
      head(),
    );
    await swapped(stage.page);
    expect(await stage.page.textContent("#p")).toBe("020 7946 0000");
    await stage.page.locator("#p").scrollIntoViewIfNeeded();
    await stage.page.waitForFunction(() => document.getElementById("p")?.textContent === "020 7946 0103");
    await stage.page.evaluate(() => scrollTo(0, 0));
    await stage.page.locator("#p").scrollIntoViewIfNeeded();
    expect(asked()).toEqual([[""], ["", "+442079460000"]]);
  });
});

it("an answer that was under way when more was asked for does not take the number away", async () => {
  stage.edge.behaviour.delayMs = 300;
  await stage.open(LINK, head());
  await stage.page.waitForFunction(() => window.ringtrail);
  stage.edge.behaviour.delayMs = 0;
  await stage.page.click("#a");
  await stage.page.waitForFunction(() => document.querySelector("a")?.textContent === "020 7946 0103");
  await stage.edge.until(() => stage.edge.visits.length === 2);
  await stage.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 400)));
  expect(await link()).toEqual(["020 7946 0103", "tel:+442079460103"]);
});
