/** The newcomer's first minutes: the panel beside the shop, a call from it, and the live page that shows the call by itself. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launchBrowser } from "../../../scripts/browser.ts";
import { buildAssets } from "../../../scripts/build.ts";
import { finish, type Running, run } from "./running.ts";

let running: Running;
let browser: Browser;
beforeAll(async () => {
  await buildAssets({ demo: true });
  [running, browser] = await Promise.all([run(), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await finish(running);
});

const panelOf = (page: Page) => page.getByRole("complementary", { name: "Ringtrail" });

it("R1 a call from the panel is traced to this visit, and the live page shows it by itself", async () => {
  const live = await browser.newPage();
  await live.goto(`${running.origin}/`);
  await live.getByRole("heading", { name: "No calls yet" }).waitFor();

  const shop = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await shop.goto(`${running.origin}/demo/?utm_source=google&utm_medium=cpc&utm_campaign=brand&utm_term=crm&gclid=x`);
  const panel = panelOf(shop);
  await panel.getByText("google / cpc").waitFor();
  await panel.getByRole("button", { name: "Call this number" }).first().click();
  await panel.getByText(/Answered: traced to this visit, \d+ % sure/).waitFor();

  await live.bringToFront();
  const row = live.locator("tr.call");
  await row.getByText("brand").waitFor();
  await row.getByText("Answered").waitFor();
  expect(await row.textContent()).toMatch(/google \/ cpc.*“crm”/);
  expect(await row.textContent(), "A2 callers are masked").toMatch(/\+44 •+ \d{3}/);
});

it("L1 a new visitor of the demo has another number, and the flyer's belongs to nobody", async () => {
  const shop = await browser.newPage({ viewport: { width: 390, height: 844 } });
  await shop.goto(`${running.origin}/demo/`);
  const panel = panelOf(shop);
  await panel.getByText("What Ringtrail knows of this visit").click();
  const number = panel.locator("li b").first();
  const before = await number.textContent();
  await Promise.all([shop.waitForEvent("load"), panel.getByRole("button", { name: "Come as a new visitor" }).click()]);
  await panel.getByText("What Ringtrail knows of this visit").click();
  await expect.poll(() => number.textContent()).toMatch(/^020 7946 01\d\d$/);
  expect(await number.textContent()).not.toBe(before);

  await panel.getByRole("button", { name: "Call this number" }).last().click();
  await panel.getByText(/Answered: traced to Flyer/).waitFor();
});
