import { describe, expect, it } from "vitest";
import type { Memory } from "../../src/visit.ts";
import { setStage, swapped } from "./setup.ts";
import { answer, swapTo } from "./stub-edge.ts";

const stage = setStage();
const BODY = '<a id="a" href="tel:+442079460000">020 7946 0000</a>';
const shown = () => stage.page.textContent("#a");

/** Puts a kept answer into the browser, as an earlier page would have left it. */
async function remember(memory: Partial<Memory> & { agoSeconds: number }): Promise<void> {
  const { agoSeconds, ...rest } = memory;
  await stage.context.addInitScript(
    ([kept, ago]) => {
      if (!localStorage.getItem("rt.demo"))
        localStorage.setItem("rt.demo", JSON.stringify({ ...kept, at: Date.now() - ago }));
    },
    [{ visitor: "w".repeat(24), answer: answer(), ...rest }, agoSeconds * 1000] as const,
  );
}

describe("the request for numbers", () => {
  it("tells the page and where the visitor came from, without fragment tokens", async () => {
    stage.edge.pages.set("/from", `<a href="/?utm_source=google&gclid=x#access_token=secret">go</a>`);
    stage.edge.pages.set("/", `<script src="/rt.js" data-site="demo"></script><title>Shop</title>${BODY}`);
    await stage.page.goto(`${stage.edge.origin}/from`);
    await stage.page.click("a");
    await swapped(stage.page);
    expect(stage.edge.visits).toHaveLength(1);
    expect(stage.edge.visits[0]).toMatchObject({
      site: "demo",
      page: {
        url: `${stage.edge.origin}/?utm_source=google&gclid=x`,
        referrer: `${stage.edge.origin}/from`,
      },
      device: { touch: false, automated: true },
    });
    expect(stage.edge.visits[0]?.visitor).toMatch(/^[\w-]{16,64}$/);
  });

  it("never sends credentials of the page's URL", async () => {
    stage.edge.pages.set("/", `<script src="/rt.js" data-site="demo"></script>${BODY}`);
    await stage.page.goto(stage.edge.origin.replace("//", "//user:secret@"));
    await stage.edge.until(() => stage.edge.visits.length > 0);
    expect(JSON.stringify(stage.edge.visits[0]?.page)).not.toContain("secret");
  });

  it("needs no preflight, across origins", async () => {
    const { port } = new URL(stage.edge.origin);
    const methods: string[] = [];
    stage.page.on("request", (request) => methods.push(request.method()));
    const cross = `http://127.0.0.1:${port}`;
    await stage.open(BODY, `<script src="${cross}/rt.js" data-site="demo"></script>`);
    await swapped(stage.page);
    expect(methods).not.toContain("OPTIONS");
    expect(await shown()).toBe("020 7946 0103");
  });

  it("a landing page that could not be told is told first on the next page, and the next page after it", async () => {
    stage.edge.behaviour.status = 503;
    await stage.open(BODY);
    await stage.page.goto(`${stage.edge.origin}/?utm_source=google`);
    await stage.edge.until(() => stage.edge.visits.length === 2);
    stage.edge.behaviour.status = 200;
    stage.edge.pages.set("/next", `<script src="/rt.js" data-site="demo"></script>${BODY}`);
    await stage.page.goto(`${stage.edge.origin}/next`);
    await swapped(stage.page);
    expect(stage.edge.visits[2]?.page.url).toBe(`${stage.edge.origin}/`);
    await stage.edge.until(() => stage.edge.visits.length === 4);
    expect(stage.edge.visits[3]?.page.url).toBe(`${stage.edge.origin}/next`);
  });
});

describe("L3 the next page", () => {
  it("has the kept number at once, without the network, and revalidates it", async () => {
    await remember({ agoSeconds: 60 });
    stage.edge.behaviour.delayMs = 60_000;
    await stage.open(BODY);
    expect(await shown()).toBe("020 7946 0103");
    expect(stage.edge.visits[0]).toMatchObject({ visitor: "w".repeat(24), visit: "visit-1.0" });
  });

  it("has it before the first paint", async () => {
    await remember({ agoSeconds: 60 });
    const page = await stage.open(
      `${BODY}<script>requestAnimationFrame(() => { window.painted = document.getElementById("a").textContent })</script>`,
    );
    await page.waitForFunction(() => "painted" in window);
    expect(await page.evaluate(() => Reflect.get(window, "painted"))).toBe("020 7946 0103");
  });

  it("L2 does not show a number whose freeze has passed", async () => {
    await remember({ agoSeconds: 1801 });
    stage.edge.behaviour.delayMs = 60_000;
    await stage.open(BODY);
    expect(await shown()).toBe("020 7946 0000");
  });

  it("shows another number when the edge says so", async () => {
    await remember({ agoSeconds: 60 });
    stage.edge.behaviour.body = JSON.stringify(answer({ swaps: [swapTo("020 7946 0000", "020 7946 0107")] }));
    await stage.open(BODY);
    await stage.page.waitForFunction(() => document.getElementById("a")?.textContent?.endsWith("0107"));
    expect(await stage.page.getAttribute("#a", "href")).toBe("tel:+442079460107");
  });

  it("survives rubbish in storage", async () => {
    for (const rubbish of [
      "",
      "{",
      "null",
      "[]",
      '{"visitor":"x","at":9e15,"answer":{}}',
      '{"visitor":1,"answer":1}',
    ]) {
      await stage.context.addInitScript((text) => localStorage.setItem("rt.demo", text), rubbish);
      await stage.open(BODY);
      await swapped(stage.page);
      expect(await shown()).toBe("020 7946 0103");
    }
  });
});

describe("several tabs", () => {
  it("L3 show the same number, also one opened before", async () => {
    await stage.open(BODY);
    await swapped(stage.page);
    stage.edge.behaviour.body = JSON.stringify(
      answer({ visit: "visit-2.0", swaps: [swapTo("020 7946 0000", "020 7946 0108")] }),
    );
    const other = await stage.context.newPage();
    await other.goto(`${stage.edge.origin}/`);
    await other.waitForFunction(() => document.getElementById("a")?.textContent?.endsWith("0108"));
    await stage.page.waitForFunction(() => document.getElementById("a")?.textContent?.endsWith("0108"));
    const [first, second] = stage.edge.visits;
    expect(second?.visitor).toBe("v".repeat(24));
    expect(first?.visitor).not.toBe(second?.visitor);
  });

  it("opened together are one visitor", async () => {
    stage.edge.behaviour.status = 503;
    await stage.open(BODY);
    const other = await stage.context.newPage();
    await other.goto(`${stage.edge.origin}/`);
    await stage.edge.until(() => stage.edge.visits.length === 2);
    expect(stage.edge.visits[1]?.visitor).toBe(stage.edge.visits[0]?.visitor);
  });
});

describe("asking again", () => {
  it("when a pulse is answered with 410", async () => {
    await stage.page.clock.install();
    await stage.open(BODY);
    await swapped(stage.page);
    stage.edge.behaviour.pulseStatus = 410;
    await stage.page.clock.fastForward(21_000);
    await stage.edge.until(() => stage.edge.visits.length === 2);
  });

  it("after an outage, less and less often", async () => {
    await stage.page.clock.install();
    stage.edge.behaviour.status = 503;
    await stage.open(BODY);
    await stage.edge.until(() => stage.edge.visits.length === 1);
    for (let i = 0; i < 16; i++) await stage.page.clock.runFor(20_000);
    const tries = stage.edge.visits.length;
    expect(tries).toBeGreaterThan(2);
    expect(tries).toBeLessThan(7);
    stage.edge.behaviour.status = 200;
    while (!(await stage.page.evaluate(() => window.ringtrail?.visit()))) await stage.page.clock.runFor(20_000);
    await swapped(stage.page);
    expect(await shown()).toBe("020 7946 0103");
  });

  it("never, once the edge has refused", async () => {
    await stage.page.clock.install();
    stage.edge.behaviour.status = 403;
    await stage.open(BODY);
    await stage.edge.until(() => stage.edge.visits.length === 1);
    for (let i = 0; i < 8; i++) await stage.page.clock.runFor(20_000);
    expect(stage.edge.visits).toHaveLength(1);
    expect(await shown()).toBe("020 7946 0000");
  });

  it("L2 numbers go when no sign of life was taken for as long as they surely rest", async () => {
    await stage.page.clock.install();
    await stage.open(BODY);
    await swapped(stage.page);
    stage.edge.behaviour.pulseStatus = stage.edge.behaviour.status = 503;
    for (let i = 0; i < 100; i++) await stage.page.clock.fastForward(20_000);
    await stage.page.waitForFunction(() => document.getElementById("a")?.textContent === "020 7946 0000");
  });
});
