/** Ids of other analytics tools. */
import { expect, it } from "vitest";
import type {} from "../../src/more/consent.ts";
import { setStage, swapped } from "./setup.ts";

const stage = setStage();
const head = (rest = "") => `<script defer src="/rt.js" data-site="demo" data-use="ids" ${rest}></script>`;
const told = () =>
  stage.edge.pulses.flatMap(({ events }) => events.flatMap((event) => (event.type === "ids" ? [event.ids] : [])));
const COOKIES = {
  _ga: "GA1.1.1162820436.1749482504",
  _ga_ABC123: "GS1.1.1749482504.1.1.1749482510.0.0.0",
  _ga_DEF456: "GS2.1.s1749482504$o1$g1$t1749482510$j54$l0$h0",
  _ym_uid: "1749482504123456789",
  _fbp: "fb.1.1749482504000.123456789",
  _fbc: "fb.1.1749482504000.IwAR0abc_aem_x",
};

async function set(cookies: Record<string, string>): Promise<void> {
  const list = Object.entries(cookies).map(([name, value]) => ({ name, value, url: stage.edge.origin }));
  await stage.context.addCookies(list);
}

it("are told once, as they are, and nothing else of the cookies, nor what is longer than the edge takes", async () => {
  await set({ ...COOKIES, session: "secret", _ga_LONG: "x".repeat(257), x_ga: "1", _gat: "1", _gali: "top" });
  await stage.open("", head());
  await stage.edge.until(() => told().length > 0);
  await stage.page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await stage.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
  expect(told()).toEqual([COOKIES]);
});

it("that come later are told when the page is turned away from", async () => {
  await stage.open("", head());
  await swapped(stage.page);
  await stage.page.waitForFunction(
    () => performance.getEntriesByName(new URL("/rt-more.js", location.href).href).length,
  );
  await set({ _ga: COOKIES._ga });
  await stage.page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await stage.edge.until(() => told().length > 0);
  expect(told()).toEqual([{ _ga: COOKIES._ga }]);
});

it("A2 are read only with consent", async () => {
  await set(COOKIES);
  await stage.open("", head('data-consent="required" data-before="page"'));
  await swapped(stage.page);
  await stage.page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await stage.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
  expect(told()).toEqual([]);
  await stage.page.evaluate(() => window.ringtrailConsent?.(true));
  await stage.edge.until(() => stage.edge.visits.length === 2);
  await stage.page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await stage.edge.until(() => told().length > 0);
});
