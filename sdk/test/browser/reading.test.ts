import { describe, expect, it } from "vitest";
import { setStage, swapped } from "./setup.ts";

/** The ways in which a page reaches people other than as it was written: on paper, translated, right to left, read aloud. */
const stage = setStage();

const BODY = '<p id="p">Call <a href="tel:+442079460000">020 7946 0000</a> on weekdays</p>';

/** What a page translator does (Chrome's and its like): each text becomes new elements with a new text in them. */
function translate(): void {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  for (const text of texts) {
    if (!text.data.trim()) continue;
    const outer = document.createElement("font");
    outer.innerHTML = "<font></font>";
    (outer.firstChild as Element).textContent = text.data
      .replace("Call", "Rufen Sie")
      .replace("on weekdays", "werktags an");
    text.replaceWith(outer);
  }
}

describe("S3 what a reader gets is the visitor's number", () => {
  it("on paper", async () => {
    const page = await stage.open(`<style>@media print { #p { display: none } .paper::before { content: "Phone: " } }
      @media screen { .paper { display: none } }</style>${BODY}<p class="paper">020 7946 0000</p>`);
    await swapped(page);
    await page.emulateMedia({ media: "print" });
    expect(await page.locator("p:visible").allTextContents()).toEqual(["020 7946 0103"]);
  });

  it("in a translated page, where text and link still agree", async () => {
    const page = await stage.open(BODY);
    await swapped(page);
    await page.evaluate(translate);
    await page.waitForFunction(() => document.querySelectorAll("font font").length === 3);
    expect(await page.textContent("#p")).toBe("Rufen Sie 020 7946 0103 werktags an");
    expect(await page.getAttribute("#p a", "href")).toBe("tel:+442079460103");
  });

  it("in a page that is translated before its numbers come", async () => {
    stage.edge.behaviour.delayMs = 300;
    const page = await stage.open(BODY);
    await page.evaluate(translate);
    await swapped(page);
    expect(await page.textContent("#p")).toBe("Rufen Sie 020 7946 0103 werktags an");
    await page.evaluate(() => window.ringtrail?.stop());
    expect(await page.textContent("#p")).toBe("Rufen Sie 020 7946 0000 werktags an");
  });

  it("in a page that is written from right to left, in its own digits", async () => {
    const page = await stage.open('<p dir="rtl">اتصل على <bdi>٠٢٠ ٧٩٤٦ ٠٠٠٠</bdi> الآن</p>');
    await swapped(page);
    expect(await page.innerHTML("p")).toBe("اتصل على <bdi>٠٢٠ ٧٩٤٦ ٠١٠٣</bdi> الآن");
  });

  it("read aloud: one number, once, in the link's name and nowhere else", async () => {
    const page = await stage.open(
      `${BODY}<a id="icon" href="tel:+442079460000" aria-label="Call 020 7946 0000"><svg></svg></a>`,
    );
    await swapped(page);
    const tree = await page.locator("body").ariaSnapshot();
    expect(tree.match(/\d{3} \d{4} \d{4}/g)).toEqual(["020 7946 0103", "020 7946 0103"]);
    expect(tree).toContain('link "020 7946 0103"');
    expect(tree).toContain('link "Call 020 7946 0103"');
    expect(await page.locator("[aria-live], [role=alert], [role=status]").count()).toBe(0);
  });
});
