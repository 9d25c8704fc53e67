/** Random pages in the real browser: what the swapper promises must hold for all of them, not for those we thought of. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { setStage, swapped } from "./setup.ts";

const stage = setStage();

const number = fc.constantFrom(
  "02079460000",
  "442079460000",
  "4402079460001",
  "00442079460001",
  "123456789",
  "020794600001",
);
const gap = fc.constantFrom(
  "",
  "",
  " ",
  "\u00a0",
  "-",
  "–",
  ".",
  ") (",
  "<wbr>",
  "</b><b>",
  "</b> <i>x</i><b>",
  "<!-- -->",
  "<br>",
);

/** A number with something between its digits. */
const written = fc
  .tuple(number, fc.array(gap, { minLength: 14, maxLength: 14 }), fc.integer({ min: 1, max: 4 }))
  .map(([digits, gaps, every]) =>
    [...digits].map((digit, i) => (i && i % every === 0 ? gaps[i] : "") + digit).join(""),
  );
const plain = written.map((text) => text.replace(/<.*?>/g, ""));
const piece = fc.oneof(
  { weight: 3, arbitrary: written.map((text) => `<b>${text}</b>`) },
  { weight: 3, arbitrary: plain },
  plain.map((text) => `<a href="tel:${text}" title="${text}">${text}</a>`),
  plain.map((text) => `<img alt="${text}"><input placeholder="${text}" value="${text}"><i aria-label="${text}"></i>`),
  written.map((text) => `<div><p><b>${text}</b></p></div>`),
  written.map((text) => `<code><b>${text}</b></code>`),
  plain.map((text) => `<textarea>${text}</textarea><script type="application/ld+json">${text}</script>`),
  written.map((text) => `<span data-rt-ignore><b>${text}</b></span>`),
  fc.constantFrom(" ", "Call ", "1", " 12 ", "<br>", "<span></span>", ", ", "£"),
);
const html = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));

/** Runs in the page: swaps, swaps again, restores, and says what it saw. */
function exercise(source: string) {
  const { ringtrail } = window;
  const box = document.getElementById("box") as HTMLElement;
  const nodes = () => [...box.querySelectorAll("*")].flatMap((element) => [element, ...element.childNodes]);
  const fixed = () =>
    nodes().map((node) => {
      if (!(node instanceof Element)) return node.nodeName;
      const names = node.getAttributeNames().map((name) => {
        return /href|title|aria-label|alt|placeholder/.test(name) ? name : `${name}=${node.getAttribute(name)}`;
      });
      return [node.nodeName, ...names, node.matches("code,script,textarea,[data-rt-ignore]") && node.innerHTML].join();
    });
  box.innerHTML = source;
  const original = box.innerHTML;
  const [nodesBefore, fixedBefore] = [nodes(), fixed()];
  ringtrail?.refresh(box);
  const once = box.innerHTML;
  ringtrail?.refresh();
  ringtrail?.refresh(box.firstChild ?? box);
  const twice = box.innerHTML;
  const now = nodes();
  const sameNodes = now.length === nodesBefore.length && now.every((node, i) => node === nodesBefore[i]);
  const sameRest = JSON.stringify(fixed()) === JSON.stringify(fixedBefore);
  const links = [...box.querySelectorAll("a")].map((link) => [link.getAttribute("href"), link.textContent]);
  return { original, once, twice, sameNodes, sameRest, links };
}

it("S2 S3 swapping twice is swapping once, nodes stay, nothing else changes, text and link agree", async () => {
  const page = await stage.open("<div id=box></div>");
  await swapped(page);
  await fc.assert(
    fc.asyncProperty(html, async (source) => {
      const report = await page.evaluate(exercise, source);
      expect(report.twice).toBe(report.once);
      expect(report.sameNodes).toBe(true);
      expect(report.sameRest).toBe(true);
      for (const [href, text] of report.links) expect(href).toBe(`tel:${text}`);
    }),
    { numRuns: 150 },
  );
});

it("S2 stop() restores byte for byte", async () => {
  const page = await stage.open("<div id=box></div>");
  let someSwapped = false;
  await fc.assert(
    fc.asyncProperty(fc.array(html, { minLength: 5, maxLength: 20 }), async (sources) => {
      await page.reload();
      await swapped(page);
      const [before, after, swappedSome] = await page.evaluate((parts) => {
        const box = document.getElementById("box") as HTMLElement;
        box.innerHTML = parts.map((part) => `<section>${part}</section>`).join("");
        const original = box.innerHTML;
        window.ringtrail?.refresh();
        const shown = box.innerHTML;
        window.ringtrail?.stop();
        return [original, box.innerHTML, shown !== original];
      }, sources);
      expect(after).toBe(before);
      someSwapped ||= swappedSome === true;
    }),
    { numRuns: 10 },
  );
  expect(someSwapped).toBe(true);
});
