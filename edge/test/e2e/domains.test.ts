/**
 * A site on two domains, with the edge on a third, as browsers see it: credentials across origins, a form that is told,
 * and a visitor who goes from one domain to the other and keeps their number.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launchBrowser } from "../../../scripts/browser.ts";
import { buildAssets } from "../../../scripts/build.ts";
import { finish, type Running, run } from "./running.ts";

let running: Running;
let browser: Browser;
let port = 0;
/** Two domains, as far as a browser is concerned. */
const domain = (name: "localhost" | "127.0.0.1") => `http://${name}:${port}`;

const server = createServer((_request, response) => {
  response.setHeader("content-type", "text/html; charset=utf-8");
  response.end(`<!doctype html><link rel="icon" href="data:,">
    <script async src="${running.origin}/rt.js" data-site="demo" data-use data-link="127.0.0.1:${port}"></script>
    <a id="call" href="tel:+442079460000">020 7946 0000</a> <a id="go" href="${domain("127.0.0.1")}/pay?a=1">Pay</a>
    <form id="callback" data-rt-lead="name phone"><input name="name" value="Ada"><input name="phone" value="020 7946 0991"><button>Go</button></form>`);
});

beforeAll(async () => {
  await buildAssets({ demo: true });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  port = (server.address() as AddressInfo).port;
  [running, browser] = await Promise.all([run(), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  server.close();
  await finish(running);
});

/** The number that the page's link dials, once it is not the original. */
async function shown(page: Page): Promise<string | null> {
  await page.locator('#call[href^="tel:+4420794601"]').waitFor();
  return page.getAttribute("#call", "href");
}

it("L3 S1 a visitor who goes to another domain of the site is the same, with the same number", async () => {
  const page = await browser.newPage({
    userAgent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
  });
  const errors: string[] = [];
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));

  const more = page.waitForResponse("**/rt-more.js");
  await page.goto(`${domain("localhost")}/?utm_source=google&utm_medium=cpc`);
  await (await more).finished();
  const number = await shown(page);
  const visit = await page.evaluate("ringtrail.visit().visit");
  await page.evaluate("addEventListener('submit', (event) => event.preventDefault())");
  const told = page.waitForResponse("**/v1/leads");
  await page.click("button");
  expect((await told).status()).toBe(204);

  await page.hover("#go");
  await page.locator("#go[href*=rt_link]").waitFor();
  await page.click("#go");
  await page.waitForURL(`${domain("127.0.0.1")}/pay?a=1`);
  expect(await shown(page)).toBe(number);
  expect(await page.evaluate("ringtrail.visit().visit")).toBe(visit);
  expect(errors).toEqual([]);
});
