/**
 * The main job, as a visitor, a caller and an operator see it: a page in a real browser shows this visitor's number, the
 * provider's signed webhook for that number is answered with forwarding, and the call names the advertisement.
 */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launchBrowser } from "../../../scripts/browser.ts";
import { buildAssets } from "../../../scripts/build.ts";
import { calls, incomingCall, listed, twilioRequest } from "./requests.ts";
import { finish, type Running, run } from "./running.ts";

const AD = "?utm_source=google&utm_medium=cpc&utm_campaign=brand&utm_term=crm&gclid=x";
const ORIGINAL = "+442079460000";

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

/** Opens the demo shop as a person with a browser of their own, and waits for their number. */
async function arrive(query: string): Promise<{ page: Page; number: string; errors: string[] }> {
  const context = await browser.newContext({
    userAgent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
  });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await page.goto(`${running.origin}/demo/${query}`);
  const link = page.locator('a[href^="tel:+4420794601"]').first();
  await link.waitFor({ state: "attached" });
  const number = ((await link.getAttribute("href")) ?? "").replace("tel:", "");
  return { page, number, errors };
}

it("R1 W1 W2 W3 S3 a visitor sees their own number, calls it, and the call names the advertisement", async () => {
  const first = await arrive(AD);
  expect(first.number).toMatch(/^\+44207946010\d$/);
  const text = await first.page.locator("body").innerText();
  expect(text, "S3 no trace of the original in the text").not.toMatch(/7946[\s\u00a0\u2010-\u2015.-]?0000/);
  expect(await first.page.locator(`a[href="tel:${ORIGINAL}"]`).count()).toBe(0);

  const second = await arrive("?utm_source=newsletter&utm_medium=email");
  expect(second.number).not.toBe(first.number);

  const hook = `${running.origin}/hooks/twilio/demo-twilio`;
  const call = incomingCall(first.number);
  const answer = await fetch(twilioRequest(hook, call));
  expect(answer.status).toBe(200);
  const twiml = await answer.text();
  expect(twiml).toContain("+442079460990");
  expect(twiml).toContain("<Dial");

  const sid = call.CallSid ?? "";
  const record = await listed(running.origin, sid);
  expect(record).toMatchObject({
    number: first.number,
    method: "lease",
    campaign: "brand",
    term: "crm",
    status: "ringing",
  });
  expect(record.confidence).toBeGreaterThan(0.5);
  expect(record.evidence.length).toBeGreaterThan(0);
  expect(record.visit).toMatchObject({ landing: "/demo/", campaign: "brand", term: "crm" });

  await fetch(twilioRequest(hook, call));
  const tampered = twilioRequest(hook, call);
  const forged = new Request(hook, {
    method: "POST",
    headers: tampered.headers,
    body: new URLSearchParams({ ...call, To: second.number }),
  });
  expect((await fetch(forged)).status).toBe(403);
  const again = (await calls(running.origin)).items.filter(({ id }) => id.endsWith(`:${sid}`));
  expect(again, "W1 W2 neither the repetition nor the forgery changed anything").toEqual([record]);

  expect([...first.errors, ...second.errors]).toEqual([]);
});

it("L3 the number stays on the next page, in another tab and after a reload", async () => {
  const { page, number } = await arrive(AD);
  const other = await page.context().newPage();
  await page.reload();
  await page.locator(`a[href="tel:${number}"]`).first().waitFor({ state: "attached" });
  await other.goto(`${running.origin}/demo/contact/`);
  await other.locator(`a[href="tel:${number}"]`).first().waitFor({ state: "attached" });
});

it("L3 the number stays when the browser forgets what scripts keep: the edge's own cookie knows the visitor", async () => {
  const { page, number } = await arrive(AD);
  const [cookie] = await page.context().cookies();
  expect(cookie).toMatchObject({ name: "rt_demo", httpOnly: true, sameSite: "Lax" });
  expect(await page.evaluate("document.cookie")).toBe("");
  await page.evaluate("ringtrail.stop(), localStorage.clear()");
  await page.goto(`${running.origin}/demo/`);
  await page.locator(`a[href="tel:${number}"]`).first().waitFor({ state: "attached" });
  expect((await page.context().cookies())[0]?.value).toBe(cookie?.value);
  await page.context().close();
});
