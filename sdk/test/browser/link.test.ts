/** Links to other domains of the same site. */
import { describe, expect, it } from "vitest";
import { setStage, swapped } from "./setup.ts";

const stage = setStage();
/** The stub edge under another name is another domain. */
const other = () => stage.edge.origin.replace("localhost", "127.0.0.1");
const head = () =>
  `<script defer src="/rt.js" data-site="demo" data-use data-link="${new URL(other()).host} pay.example"></script>`;
const href = () => stage.page.getAttribute("#out", "href");

async function opened(url = `${other()}/shop?a=1#top`): Promise<void> {
  stage.edge.pages.set("/shop", `<!doctype html><link rel="icon" href="data:,">${head()}<p>shop</p>`);
  await stage.open(`<a id="out" href="${url}"><b>Shop</b></a> <a id="in" href="/shop">Here</a>`, head());
  await swapped(stage.page);
  await stage.page.waitForFunction(
    () => performance.getEntriesByName(new URL("/rt-more.js", location.href).href).length,
  );
  await stage.page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
}

describe("a link to another domain of the site", () => {
  it("gets a code when the pointer comes near, and loses it again", async () => {
    await opened();
    await stage.page.clock.install();
    await stage.page.hover("#out b");
    await stage.page.waitForFunction(() => document.querySelector<HTMLAnchorElement>("#out")?.href.includes("rt_link"));
    expect(await href()).toBe(`${other()}/shop?rt_link=code-1&a=1#top`);
    expect(stage.edge.links).toEqual([{ site: "demo", visitor: "v".repeat(24), visit: "visit-1.0" }]);
    await stage.page.hover("#in");
    await stage.page.hover("#out");
    expect(stage.edge.links).toHaveLength(1);
    await stage.page.clock.runFor(100_000);
    expect(await href()).toBe(`${other()}/shop?a=1#top`);
    await stage.page.hover("#in");
    await stage.page.hover("#out");
    await stage.edge.until(() => stage.edge.links.length === 2);
  });

  it.each([
    ["", "?rt_link=code-1"],
    ["/", "/?rt_link=code-1"],
    ["/?", "/?rt_link=code-1&"],
    ["/#a?b", "/?rt_link=code-1#a?b"],
    ["/a%20b?c=%20+", "/a%20b?rt_link=code-1&c=%20+"],
  ])("keeps the rest of the address: %j", async (path, expected) => {
    await opened(`https://pay.example${path}`);
    await stage.page.focus("#out");
    await stage.page.waitForFunction(() => document.querySelector<HTMLAnchorElement>("#out")?.href.includes("rt_link"));
    expect(await href()).toBe(`https://pay.example${expected}`);
  });

  it.each([
    ["opens it", ""],
    ["opens it in a new tab", "_blank"],
  ])("a click %s with the code; the other page tells the edge and takes it out of its address", async (_, target) => {
    await opened();
    await stage.page.locator("#out").evaluate((link, name) => link.setAttribute("target", name), target);
    await stage.page.hover("#out");
    await stage.page.waitForFunction(() => document.querySelector<HTMLAnchorElement>("#out")?.href.includes("rt_link"));
    const tab = target ? stage.context.waitForEvent("page") : stage.page;
    await stage.page.click("#out");
    const there = await tab;
    await expect.poll(() => there.evaluate(() => location.href)).toBe(`${other()}/shop?a=1#top`);
    expect(stage.edge.visits[1]?.page.url).toBe(`${other()}/shop?rt_link=code-1&a=1`);
    await there.evaluate(() => document.body.append("later"));
    expect(stage.edge.pulses.flatMap(({ events }) => events.map(({ type }) => type))).not.toContain("alive");
  });

  it("other links, and other sites, are left alone", async () => {
    await opened("https://elsewhere.example/");
    await stage.page.hover("#out");
    await stage.page.focus("#in");
    await stage.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
    expect(stage.edge.links).toEqual([]);
    expect(await href()).toBe("https://elsewhere.example/");
  });

  it("S1 a click does not wait for the edge", async () => {
    await opened();
    await stage.context.route("**/v1/link", () => {});
    await stage.page.click("#out");
    await stage.page.waitForURL(`${other()}/shop?a=1#top`);
  });

  it("S1 a refusal changes nothing", async () => {
    await opened();
    stage.edge.behaviour.linkStatus = 429;
    await stage.page.hover("#out");
    await stage.edge.until(() => stage.edge.links.length === 1);
    await stage.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
    expect(await href()).toBe(`${other()}/shop?a=1#top`);
  });

  it("A2 nobody is taken along before consent", async () => {
    await stage.open(
      `<a id="out" href="${other()}/shop">Shop</a>`,
      `<script defer src="/rt.js" data-site="demo" data-use data-consent="required" data-before="page" data-link="${new URL(other()).host}"></script>`,
    );
    await swapped(stage.page);
    await stage.page.hover("#out");
    await stage.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
    expect(stage.edge.links).toEqual([]);
    await stage.page.evaluate(() => window.ringtrailConsent?.(true));
    await stage.edge.until(() => stage.edge.visits.length === 2);
  });
});

describe("an address with a code", () => {
  it.each([
    ["/shop?rt_link=x", "/shop"],
    ["/shop?rt_link=x#a", "/shop#a"],
    ["/shop?rt_link=x&b=%20", "/shop?b=%20"],
    ["/shop?b=1&rt_link=x&c=2", "/shop?b=1&c=2"],
    ["/shop?b=1&rt_link=x", "/shop?b=1"],
    ["/shop?b=1&shirt_link=x", "/shop?b=1&shirt_link=x"],
  ])("%s becomes %s", async (path, expected) => {
    stage.edge.pages.set(
      "/shop",
      `<!doctype html><link rel="icon" href="data:,">${head()}<script>history.replaceState({ mine: 1 }, "")</script>`,
    );
    await stage.page.goto(stage.edge.origin + path);
    await stage.page.waitForURL(stage.edge.origin + expected);
    await swapped(stage.page);
    expect(await stage.page.evaluate(() => history.state)).toEqual({ mine: 1 });
  });
});
