import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { launchBrowser } from "../../../../scripts/browser.ts";
import { buildAssets } from "../../../../scripts/build.ts";
import { aCall, manyCalls, oneOfEach } from "./calls.ts";
import { type StubApi, startStubApi } from "./stub-api.ts";

let browser: Browser;
let api: StubApi;
let page: Page;
const errors: string[] = [];

beforeAll(async () => {
  await buildAssets({ demo: true });
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  api = await startStubApi();
  page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  errors.length = 0;
  page.on("pageerror", (error) => errors.push(error.message));
});
afterEach(async () => {
  await page.close();
  await api.close();
  expect(errors).toEqual([]);
});

const rows = () => page.locator("tr.call");

describe("the live page", () => {
  it("asks for a key where no demo tells one, says when it is refused, and keeps it in the tab", async () => {
    api.demo = false;
    api.calls = [aCall()];
    await page.goto(api.origin);
    await page.getByLabel("Operator key").fill("wrong");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").waitFor();
    await page.getByLabel("Operator key").fill(api.key);
    await page.keyboard.press("Enter");
    await rows().waitFor();
    await page.reload();
    await rows().waitFor();
    await page.getByRole("button", { name: "Forget the key" }).click();
    await page.getByLabel("Operator key").waitFor();
  });

  it("says where calls come from when there are none, then shows and announces the first", async () => {
    await page.goto(api.origin);
    await page.getByRole("heading", { name: "No calls yet" }).waitFor();
    api.calls = [aCall()];
    await rows().waitFor();
    expect(await page.locator("[aria-live=polite]").textContent()).toBe(
      "New call from +44 ••••••• 123: google / cpc, brand.",
    );
  });

  it("R1 shows for every call how sure it is, and on demand the evidence in words", async () => {
    api.calls = oneOfEach();
    await page.goto(api.origin);
    await rows().first().waitFor();
    expect(await page.getByRole("meter", { name: "Confidence" }).count()).toBe(5);
    const unknown = rows().filter({ hasText: "Not known" });
    await unknown.getByRole("button", { name: "Why?" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText("No visit was shown this number lately.").waitFor();
  });

  it("polls without a body while nothing changes", async () => {
    api.calls = [aCall()];
    await page.goto(api.origin);
    await expect.poll(() => api.answered.slice(0, 3), { timeout: 15_000 }).toEqual([200, 304, 304]);
  });

  it("keeps what it shows while the API fails, and recovers by itself", async () => {
    api.calls = [aCall()];
    await page.goto(api.origin);
    await rows().waitFor();
    api.failing = 500;
    await page.getByText("The server could not answer. Trying again …").waitFor();
    expect(await rows().count()).toBe(1);
    api.failing = null;
    await page.getByText("Live", { exact: true }).waitFor({ timeout: 20_000 });
  });

  it("loads hundreds of calls page by page, keeps them when a new one comes, and never grows wider than the screen", async () => {
    api.calls = manyCalls(120);
    await page.goto(api.origin);
    await rows().first().waitFor();
    expect(await rows().count()).toBe(50);
    const more = page.getByRole("button", { name: "Load older calls" });
    await more.click();
    await expect.poll(() => rows().count()).toBe(100);
    await more.click();
    await expect.poll(() => rows().count()).toBe(120);
    api.calls = [aCall({ id: "new", startedAt: "2026-11-22T12:00:00.000Z" }), ...api.calls];
    await expect.poll(() => rows().count(), { timeout: 15_000 }).toBe(121);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
  });
});
