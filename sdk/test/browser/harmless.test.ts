import { describe, expect, it } from "vitest";
import { setStage, swapped } from "./setup.ts";
import { answer } from "./stub-edge.ts";

const stage = setStage();
const BODY = '<p id="p">Call <a href="tel:+442079460000">020 7946 0000</a></p>';
const html = () => stage.page.innerHTML("#p");
const ORIGINAL = 'Call <a href="tel:+442079460000">020 7946 0000</a>';

describe("S1 on any failure the page shows its original numbers and nothing throws", () => {
  it.each([
    ["500", { status: 500 }],
    ["503 with HTML", { status: 503, body: "<h1>Sorry</h1>" }],
    ["429", { status: 429 }],
    ["403", { status: 403 }],
    ["malformed JSON", { body: '{"visit":' }],
    ["HTML with 200", { body: "<h1>Login</h1>" }],
    ["null", { body: "null" }],
    ["a number", { body: "7" }],
    ["no swaps", { body: '{"visit":"a","visitor":"b"}' }],
    ["swaps of a wrong type", { body: JSON.stringify({ ...answer(), swaps: "x" }) }],
    ["a swap that is null", { body: JSON.stringify({ ...answer(), swaps: [null] }) }],
    ["digits of a wrong type", { body: JSON.stringify({ ...answer(), swaps: [{ ...answer().swaps[0], digits: 5 }] }) }],
    [
      "a pair of a wrong type",
      { body: JSON.stringify({ ...answer(), swaps: [{ ...answer().swaps[0], digits: [1] }] }) },
    ],
    [
      "digits that are a pattern",
      { body: JSON.stringify({ ...answer(), swaps: [{ ...answer().swaps[0], digits: [["(((", "1"]] }] }) },
    ],
    ["empty digits", { body: JSON.stringify({ ...answer(), swaps: [{ ...answer().swaps[0], digits: [["", ""]] }] }) }],
    [
      "an exhausted pool",
      { body: JSON.stringify(answer({ swaps: [{ ...answer().swaps[0], digits: [], number: null } as never] })) },
    ],
    ["no numbers", { body: JSON.stringify(answer({ swaps: [] })) }],
  ])("%s", async (_, behaviour) => {
    Object.assign(stage.edge.behaviour, behaviour);
    await stage.open(BODY);
    await stage.edge.until(() => stage.edge.visits.length > 0);
    await stage.page.evaluate(() => document.body.append("later 020 7946 0000"));
    await stage.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
    expect(await html()).toBe(ORIGINAL);
  });

  it("the edge is down", async () => {
    await stage.context.route("**/v1/**", (route) => route.abort());
    await stage.open(BODY);
    await stage.page.waitForEvent("requestfailed", { timeout: 5000 }).catch(() => {});
    expect(await html()).toBe(ORIGINAL);
  });

  it("the page's policy forbids to talk to the edge", async () => {
    await stage.open(
      BODY,
      `<meta http-equiv="Content-Security-Policy" content="connect-src 'none'"><script src="/rt.js" data-site="demo"></script>`,
    );
    await stage.page.waitForFunction(() => window.ringtrail);
    expect(await html()).toBe(ORIGINAL);
    expect(stage.noise.filter((line) => !/Content Security Policy/.test(line))).toEqual([]);
    stage.noise.length = 0;
  });

  it("storage is forbidden: numbers are shown all the same", async () => {
    await stage.page.addInitScript(() => {
      for (const area of ["localStorage", "sessionStorage"]) {
        Object.defineProperty(window, area, {
          get() {
            throw new DOMException("denied", "SecurityError");
          },
        });
      }
    });
    await stage.open(BODY);
    await swapped(stage.page);
    expect(await html()).toContain("020 7946 0103");
  });

  it("storage is full", async () => {
    await stage.page.addInitScript(() => {
      Storage.prototype.setItem = () => {
        throw new DOMException("full", "QuotaExceededError");
      };
    });
    await stage.open(BODY);
    await swapped(stage.page);
    expect(await html()).toContain("020 7946 0103");
  });

  it.each(["fetch", "WeakRef", "IntersectionObserver", "MutationObserver", "AbortController"])(
    "the browser has no %s",
    async (name) => {
      await stage.page.addInitScript((missing) => {
        Reflect.deleteProperty(window, missing);
      }, name);
      await stage.open(BODY);
      expect(await html()).toBe(ORIGINAL);
    },
  );

  it("a listener of the page throws", async () => {
    await stage.page.addInitScript(() =>
      document.addEventListener("ringtrail", () => {
        throw new Error("the page's own");
      }),
    );
    await stage.open(BODY);
    await swapped(stage.page);
    expect(await html()).toContain("020 7946 0103");
    // Reported where the page reports its own errors.
    await expect.poll(() => stage.noise).toEqual(["Error: the page's own"]);
    stage.noise.length = 0;
  });

  it("prototypes of the document are frozen", async () => {
    await stage.page.addInitScript(() => {
      for (const type of [Node, Element, CharacterData, Text, Attr, Document]) Object.freeze(type.prototype);
    });
    await stage.open(BODY);
    await swapped(stage.page);
    expect(await html()).toContain("020 7946 0103");
  });
});

describe("the script tag", () => {
  it("starts once, however often it is on the page", async () => {
    const tag = '<script src="/rt.js" data-site="demo"></script>';
    await stage.open(BODY + tag + tag, tag);
    await swapped(stage.page);
    expect(stage.edge.visits).toHaveLength(1);
  });

  it("a page without a number is left alone", async () => {
    await stage.open('<p id="p">No number here, but 1234567890.</p>');
    await swapped(stage.page);
    expect(await html()).toBe("No number here, but 1234567890.");
  });
});
