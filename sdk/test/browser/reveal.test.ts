/** Numbers of a pool for those who ask for them. */
import { describe, expect, it } from "vitest";
import { setStage, swapped } from "./setup.ts";
import { answer } from "./stub-edge.ts";

const stage = setStage();
const head = (settings = 'data-targets=""') =>
  `<script defer src="/rt.js" data-site="demo" data-use ${settings}></script>`;
const NUMBER = 'data-rt-number="+442079460000" data-rt-lease="click"';
const LINK = `<a id="a" href="tel:+442079460000" ${NUMBER} aria-live="polite">Show number</a>`;
const link = () =>
  stage.page.evaluate(() => [document.querySelector("a")?.textContent, document.querySelector("a")?.href]);
const shows = (text: string) =>
  stage.page.waitForFunction((now) => document.querySelector("#a")?.textContent === now, text);
const asked = () => stage.edge.visits.map(({ targets }) => targets);

/** The answer to a visit that has asked for nothing yet; `click` makes the edge give what is asked for. */
async function opened(body = LINK, settings?: string): Promise<void> {
  const all = stage.edge.behaviour.body;
  stage.edge.behaviour.body = JSON.stringify(answer({ swaps: [] }));
  await stage.open(body, head(settings));
  await swapped(stage.page);
  stage.edge.behaviour.body = all;
  // What handles the click has come.
  await stage.page.waitForFunction(
    () => performance.getEntriesByName(new URL("/rt-more.js", location.href).href).length,
  );
  await stage.page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
}

describe("a number behind a click", () => {
  it("L5 is asked for only then, and stop() hides it again", async () => {
    await opened();
    expect(await link()).toEqual(["Show number", "tel:+442079460000"]);
    await stage.page.click("#a");
    await shows("020 7946 0103");
    expect(await link()).toEqual(["020 7946 0103", "tel:+442079460103"]);
    expect(asked()).toEqual([[""], ["", "+442079460000"]]);
    await stage.page.evaluate(() => window.ringtrail?.stop());
    expect(await stage.page.innerHTML("body")).toBe(LINK);
  });

  it("a button keeps the focus, its name changes to the number", async () => {
    await opened(`<button id="a" type="button" ${NUMBER}><i></i><span>Show number</span></button>`);
    await stage.page.keyboard.press("Tab");
    await stage.page.keyboard.press("Enter");
    await stage.page.waitForFunction(() => document.activeElement?.textContent === "020 7946 0103");
    await stage.page.getByRole("button", { name: "020 7946 0103" }).waitFor();
  });

  it("the second click is the page's own", async () => {
    await opened();
    await stage.page.click("#a");
    await shows("020 7946 0103");
    const prevented = stage.page.evaluate(
      () =>
        new Promise((resolve) =>
          addEventListener("click", (event) => {
            resolve(event.defaultPrevented);
            event.preventDefault();
          }),
        ),
    );
    await stage.page.click("#a");
    expect(await prevented).toBe(false);
  });

  it("L3 is there at once on the next page, without being asked for", async () => {
    await opened();
    await stage.page.click("#a");
    await shows("020 7946 0103");
    stage.edge.behaviour.delayMs = 60_000;
    await stage.page.reload();
    await shows("020 7946 0103");
    expect(asked()).toHaveLength(3);
  });

  it("others are shown at once", async () => {
    await stage.open(`${LINK}<p id="p">020 7946 0001</p>`, head('data-targets="+442079460001"'));
    await swapped(stage.page);
    expect(asked()).toEqual([["+442079460001"]]);
    expect(await stage.page.textContent("#p")).toBe("020 7946 0201");
  });

  it.each([
    ["the edge fails", () => Object.assign(stage.edge.behaviour, { status: 503 })],
    ["no number is left", () => Object.assign(stage.edge.behaviour, { body: JSON.stringify(answer({ swaps: [] })) })],
  ])("S1 where %s the original is shown, and dialled", async (_, fail) => {
    await opened();
    fail();
    await stage.page.click("#a");
    await shows("+442079460000");
    expect(await link()).toEqual(["+442079460000", "tel:+442079460000"]);
  });

  it("S1 without the script it is a link that dials", async () => {
    await stage.open(LINK, "");
    expect(await link()).toEqual(["Show number", "tel:+442079460000"]);
  });

  it("a telephone dials it with the same tap", async () => {
    const userAgent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148";
    const context = await stage.browser.newContext({ hasTouch: true, isMobile: true, userAgent });
    stage.page = await context.newPage();
    await opened();
    await stage.page.evaluate(() => {
      Reflect.set(window, "dialled", []);
      document.addEventListener("click", (event) => {
        if (event.defaultPrevented) return;
        event.preventDefault();
        (Reflect.get(window, "dialled") as string[]).push((event.target as HTMLAnchorElement).href);
      });
    });
    await stage.page.tap("#a");
    await stage.page.waitForFunction(() => (Reflect.get(window, "dialled") as string[]).length);
    expect(await stage.page.evaluate(() => Reflect.get(window, "dialled"))).toEqual(["tel:+442079460103"]);
    const signals = () => stage.edge.pulses.flatMap(({ events }) => events.filter((event) => event.type === "signal"));
    await stage.edge.until(() => signals().length > 0);
    await context.close();
  });

  it("an answer that was under way when it was asked for does not take it away", async () => {
    const all = stage.edge.behaviour.body;
    Object.assign(stage.edge.behaviour, { delayMs: 300, body: JSON.stringify(answer({ swaps: [] })) });
    await stage.open(LINK, head());
    await stage.edge.until(() => stage.edge.visits.length === 1);
    Object.assign(stage.edge.behaviour, { delayMs: 0, body: all });
    await stage.page.evaluate(() => {
      const { options, ask } = window.ringtrail ?? {};
      if (options) options.targets += " +442079460000";
      return ask?.(true);
    });
    await stage.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 400)));
    expect(await stage.page.evaluate(() => window.ringtrail?.visit()?.swaps.length)).toBe(2);
  });
});

describe("a number that comes into view", () => {
  it("L5 is asked for only then, once", async () => {
    await opened(
      '<div style="height:3000px"></div><p id="a" data-rt-number="+442079460000" data-rt-lease="view">Freephone</p>',
    );
    expect(await stage.page.textContent("#a")).toBe("Freephone");
    await stage.page.locator("#a").scrollIntoViewIfNeeded();
    await shows("020 7946 0103");
    await stage.page.evaluate(() => scrollTo(0, 0));
    await stage.page.locator("#a").scrollIntoViewIfNeeded();
    expect(asked()).toEqual([[""], ["", "+442079460000"]]);
  });
});
