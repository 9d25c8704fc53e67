/** Numbers where the page says that they are. */
import { describe, expect, it } from "vitest";
import { setStage, swapped } from "./setup.ts";

const stage = setStage();
const TARGET = "+442079460000";
const head = (settings = "") => `<script defer src="/rt.js" data-site="demo" data-use ${settings}></script>`;

async function opened(body: string, settings?: string, more = ""): Promise<string> {
  await stage.open(`<div id="box">${body}</div>`, head(settings) + more);
  await swapped(stage.page);
  return stage.page.innerHTML("#box");
}

describe("an element that stands for a number", () => {
  it.each([
    ["letters", "1-800-FLOWERS"],
    ["words", "Call our sales team"],
    ["split letters", "<i>1-800</i>-<b>FLOWERS</b>"],
  ])("%s become the visitor's number; stop() restores them byte for byte", async (_, text) => {
    const html = `<p><b data-rt-number="${TARGET}">${text}</b></p>`;
    await opened(html);
    expect(await stage.page.textContent("#box")).toBe("020 7946 0103");
    await stage.page.evaluate(() => window.ringtrail?.stop());
    expect(await stage.page.innerHTML("#box")).toBe(html);
  });

  it("S1 marks within marks do not hang the page", async () => {
    await opened(`<p data-rt-number="${TARGET}">Call <b data-rt-field="channel">us</b> now</p>`);
    await stage.page.evaluate(() => document.getElementById("box")?.append("later"));
    // A page that hangs answers no more.
    expect(await stage.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100, "alive")))).toBe("alive");
    expect(await stage.page.textContent("#box p")).toBe("020 7946 0103");
  });

  it("named by selector, in content that comes later too", async () => {
    await opened("", `data-numbers='{"#box .phone":"${TARGET}"}'`);
    await stage.page.evaluate(() => {
      const box = document.getElementById("box") as HTMLElement;
      box.innerHTML = '<span class="phone">Freephone SHOP</span>';
    });
    expect(await stage.page.textContent("#box")).toBe("020 7946 0103");
  });

  it("stays as it is while there is no number for it", async () => {
    expect(await opened('<b data-rt-number="+15550100">1-800-FLOWERS</b>')).toBe(
      '<b data-rt-number="+15550100">1-800-FLOWERS</b>',
    );
  });

  it("a picture of a number gives way to the text beside it", async () => {
    const html = `<img data-rt-number="${TARGET}" alt="" src="data:,"><span data-rt-number="${TARGET}"> </span>`;
    await opened(html);
    expect(await stage.page.isVisible("#box img")).toBe(false);
    expect(await stage.page.textContent("#box")).toBe("020 7946 0103");
    await stage.page.evaluate(() => window.ringtrail?.stop());
    expect(await stage.page.innerHTML("#box")).toBe(html);
  });
});

describe("values and attributes by name", () => {
  it("of fields, of chosen metas, of anything; others stay", async () => {
    await opened(
      '<input value="020 7946 0000" data-rt-in="value"><input value="020 7946 0000"><i data-phone="+44 20 7946 0000" data-rt-in="data-phone">i</i>',
      "",
      '<meta name="phone" content="020 7946 0000" data-rt-in="content"><meta name="other" content="020 7946 0000">',
    );
    const values = () =>
      stage.page.evaluate(() => [
        ...[...document.querySelectorAll("input")].map(({ value }) => value),
        document.querySelector("i")?.dataset.phone,
        ...[...document.querySelectorAll("meta[name]")].map((meta) => meta.getAttribute("content")),
      ]);
    expect(await values()).toEqual([
      "020 7946 0103",
      "020 7946 0000",
      "+44 20 7946 0103",
      "020 7946 0103",
      "020 7946 0000",
    ]);
    await stage.page.evaluate(() => window.ringtrail?.stop());
    expect(await values()).toEqual([
      "020 7946 0000",
      "020 7946 0000",
      "+44 20 7946 0000",
      "020 7946 0000",
      "020 7946 0000",
    ]);
  });

  it("what somebody typed is theirs", async () => {
    await opened('<input id="f" data-rt-in="value">');
    await stage.page.fill("#f", "030 1234");
    await stage.page.evaluate(() => document.body.append(document.createElement("p")));
    expect(await stage.page.inputValue("#f")).toBe("030 1234");
  });
});
