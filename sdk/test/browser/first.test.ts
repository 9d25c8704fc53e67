import { beforeEach, describe, expect, it } from "vitest";
import { snippet } from "../../../scripts/snippet.ts";
import { document as pageOf, setStage, swapped } from "./setup.ts";

/** The inline code for first pages, as `npm run snippet` prints it, before a script that is slow to come. */
const stage = setStage();
const TAG = '<script async src="/rt.js" data-site="demo"></script>';
const STYLE = "<style>.rt-wait .phone { visibility: hidden }</style>";
const BODY = '<p class="phone">020 7946 0000</p><p>020 7946 0001</p>';

let code = { html: "", policy: "" };
let releaseScript = () => {};

beforeEach(async () => {
  code = await snippet(stage.edge.origin, "demo", "5000");
  const released = new Promise<void>((resolve) => {
    releaseScript = resolve;
  });
  await stage.context.route("**/rt.js", async (route) => {
    await released;
    await route.continue();
  });
});

/** Does not wait for the script. */
async function open(head: string): Promise<void> {
  stage.edge.pages.set("/", pageOf(BODY, STYLE + head + TAG));
  await stage.page.goto(`${stage.edge.origin}/`, { waitUntil: "commit" });
  await stage.page.waitForSelector(".phone", { state: "attached" });
}

const isWaiting = () => stage.page.evaluate(() => document.documentElement.classList.contains("rt-wait"));

describe("the first page's inline code", () => {
  it("asks before the script has come, and the script shows the answer at once, as the same visitor", async () => {
    await open(code.html);
    await stage.edge.until(() => stage.edge.visits.length === 1);
    await stage.page.waitForFunction(() => localStorage.getItem("rt.demo")?.includes("swaps"));
    expect(await isWaiting()).toBe(true);
    expect(await stage.page.isVisible(".phone")).toBe(false);
    stage.edge.behaviour.delayMs = 60_000;
    releaseScript();
    await stage.page.waitForFunction(() => document.querySelector(".phone")?.textContent === "020 7946 0103");
    expect(await isWaiting()).toBe(false);
    await stage.edge.until(() => stage.edge.visits.length === 2);
    const [first, second] = stage.edge.visits;
    expect(first).toMatchObject({ site: "demo", page: { url: `${stage.edge.origin}/` } });
    // The stub has every visitor be another one, which the script takes up.
    expect(second?.visit).toBe("visit-1.0");
  });

  it("where the script comes first, both are one visitor on one page", async () => {
    releaseScript();
    stage.edge.behaviour.delayMs = 300;
    await open(code.html);
    await swapped(stage.page);
    await stage.edge.until(() => stage.edge.visits.length === 2);
    const [first, second] = stage.edge.visits;
    expect(second).toEqual(first);
    expect(await isWaiting()).toBe(false);
  });

  it("does nothing on the next page", async () => {
    releaseScript();
    await open(code.html);
    await swapped(stage.page);
    await stage.edge.until(() => stage.edge.visits.length === 2);
    await stage.page.goto(`${stage.edge.origin}/`);
    await stage.edge.until(() => stage.edge.visits.length === 3);
    await swapped(stage.page);
    expect(stage.edge.visits).toHaveLength(3);
  });

  it("S1 hides nothing longer than it was told to, whatever the edge does", async () => {
    stage.edge.behaviour.delayMs = 60_000;
    await open((await snippet(stage.edge.origin, "demo", "200")).html);
    await stage.page.waitForFunction(() => !document.documentElement.classList.contains("rt-wait"));
    expect(await stage.page.isVisible(".phone")).toBe(true);
    expect(await stage.page.textContent(".phone")).toBe("020 7946 0000");
  });

  it("S1 storage is forbidden: the script goes on alone", async () => {
    await stage.context.addInitScript(() => {
      Object.defineProperty(window, "localStorage", {
        get() {
          throw new DOMException("denied", "SecurityError");
        },
      });
    });
    releaseScript();
    await open(code.html);
    await swapped(stage.page);
    expect(await stage.page.textContent(".phone")).toBe("020 7946 0103");
    expect(stage.edge.visits).toHaveLength(1);
  });
});

describe("with a content security policy", () => {
  const policy = (source: string) =>
    `<meta http-equiv="Content-Security-Policy" content="script-src ${source} ${stage.edge.origin}; connect-src 'self'">`;

  it("its hash, the same for every site, allows it", async () => {
    const other = await snippet("https://calls.example.com", "other");
    expect(other.policy).toBe(code.policy);
    await open(policy(code.policy) + code.html);
    await stage.edge.until(() => stage.edge.visits.length === 1);
    expect(await isWaiting()).toBe(true);
  });

  it("a nonce allows it", async () => {
    await open(policy("'nonce-r4nd0m'") + code.html.replace("<script", '<script nonce="r4nd0m"'));
    await stage.edge.until(() => stage.edge.visits.length === 1);
    expect(await isWaiting()).toBe(true);
  });

  it("S1 neither: the page goes on with the script alone", async () => {
    releaseScript();
    await open(policy("") + code.html);
    await swapped(stage.page);
    expect(stage.edge.visits).toHaveLength(1);
    expect(await stage.page.textContent(".phone")).toBe("020 7946 0103");
    // The browser says what it refused.
    expect(stage.noise.splice(0).join()).toContain("Content Security Policy");
  });
});
