import { describe, expect, it } from "vitest";
import { setStage, swapped } from "./setup.ts";

const stage = setStage();

async function shown(body: string): Promise<string> {
  const page = await stage.open(`<div id="box">${body}</div>`);
  await swapped(page);
  return page.innerHTML("#box");
}

describe("S2 nothing changes but text values and a few attributes", () => {
  it("nodes stay the same nodes, and stop() restores byte for byte, also after garbage collection", async () => {
    const body = `<p>Call <b>020</b> <i>7946</i> 0000 <!-- c --> or <a href="tel:+442079460001" title="020 7946 0001">us</a></p>`;
    const page = await stage.open(`<div id="box">${body}</div><script>
      window.before = [...document.querySelectorAll("#box, #box *")].flatMap((e) => [e, ...e.childNodes]);
    </script>`);
    const source = body;
    await swapped(page);
    expect(await page.innerHTML("#box")).not.toBe(source);
    expect(
      await page.evaluate(() => {
        const now = [...document.querySelectorAll("#box, #box *")].flatMap((e) => [e, ...e.childNodes]);
        const before = Reflect.get(window, "before") as Node[];
        return now.length === before.length && now.every((node, i) => node === before[i]);
      }),
    ).toBe(true);
    await page.evaluate(() => {
      Reflect.deleteProperty(window, "before");
    });
    await page.requestGC();
    await page.evaluate(() => window.ringtrail?.stop());
    expect(await page.innerHTML("#box")).toBe(source);
  });

  it("refresh() changes nothing more", async () => {
    const first = await shown("<p>020 7946 0000, 020 <b>7946</b> 0001</p>");
    await stage.page.evaluate(() => {
      window.ringtrail?.refresh();
      window.ringtrail?.refresh();
    });
    expect(await stage.page.innerHTML("#box")).toBe(first);
  });

  it("number() says what the page shows, the event tells when", async () => {
    const page = await stage.open(
      "<p>020 7946 0000</p>",
      `<script src="/rt.js" data-site="demo"></script>
      <script>window.log = [ringtrail.number("020 7946 0000")];
      document.addEventListener("ringtrail", () => log.push(ringtrail.number("020 7946 0000")));
      document.addEventListener("ringtrail", (event) => log.push(event.detail.visit))</script>`,
    );
    await swapped(page);
    await page.waitForFunction(() => (Reflect.get(window, "log") as string[]).length === 3);
    expect(await page.evaluate(() => Reflect.get(window, "log"))).toEqual([
      "020 7946 0000",
      "020 7946 0103",
      "visit-1.0",
    ]);
    expect(await page.evaluate(() => window.ringtrail?.number("tel:+442079460000"))).toBe("tel:+442079460103");
    expect(await page.evaluate(() => window.ringtrail?.number("no number"))).toBe("no number");
  });
});

describe("what comes later", () => {
  const add = (html: string) =>
    stage.page.evaluate((h) => document.getElementById("box")?.insertAdjacentHTML("beforeend", h), html);

  it("is one number with what stands after it, however many texts there are before it", async () => {
    await shown(`${"<p>A road bike</p>".repeat(100)}<p>Call <b id="rest">7946 0000</b></p>`);
    await stage.page.evaluate(() => document.getElementById("rest")?.before("020 "));
    await swapped(stage.page);
    expect(await stage.page.textContent("p:last-child")).toBe("Call 020 7946 0103");
  });

  it("is swapped before the next frame", async () => {
    await shown("");
    const text = await stage.page.evaluate(
      () =>
        new Promise((resolve) => {
          document.body.insertAdjacentHTML("beforeend", "<p id=late>020 7946 0000</p>");
          requestAnimationFrame(() => resolve(document.getElementById("late")?.textContent));
        }),
    );
    expect(text).toBe("020 7946 0103");
  });

  it("also piece by piece", async () => {
    await shown('<p id="late"><span>020</span></p>');
    for (const piece of ["<span> 7946</span>", "<span> 00</span>", "<b>00</b>"]) {
      await stage.page.evaluate(
        (html) => document.getElementById("late")?.insertAdjacentHTML("beforeend", html),
        piece,
      );
    }
    expect(await stage.page.textContent("#late")).toBe("020 7946 0103");
    await add("<p>");
  });

  it("what a framework writes back is swapped again", async () => {
    await shown('<p id="p">020 7946 0000</p><a id="a" href="tel:+442079460000">x</a>');
    for (let i = 0; i < 5; i++) {
      await stage.page.evaluate(() => {
        (document.getElementById("p")?.firstChild as Text).nodeValue = "020 7946 0000";
        document.getElementById("a")?.setAttribute("href", "tel:+442079460000");
      });
      expect(await stage.page.textContent("#p")).toBe("020 7946 0103");
      expect(await stage.page.getAttribute("#a", "href")).toBe("tel:+442079460103");
    }
    await stage.page.evaluate(() => window.ringtrail?.stop());
    expect(await stage.page.textContent("#p")).toBe("020 7946 0000");
  });

  it("a piece of a split number that is written back is swapped again", async () => {
    await shown('<p id="p"><b>020</b> <i>7946</i> <u id="u">0000</u></p>');
    await stage.page.evaluate(() => {
      (document.getElementById("u")?.firstChild as Text).data = "0000";
    });
    expect(await stage.page.textContent("#p")).toBe("020 7946 0103");
  });

  it("a script that keeps writing its own does not hang the page: we give way and say so, once", async () => {
    await shown('<p id="p">020 7946 0000</p>');
    await stage.page.evaluate(() => {
      const text = document.getElementById("p")?.firstChild as Text;
      new MutationObserver(() => {
        if (text.data !== "020 7946 0000") text.data = "020 7946 0000";
      }).observe(document, { subtree: true, characterData: true });
      text.data = "020 7946 0000";
    });
    expect(await stage.page.textContent("#p")).toBe("020 7946 0000");
    expect(stage.noise).toEqual(["ringtrail gave way"]);
    await stage.page.evaluate(() => document.body.insertAdjacentHTML("beforeend", "<p id=q>020 7946 0000</p>"));
    expect(await stage.page.textContent("#q")).toBe("020 7946 0103");
    stage.noise.length = 0;
  });

  it("nodes that leave and come back", async () => {
    await shown('<p id="p">020 7946 0000</p>');
    await stage.page.evaluate(() => {
      const node = document.getElementById("p");
      node?.remove();
      document.body.append(node ?? "");
    });
    expect(await stage.page.textContent("#p")).toBe("020 7946 0103");
  });
});
