/** E-mail addresses are replaced by the same means as numbers. */
import { describe, expect, it } from "vitest";
import { swapEmail } from "../../../edge/src/numbers/swap-email.ts";
import { setStage, swapped } from "./setup.ts";
import { answer } from "./stub-edge.ts";

const stage = setStage();
const TO = "sales+04219@shop.example";

/** What a page's body becomes. */
async function shown(body: string): Promise<string> {
  const swaps = [...answer().swaps, swapEmail("sales@shop.example", "04219"), swapEmail("b.c-d@shop.example", "04219")];
  stage.edge.behaviour.body = JSON.stringify(answer({ swaps, code: "04219" }));
  await stage.open(body);
  await swapped(stage.page);
  return stage.page.innerHTML("body");
}

describe("an e-mail address of the site", () => {
  it.each([
    ["<p>Write to sales@shop.example.</p>", `<p>Write to ${TO}.</p>`],
    ["<p>&lt;Sales@Shop.Example&gt;, 020 7946 0000</p>", `<p>&lt;${TO}&gt;, 020 7946 0103</p>`],
    [
      '<a href="mailto:sales@shop.example?subject=Bikes%20now" title="sales@shop.example">mail</a>',
      `<a href="mailto:${TO}?subject=Bikes%20now" title="${TO}">mail</a>`,
    ],
    ["<p>b.c-d@shop.example</p>", "<p>b.c-d+04219@shop.example</p>"],
    ["<p>sales@<b>shop</b>.example</p>", `<p>${TO}<b></b></p>`],
  ])("%s", async (body, expected) => {
    expect(await shown(body)).toBe(expected);
  });

  it.each([
    "<p>sales@elsewhere.example, presales@shop.example, sales at shop.example, Sales shop example</p>",
    '<code>sales@shop.example</code><textarea>sales@shop.example</textarea><p data-rt-ignore="">sales@shop.example</p>',
    '<input value="sales@shop.example"><a href="https://shop.example/?to=sales@shop.example">form</a>',
    '<script type="application/ld+json">{"email":"sales@shop.example"}</script>',
  ])("S3 what is none stays: %s", async (body) => {
    expect(await shown(body)).toBe(body);
  });

  it("S2 the nodes stay, later ones too, and stop() restores them byte for byte", async () => {
    const body = '<p id="p">sales@shop.example</p><a href="mailto:Sales@shop.example">Sales@shop.example</a>';
    await shown(body);
    const [later, number] = await stage.page.evaluate(async () => {
      const text = document.createTextNode("sales@shop.example");
      document.getElementById("p")?.replaceChildren(text);
      await new Promise((resolve) => requestAnimationFrame(resolve));
      return [text.data, window.ringtrail?.number("mailto:sales@shop.example")];
    });
    expect([later, number]).toEqual([TO, `mailto:${TO}`]);
    await stage.page.evaluate(() => window.ringtrail?.stop());
    expect(await stage.page.innerHTML("body")).toBe(body);
  });
});
