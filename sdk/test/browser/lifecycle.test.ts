import { describe, expect, it } from "vitest";
import { setStage, swapped } from "./setup.ts";

const stage = setStage();
const BODY = '<a id="a" href="tel:+442079460000">020 7946 0000</a><a id="next" href="/next">next</a>';
const events = () => stage.edge.pulses.flatMap((pulse) => pulse.events);

/** Makes the page believe that it is hidden or visible again. */
async function turn(hidden: boolean): Promise<void> {
  await stage.page.evaluate((value) => {
    Object.defineProperty(document, "hidden", { value, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);
}

describe("signs of life", () => {
  it("come every pulse while the page is visible, and none while it is hidden", async () => {
    await stage.page.clock.install();
    await stage.open(BODY);
    await swapped(stage.page);
    await stage.page.clock.runFor(61_000);
    await stage.edge.until(() => events().filter((event) => event.type === "alive").length === 3);
    await turn(true);
    await stage.edge.until(() => events().at(-1)?.type === "hidden");
    await stage.page.clock.runFor(600_000);
    expect(events().at(-1)?.type).toBe("hidden");
    await turn(false);
    await stage.edge.until(() => events().at(-1)?.type === "alive");
  });

  it("ends by beacon when the page is left, once", async () => {
    await stage.open(BODY);
    await swapped(stage.page);
    stage.edge.pages.set("/next", "<p>next</p>");
    await stage.page.click("#next");
    await stage.edge.until(() => events().some((event) => event.type === "end"));
    expect(events().filter((event) => event.type !== "signal")).toHaveLength(1);
  });

  it("a page back from the back/forward cache asks again", async () => {
    await stage.open(BODY);
    await swapped(stage.page);
    await stage.page.evaluate(() => dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true })));
    await stage.page.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
    await stage.edge.until(() => stage.edge.visits.length === 2);
  });

  it("L7 a prerendered page asks only when it is shown to someone", async () => {
    await stage.page.addInitScript(() => {
      Object.defineProperty(document, "prerendering", { value: true, configurable: true });
    });
    await stage.open(BODY);
    await stage.page.evaluate(() => document.body.append("changed"));
    expect(stage.edge.visits).toHaveLength(0);
    await stage.page.evaluate(() => document.dispatchEvent(new Event("prerenderingchange")));
    await stage.edge.until(() => stage.edge.visits.length === 1);
  });

  it("history navigation is a page view; a jump within the page is none", async () => {
    await stage.open(BODY);
    await swapped(stage.page);
    await stage.page.evaluate(() => {
      history.pushState(null, "", "/bikes?utm_source=x");
      document.body.append("bikes");
    });
    await stage.edge.until(() => events().some((event) => event.type === "page"));
    await stage.page.evaluate(() => {
      location.hash = "#top";
      document.body.append("top");
    });
    await stage.page.evaluate(() => dispatchEvent(new Event("pagehide")));
    await stage.edge.until(() => events().at(-1)?.type === "end");
    expect(events().filter((event) => event.type === "page")).toEqual([
      {
        type: "page",
        ago: expect.any(Number),
        page: expect.objectContaining({ url: `${stage.edge.origin}/bikes?utm_source=x` }),
      },
    ]);
  });
});

describe("signals of intent", () => {
  const signals = () => events().flatMap((event) => (event.type === "signal" ? [event] : []));

  it("a number that came into view is seen, once", async () => {
    await stage.open(`${BODY}<div style="height:3000px"></div><p id="low">020 7946 0001 and 020 7946 0001</p>`);
    await swapped(stage.page);
    await stage.page.locator("#low").scrollIntoViewIfNeeded();
    await stage.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0))));
    await turn(true);
    await stage.edge.until(() => events().at(-1)?.type === "hidden");
    expect(signals().map((event) => [event.signal, event.number])).toEqual([
      ["seen", "+442079460103"],
      ["seen", "+442079460201"],
    ]);
  });

  it("a click on the phone link is told at once, with the number shown", async () => {
    await stage.open(BODY.replace(">020 7946 0000<", "><span>020 7946 0000</span><"));
    await swapped(stage.page);
    await stage.page.evaluate(() => {
      document.getElementById("a")?.addEventListener("click", (event) => event.preventDefault());
    });
    await stage.page.click("#a span");
    await stage.edge.until(() => signals().some((event) => event.signal === "tel"));
    expect(signals().find((event) => event.signal === "tel")?.number).toBe("+442079460103");
  });

  it("a copied number", async () => {
    await stage.open(BODY);
    await swapped(stage.page);
    await stage.page.evaluate(() => {
      getSelection()?.selectAllChildren(document.body);
      document.execCommand("copy");
    });
    await turn(true);
    await stage.edge.until(() => events().at(-1)?.type === "hidden");
    expect(signals().map((event) => event.signal)).toContain("copy");
  });

  it("a click on a link that is none of ours says nothing", async () => {
    await stage.open(`${BODY}<a id="b" href="tel:+15550100">1</a><button>2</button>`);
    await swapped(stage.page);
    await stage.page.evaluate(() => {
      for (const id of ["b"]) document.getElementById(id)?.click();
      document.querySelector("button")?.click();
    });
    await turn(true);
    await stage.edge.until(() => events().at(-1)?.type === "hidden");
    expect(signals().filter((event) => event.signal === "tel")).toEqual([]);
  });
});
