/** The custom element, and `init` beside a script tag, in a page without any framework. */
import { build } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";
import { document, setStage, swapped } from "../browser/setup.ts";
import { answer } from "../browser/stub-edge.ts";

const stage = setStage();
const TAG = '<script src="/rt.js" data-site="demo"></script>';
let script = "";

beforeAll(async () => {
  const contents = `
    import { init } from "./sdk/src/index.ts";
    import { defineElement } from "./sdk/src/element.ts";
    Object.assign(window, { init, defineElement });`;
  const built = await build({
    stdin: { contents, resolveDir: "." },
    bundle: true,
    format: "esm",
    write: false,
    mangleProps: /^_/,
    minify: true,
  });
  script = built.outputFiles[0]?.text ?? "";
});

/** Opens a page in which the modules of the package are at hand. */
async function open(body: string, head = ""): Promise<typeof stage.page> {
  const module = `<script type="module">${script.replaceAll("</script", "<\\/script")}</script>`;
  stage.edge.pages.set("/", document(body, head + module));
  await stage.page.goto(`${stage.edge.origin}/`);
  return stage.page;
}

declare global {
  interface Window {
    init: typeof import("../../src/index.ts")["init"];
    defineElement: typeof import("../../src/element.ts")["defineElement"];
  }
}

describe("<rt-number>", () => {
  const text = () => stage.page.evaluate(() => window.document.querySelector("rt-number")?.textContent);

  it("S3 shows the visitor's number in the original's format", async () => {
    const page = await open('<rt-number target="+442079460000">(020) 7946 0000</rt-number>', TAG);
    await page.evaluate(() => window.defineElement());
    await expect.poll(text).toBe("(020) 7946 0103");
  });

  it("shows it as its country writes it where no number stands, and takes that back with stop()", async () => {
    const page = await open('<rt-number target="+442079460000">Call us</rt-number>', TAG);
    await page.evaluate(() => window.defineElement());
    await expect.poll(text).toBe("020 7946 0103");
    await page.evaluate(() => window.document.querySelector("rt-number")?.setAttribute("target", "+442079460001"));
    expect(await text()).toBe("020 7946 0201");
    await page.evaluate(() => window.ringtrail?.stop());
    expect(await text()).toBe("Call us");
  });

  it("takes what the page writes into it for the new original", async () => {
    const page = await open('<rt-number target="+442079460000">Call us</rt-number>', TAG);
    await page.evaluate(() => window.defineElement());
    await expect.poll(text).toBe("020 7946 0103");
    await page.evaluate(() => {
      const element = window.document.querySelector("rt-number");
      if (element?.firstChild) element.firstChild.nodeValue = "Ring us";
      window.ringtrail?.stop();
    });
    expect(await text()).toBe("Ring us");
  });

  it("S1 shows the original where there is no tracker, no target, or nothing to show", async () => {
    const page = await open('<rt-number target="+442079460000">Call us</rt-number><rt-number></rt-number>');
    await page.evaluate(() => window.defineElement());
    expect(await text()).toBe("Call us");
    stage.edge.behaviour.body = JSON.stringify(answer({ swaps: [] }));
    await page.evaluate(() => window.init({ site: "demo", host: "" }));
    await swapped(page);
    expect(await text()).toBe("Call us");
  });

  it("may be defined again, and under another name", async () => {
    const page = await open('<my-number target="+442079460000">Call us</my-number>', TAG);
    await page.evaluate(() => {
      window.defineElement();
      window.defineElement();
      window.defineElement("my-number");
    });
    await expect.poll(() => page.textContent("my-number")).toBe("020 7946 0103");
  });
});

describe("init", () => {
  it("gives the page's one tracker, of an earlier call or of the script tag", async () => {
    const page = await open("<p>020 7946 0000</p>", TAG);
    await swapped(page);
    const same = () => window.init({ site: "other", host: "" }) === window.ringtrail;
    expect(await page.evaluate(same)).toBe(true);
    expect(stage.edge.visits).toHaveLength(1);
  });

  it("starts anew after stop()", async () => {
    const page = await open("<p>020 7946 0000</p>");
    const start = () => void window.init({ site: "demo", host: "" });
    await page.evaluate(start);
    await swapped(page);
    expect(await page.textContent("p")).toBe("020 7946 0103");
    await page.evaluate(() => window.ringtrail?.stop());
    expect(await page.textContent("p")).toBe("020 7946 0000");
    await page.evaluate(start);
    await expect.poll(() => page.textContent("p")).toBe("020 7946 0103");
  });
});
