/**
 * `npm run picture`: takes the README's picture from the real thing. Runs the demo on a state of its own, has a few
 * visitors come and call in a real browser, and writes `docs/demo.png`: the shop with its panel, and the live page.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { launchBrowser } from "./browser.ts";
import { buildAssets } from "./build.ts";
import { portIsFree, startLocal } from "./local.ts";

const PICTURE = "docs/demo.png";
const WIDTH = 1280;
/** How the visitors come, one after the other; the last one is in the picture. */
const ARRIVALS = [
  "utm_source=newsletter&utm_medium=email&utm_campaign=autumn-sale",
  "utm_source=yandex&utm_medium=cpc&utm_campaign=велосипеды&utm_term=купить велосипед&yclid=1",
  "",
  "utm_source=google&utm_medium=cpc&utm_campaign=brand&utm_term=bicycle+fitting&gclid=1",
];

await buildAssets({ demo: true });
const state = mkdtempSync(join(tmpdir(), "ringtrail-picture-"));
const local = await startLocal({ port: await freePort(), state, output: "inherit" });
const browser = await launchBrowser();
try {
  let shop: Page | null = null;
  for (const query of ARRIVALS) {
    await shop?.close();
    shop = await visitAndCall(browser, `${local.origin}/demo/${query && `?${query}`}`);
  }
  const upper = await shop?.screenshot();
  const live = await browser.newPage({ viewport: { width: WIDTH, height: 520 } });
  await live.goto(`${local.origin}/`);
  await live
    .locator("tr.call")
    .nth(ARRIVALS.length - 1)
    .waitFor();
  await live.getByRole("button", { name: "Why?" }).first().click();
  if (upper) await compose(browser, upper, await live.screenshot());
} finally {
  await browser.close();
  await local.stop();
  rmSync(state, { recursive: true, force: true });
}
console.log(`Wrote ${PICTURE} (${Math.round(readFileSync(PICTURE).byteLength / 1024)} kB).`);

/** A visitor of their own who looks at two pages and calls the number they see. */
async function visitAndCall(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: WIDTH, height: 800 } });
  await page.goto(url);
  const panel = page.getByRole("complementary", { name: "Ringtrail" });
  await panel.getByText("leased to you alone").first().waitFor();
  await page.getByRole("link", { name: "Workshop", exact: true }).click();
  await page.getByRole("link", { name: "Plover Cycles" }).click();
  await panel.getByRole("button", { name: "Call this number" }).first().click();
  await panel.getByText("Answered: traced to").waitFor();
  return page;
}

/** Puts both pictures under each other, on nothing. */
async function compose(browser: Browser, ...shots: Buffer[]): Promise<void> {
  const page = await browser.newPage({ viewport: { width: WIDTH + 80, height: 100 } });
  const images = shots.map((shot) => `<img src="data:image/png;base64,${shot.toString("base64")}">`);
  const style = "body{margin:40px;display:grid;gap:40px}img{border-radius:14px;box-shadow:0 2px 24px rgb(0 0 0/.28)}";
  await page.setContent(`<style>${style}</style>${images.join("")}`);
  mkdirSync("docs", { recursive: true });
  await page.screenshot({ path: PICTURE, fullPage: true, omitBackground: true });
}

async function freePort(): Promise<number> {
  for (let port = 8790; port < 8890; port++) if (await portIsFree(port)) return port;
  throw new Error("No free port between 8790 and 8890.");
}
