import { describe, expect, it } from "vitest";
import type {} from "../../src/more/consent.ts";
import { setStage, swapped } from "./setup.ts";
import { answer } from "./stub-edge.ts";

const stage = setStage();
const tag = (rest: string) => `<script defer src="/rt.js" data-site="demo" ${rest}></script>`;
const HELD = tag('data-consent="required" data-use');
/** Consent can be given: what decides has come. */
const ready = () => stage.page.waitForFunction(() => window.ringtrailConsent);
const BODY = '<a id="a" href="tel:+442079460000">020 7946 0000</a>';
const shown = () => stage.page.textContent("#a");
const stored = () => stage.page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]);

describe("A2 nothing is stored or sent before consent where the site asks for it", () => {
  it("no number, no request, nothing kept; all of it on consent, without a reload", async () => {
    await stage.open(BODY, HELD);
    await ready();
    expect(await stored()).toEqual([0, 0, ""]);
    expect(stage.edge.visits).toHaveLength(0);
    expect(await shown()).toBe("020 7946 0000");
    await stage.page.evaluate(() => window.ringtrailConsent?.(true));
    await swapped(stage.page);
    expect(await shown()).toBe("020 7946 0103");
    expect((await stored())[0]).toBe(1);
  });

  it("consent that was given holds on the next page, and its number is there at once", async () => {
    await stage.open(BODY, HELD);
    await ready();
    await stage.page.evaluate(() => window.ringtrailConsent?.(true));
    await swapped(stage.page);
    stage.edge.behaviour.delayMs = 60_000;
    await stage.page.reload();
    expect(await shown()).toBe("020 7946 0103");
  });

  it("withdrawn: the page is as it was, and nothing is kept", async () => {
    await stage.open(BODY, HELD);
    await ready();
    await stage.page.evaluate(() => window.ringtrailConsent?.(true));
    await swapped(stage.page);
    await stage.page.evaluate(() => window.ringtrailConsent?.(false));
    expect(await shown()).toBe("020 7946 0000");
    expect(await stored()).toEqual([0, 0, ""]);
  });

  it("withdrawn: the edge is asked for an anonymous number, so that it takes its cookie back", async () => {
    await stage.open(BODY, HELD);
    await ready();
    await stage.page.evaluate(() => window.ringtrailConsent?.(true));
    await swapped(stage.page);
    await stage.page.evaluate(() => window.ringtrailConsent?.(false));
    await stage.edge.until(() => stage.edge.visits.length === 2);
    expect(stage.edge.visits[1]).toMatchObject({ anonymous: true, page: { referrer: "" } });
    expect(await shown()).toBe("020 7946 0000");
    expect(await stored()).toEqual([0, 0, ""]);
  });

  it("an anonymous number names the page's path and nothing else; on consent the visit goes on with the same number", async () => {
    stage.edge.pages.set("/p", `<!doctype html>${tag('data-consent="required" data-use data-before="page"')}${BODY}`);
    await stage.page.goto(`${stage.edge.origin}/p?utm_source=google&gclid=x`);
    await swapped(stage.page);
    expect(await shown()).toBe("020 7946 0103");
    expect(await stored()).toEqual([0, 0, ""]);
    expect(stage.edge.visits[0]).toEqual({
      site: "demo",
      visitor: expect.any(String),
      page: { url: `${stage.edge.origin}/p`, referrer: "" },
      anonymous: true,
    });
    const seen = await stage.page.evaluate(() => {
      window.ringtrailConsent?.(true);
      return document.getElementById("a")?.textContent;
    });
    expect(seen).toBe("020 7946 0103");
    await stage.edge.until(() => stage.edge.visits.length === 2);
    expect(stage.edge.visits[1]).toMatchObject({
      visitor: answer().visitor,
      visit: "visit-1.0",
      page: { url: `${stage.edge.origin}/p?utm_source=google&gclid=x` },
    });
  });

  it("follows Google's Consent Mode, commands given before and after", async () => {
    const gtag = "window.dataLayer=[];function gtag(){dataLayer.push(arguments)}";
    await stage.open(
      BODY,
      `<script>${gtag};gtag("consent","default",{analytics_storage:"denied"})</script>${tag('data-consent="google" data-use')}`,
    );
    await ready();
    expect(stage.edge.visits).toHaveLength(0);
    await stage.page.evaluate('gtag("consent","update",{analytics_storage:"granted"})');
    await swapped(stage.page);
    await stage.page.evaluate('gtag("consent","update",{analytics_storage:"denied"})');
    expect(await shown()).toBe("020 7946 0000");
  });

  it.each([
    ["gpc", "globalPrivacyControl", true],
    ["dnt", "doNotTrack", "1"],
  ])("%s refuses whatever else is said", async (name, property, value) => {
    await stage.page.addInitScript(([key, on]) => Object.defineProperty(navigator, String(key), { value: on }), [
      property,
      value,
    ] as const);
    await stage.open(BODY, tag(`data-consent="${name}" data-use`));
    await ready();
    await stage.page.evaluate(() => window.ringtrailConsent?.(true));
    expect(await stored()).toEqual([0, 0, ""]);
    expect(stage.edge.visits).toHaveLength(0);
  });
});

describe("numbers in the deep", () => {
  const inShadow = () => stage.page.evaluate(() => document.querySelector("#host")?.shadowRoot?.textContent);

  it("open shadow roots, also one attached later, one in another, and what changes in them", async () => {
    await stage.open(
      '<div id="host"><template shadowrootmode="open"><p>020 <b>7946</b> 0000</p></template></div><div id="late"></div>',
      tag('data-use="deep"'),
    );
    await swapped(stage.page);
    expect(await inShadow()).toBe("020 7946 0103");
    const late = await stage.page.evaluate(async () => {
      const root = document.getElementById("late")?.attachShadow({ mode: "open" }) as ShadowRoot;
      root.innerHTML = "<section></section>";
      const inner = root.firstElementChild?.attachShadow({ mode: "open" }) as ShadowRoot;
      inner.innerHTML = "<i>020 7946 0001</i>";
      await new Promise((resolve) => requestAnimationFrame(resolve));
      return inner.textContent;
    });
    expect(late).toBe("020 7946 0201");
    await stage.page.evaluate(() => window.ringtrail?.stop());
    expect(await inShadow()).toBe("020 7946 0000");
  });

  it("iframes of the same origin, not of another", async () => {
    stage.edge.pages.set("/frame", "<!doctype html><p>020 7946 0000</p>");
    const other = stage.edge.origin.replace("localhost", "127.0.0.1");
    await stage.open(`<iframe src="/frame"></iframe><iframe src="${other}/frame"></iframe>`, tag('data-use="deep"'));
    await swapped(stage.page);
    const text = (url: string) =>
      stage.page
        .frames()
        .find((frame) => frame.url().startsWith(url))
        ?.textContent("p");
    await stage.page.waitForFunction(() => {
      return document.querySelector("iframe")?.contentDocument?.querySelector("p")?.textContent === "020 7946 0103";
    });
    expect(await text(other)).toBe("020 7946 0000");
  });
});

describe("telling others", () => {
  it("marked fields of forms name the visit, others are left alone", async () => {
    await stage.open(
      '<form><input data-rt-field="visit"><input data-rt-field="channel"><input data-rt-field="nonsense" value="x"><input id="own" value="mine"></form>',
      tag("data-use"),
    );
    await swapped(stage.page);
    const values = () => stage.page.evaluate(() => [...document.querySelectorAll("input")].map((input) => input.value));
    expect(await values()).toEqual(["visit-1.0", "Direct", "x", "mine"]);
    await stage.page.evaluate(() => {
      const form = document.querySelector("form");
      form?.reset();
      form?.addEventListener("submit", (event) => event.preventDefault());
      form?.requestSubmit();
    });
    expect(await values()).toEqual(["visit-1.0", "Direct", "x", "mine"]);
  });

  it("loads from the place the script is from, be it another origin", async () => {
    const host = stage.edge.origin.replace("localhost", "127.0.0.1");
    await stage.open(BODY, `<script async src="${host}/rt.js" data-site="demo" data-use="layer"></script>`);
    await stage.page.waitForFunction(() => window.dataLayer);
  });

  it("S1 does without what does not come", async () => {
    await stage.context.route("**/rt-more.js", (route) => route.abort());
    await stage.open(BODY, tag('data-use="layer"'));
    await swapped(stage.page);
    expect(await shown()).toBe("020 7946 0103");
  });

  it("the data layer is told once a visit", async () => {
    await stage.open(BODY, tag('data-use="layer"'));
    await swapped(stage.page);
    await stage.page.evaluate(() => document.dispatchEvent(new Event("ringtrail")));
    expect(await stage.page.evaluate(() => window.dataLayer)).toEqual([
      { event: "ringtrail", ringtrail: { visit: "visit-1.0", ...answer().touch } },
    ]);
  });
});
