/** The script in apps that know nothing of it, and the adapters in them, as the frameworks' own tools build them. */
import { beforeAll, describe, expect, it } from "vitest";
import { setStage } from "../browser/setup.ts";
import { act, openApp, originals, read, swappedOutside, visitors } from "./app-page.ts";
import { type App, buildApp, type Mode } from "./build-app.ts";

declare global {
  interface Window {
    /** The app's elements as the server rendered them. */
    before?: Element[];
    unmount?(): void;
  }
}

const stage = setStage();
/** Server-rendered elements that are taken over only when a file has come. Svelte renders none. */
const LATE: Record<string, Record<string, string[]>> = {
  react: { "late.js": ["beside", "late"] },
  vue: { "late.js": ["late"], "late-text.js": ["later"] },
};
/** What tells Next in a page's head. */
const NEXT = '<script async src="/_next/static/chunks/main.js"></script>';
const ROOT: Record<string, string> = { react: 'id="root"', vue: 'id="app"', svelte: 'id="app"' };

describe.each(Object.keys(ROOT))("%s", (name) => {
  describe.each<Mode>(["production", "development"])("%s", (mode) => {
    const root = ROOT[name] ?? "";
    let app: App;
    beforeAll(async () => {
      app = await buildApp(name, mode);
    });

    it.each(["first page", "next page"])(
      "S2 hydration finds what the server rendered, and every node stays: %s",
      async (which) => {
        if (which === "next page") await swappedOutside(await stage.open('<p id="outside">020 7946 0000</p>'));
        const { page, release } = await openApp(stage, app, { rendered: true, held: ["app.js"], root });
        await swappedOutside(page);
        expect(await read(page)).toEqual(originals());
        await page.evaluate(() => {
          window.before = [...document.querySelectorAll("main, main *")];
        });
        release("app.js");
        await expect.poll(() => read(page)).toEqual(visitors());
        const replaced = () => {
          const now = [...document.querySelectorAll("main, main *")];
          return (window.before ?? []).filter((node, i) => node !== now[i]).map((node) => node.outerHTML);
        };
        expect(await page.evaluate(replaced)).toEqual([]);
      },
    );

    it.each([true, false])(
      "S2 what it writes later is swapped before it is painted; server-rendered: %s",
      async (rendered) => {
        const { page } = await openApp(stage, app, { rendered, root });
        await expect.poll(() => read(page)).toEqual(visitors());
        const counted = {
          written: "Ask 020 7946 {1} (1)",
          "written title": "020 7946 {1} (1)",
          mixed: "Call 020 7946 {1}, asked 1 times",
        };
        expect(await act(page, "count")).toEqual(visitors(counted));
        expect(await act(page, "other")).toEqual(visitors({ ...counted, other: "020 7946 {2}", hook: "020-7946-{2}" }));
        expect(await act(page, "other")).toEqual(visitors(counted));
        expect((await act(page, "reverse")).list).toBe("020 7946 0201 c|020 7946 0201 b|020 7946 0201 a");
        expect((await act(page, "drop")).list).toBe("020 7946 0201 b|020 7946 0201 a");
        expect((await act(page, "toggle")).toggled).toBeUndefined();
        expect((await act(page, "toggle")).toggled).toBe("020 7946 0103");
        expect(await act(page, "portal", ["portal"])).toEqual({ portal: "020 7946 0103" });
        expect(await act(page, "portal", ["portal"])).toEqual({});
        await page.evaluate(() => window.unmount?.());
        expect(await read(page)).toEqual({});
      },
    );

    const late = LATE[name];
    if (late)
      it("S2 parts whose code comes later stay the server's until then", async () => {
        const keys = Object.values(late).flat();
        const { page, release } = await openApp(stage, app, { rendered: true, held: Object.keys(late), root });
        await expect.poll(() => read(page)).toEqual(visitors());
        await page.evaluate((ids) => {
          window.before = ids.flatMap((id) => document.getElementById(id) ?? []);
          window.ringtrail?.refresh();
        }, keys);
        expect(Object.values(await read(page, keys))).toEqual(keys.map(() => "020 7946 0000"));
        for (const file of Object.keys(late)) release(file);
        await expect.poll(async () => Object.values(await read(page, keys))).toEqual(keys.map(() => "020 7946 0103"));
        expect(await page.evaluate(() => window.before?.every((element) => element.isConnected))).toBe(true);
      });

    it("S2 stop() puts the originals back, adapters included, and the app goes on", async () => {
      const { page } = await openApp(stage, app, { rendered: true, root });
      await expect.poll(() => read(page)).toEqual(visitors());
      await page.evaluate(() => window.ringtrail?.stop());
      expect(await read(page)).toEqual(originals());
      expect((await act(page, "count")).written).toBe("Ask 020 7946 0000 (1)");
      expect((await act(page, "toggle")).toggled).toBeUndefined();
    });
  });
});

describe("parts that a framework may take over", () => {
  let app: App;
  beforeAll(async () => {
    app = await buildApp("react", "production");
  });

  it.each([
    ["an element that the author marks", { root: "data-rt-hydrate" }],
    ["the scripts of a framework that renders whole documents", { root: "data-app", head: NEXT }],
  ])("S2 are known by %s", async (_, opening) => {
    const { page, release } = await openApp(stage, app, { rendered: true, held: ["app.js"], ...opening });
    await stage.edge.until(() => stage.edge.visits.length > 0);
    await page.waitForFunction(() => window.ringtrail?.visit());
    expect(await read(page)).toEqual(originals());
    release("app.js");
    await expect.poll(() => read(page)).toEqual(visitors());
  });

  it.each([
    ["a nonce", "script-src 'nonce-abc'"],
    ["a nonce and strict-dynamic", "script-src 'nonce-abc' 'strict-dynamic'"],
  ])("are waited for under a policy with %s", async (_, policy) => {
    const head = `<meta http-equiv="Content-Security-Policy" content="${policy}; connect-src 'self'">`;
    const tag = '<script nonce="abc" src="/rt.js" data-site="demo"></script>';
    const page = await stage.open('<div id="root"><p id="call">020 7946 0000</p></div>', head + tag);
    await expect.poll(() => read(page, ["call"])).toEqual({ call: "020 7946 0103" });
  });

  it("S1 keep the originals where what tells of the framework cannot be loaded", async () => {
    await stage.context.route("**/rt-more.js", (route) => route.abort());
    const page = await stage.open(
      '<div id="root"><p id="call">020 7946 0000</p></div><p id="outside">020 7946 0000</p>',
    );
    await swappedOutside(page);
    await page.evaluate(() => window.ringtrail?.refresh());
    expect(await read(page, ["call"])).toEqual({ call: "020 7946 0000" });
  });

  it("S1 no framework ever comes: the numbers are put in once the page has had its time", async () => {
    const page = await stage.open('<div id="root"><p id="call">020 7946 0000</p></div>');
    await expect.poll(() => read(page, ["call"])).toEqual({ call: "020 7946 0103" });
  });
});
