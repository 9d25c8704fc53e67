import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { digitsOf, rewrite, tableOf } from "../../src/digits.ts";
import type { Swap } from "../../src/wire.ts";
import { swapTo } from "../browser/stub-edge.ts";

const SWAPS = [swapTo("020 7946 0000", "020 7946 0103"), swapTo("020 7946 0001", "020 7946 0201")];

/** The text as a visitor sees it. */
function show(text: string, swaps: Swap[] = SWAPS, link = false): string {
  const table = tableOf(swaps);
  return (table && rewrite(table, [text], link)?.[0]) ?? text;
}

describe("S3 the shown format is the original's format", () => {
  it.each([
    ["02079460000", "02079460103"],
    ["020 7946 0000", "020 7946 0103"],
    ["020\u00a07946\u00a00000", "020\u00a07946\u00a00103"],
    ["020\u20097946\u202f0000", "020\u20097946\u202f0103"],
    ["020.7946.0000", "020.7946.0103"],
    ["020-7946-0000", "020-7946-0103"],
    ["020‑7946‐0000", "020‑7946‐0103"],
    ["020–7946—0000", "020–7946—0103"],
    ["020−7946－0000", "020−7946－0103"],
    ["(020) 7946 0000", "(020) 7946 0103"],
    ["[020] 7946/0000", "[020] 7946/0103"],
    ["（020）7946 0000", "（020）7946 0103"],
    ["+44 20 7946 0000", "+44 20 7946 0103"],
    ["+44 (0)20 7946 0000", "+44 (0)20 7946 0103"],
    ["0044 20 7946 0000", "0044 20 7946 0103"],
    ["０２０ ７９４６ ００００", "０２０ ７９４６ ０１０３"],
    ["٠٢٠ ٧٩٤٦ ٠٠٠٠", "٠٢٠ ٧٩٤٦ ٠١٠٣"],
    ["۰۲۰ ۷۹۴۶ ۰۰۰۰", "۰۲۰ ۷۹۴۶ ۰۱۰۳"],
    ["\u202a020 7946\u200b0000\u202c", "\u202a020 7946\u200b0103\u202c"],
    ["0·2·0•7946 0000", "0·2·0•7946 0103"],
    ["020 7946 0000 ext. 12", "020 7946 0103 ext. 12"],
    ["020 7946 0000x12", "020 7946 0103x12"],
    ["020 7946 0000 #12", "020 7946 0103 #12"],
    ["Sales: 020 7946 0000.", "Sales: 020 7946 0103."],
    ["020 7946 0000, 020 7946 0001", "020 7946 0103, 020 7946 0201"],
    ["020 7946 0000 020 7946 0001", "020 7946 0103 020 7946 0201"],
    ["020 ׀ 7946־0000", "020 ׀ 7946־0103"],
    ["020 7946 0000/020 7946 0001", "020 7946 0103/020 7946 0201"],
    ["020 7946 0000 24 hours a day", "020 7946 0103 24 hours a day"],
    ["24/7: 020 7946 0000", "24/7: 020 7946 0103"],
    ["电话020 7946 0000周一", "电话020 7946 0103周一"],
  ])("%s", (original, expected) => {
    expect(show(original)).toBe(expected);
  });
});

describe("a part of a longer digit string is no number", () => {
  it.each([
    "1020794600005",
    "020794600001",
    "order #02079460000",
    "12-020-7946-0000-34",
    "020-7946-0000-1",
    "4420 7946 0000 1234",
    "IBAN GB82 4420 7946 0000 12",
    "+49 20 7946 0000",
    "+49 020 7946 0000",
    "£02079460000",
    "02079460000.50",
    "02079460000,50",
    "a02079460000",
    "02079460000abc",
    "x=02079460000",
    "2020-7946-0000",
    "020 7946 000",
    "020 7946, 0000",
    "020 7946 and 0000",
  ])("%s", (text) => {
    expect(show(text)).toBe(text);
  });
});

describe("addresses of phone links", () => {
  it.each([
    ["tel:+442079460000", "tel:+442079460103"],
    ["tel:02079460000", "tel:02079460103"],
    ["tel:+44-20-7946-0000;ext=5", "tel:+44-20-7946-0103;ext=5"],
    ["tel:+44%2020%207946%200000", "tel:+44%2020%207946%200103"],
    ["tel:%28020%29%207946%2D0000", "tel:%28020%29%207946%2D0103"],
    ["sms:+442079460000?body=Hello", "sms:+442079460103?body=Hello"],
    ["https://wa.me/442079460000?text=Hi", "https://wa.me/442079460103?text=Hi"],
    ["https://api.whatsapp.com/send?phone=442079460000", "https://api.whatsapp.com/send?phone=442079460103"],
    ["tel:+4420794600001", "tel:+4420794600001"],
  ])("%s", (original, expected) => {
    expect(show(original, SWAPS, true)).toBe(expected);
  });
});

describe("where the counts of digits differ, the country's usual pattern is shown", () => {
  const longer: Swap = {
    target: "+442079460000",
    kind: "pool",
    number: "+44800123456",
    digits: [
      ["442079460000", "44800123456"],
      ["02079460000", "0800123456"],
    ],
    national: "0800 123456",
    international: "+44 800 123456",
  };
  it.each([
    ["Call 020 7946 0000 now", "Call 0800 123456 now"],
    ["Call (020) 7946 0000 now", "Call 0800 123456 now"],
    ["Call us (020 7946 0000)", "Call us (0800 123456)"],
    ["Call +44 20 7946 0000 now", "Call +44 800 123456 now"],
  ])("%s", (original, expected) => {
    expect(show(original, [longer])).toBe(expected);
  });
});

describe("letters of the telephone's keys", () => {
  const flowers: Swap = {
    target: "+18003569377",
    kind: "pool",
    number: "+18335550142",
    digits: [
      ["1800flowers", "18335550142"],
      ["18003569377", "18335550142"],
    ],
    national: "(833) 555-0142",
    international: "+1 833 555 0142",
  };
  it.each([
    ["1-800-FLOWERS", "1-833-5550142"],
    ["Call 1 (800) Flowers today", "Call 1 (833) 5550142 today"],
    ["1-800-356-9377", "1-833-555-0142"],
    ["1-800-FLOWERSHOP", "1-800-FLOWERSHOP"],
    ["1-800-FLOWER", "1-800-FLOWER"],
  ])("%s", (original, expected) => {
    expect(show(original, [flowers])).toBe(expected);
  });
});

describe("a number that runs through several texts", () => {
  it("gives every text back the digits that stood in it", () => {
    const table = tableOf(SWAPS);
    const texts = ["Call +", "44", " 20 79", "46 00", "00", "."];
    expect(table && rewrite(table, texts, false)).toEqual(["Call +", "44", " 20 79", "46 01", "03", "."]);
  });
  it("is none when it goes on in the next text", () => {
    const table = tableOf(SWAPS);
    expect(table && rewrite(table, ["020 7946 0000", "5"], false)).toBeUndefined();
    expect(table && rewrite(table, ["5", "020 7946 0000"], false)).toBeUndefined();
  });
  it("whatever the cuts, says the same as in one piece", () => {
    const text = "Call (020) 7946-0000 or +44 20 7946 0001, please.";
    const table = tableOf(SWAPS);
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(text.length), { maxLength: 12 }), (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), text.length];
        const texts = at.slice(1).map((end, i) => text.slice(at[i], end));
        expect(table && rewrite(table, texts, false)?.join("")).toBe(show(text));
      }),
    );
  });
});

it("only digits change, and only as many as the numbers have", () => {
  const piece = fc.oneof(
    fc.constantFrom("020 7946 0000", "+44 20 7946 0001", "0", "2", " ", "-", "tel ", "1", "(020)"),
    fc.string({ maxLength: 5 }),
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join("");
      const shown = show(text);
      expect(shown.length).toBe(text.length);
      expect(shown.replace(/\d/g, "0")).toBe(text.replace(/\d/g, "0"));
    }),
  );
});

it("digitsOf reads digits of other scripts and passes over percent-escapes", () => {
  expect(digitsOf("+44%20２０ ٧٩٤۶")).toBe("44207946");
});

it("nothing to replace, no table", () => {
  expect(tableOf([])).toBeUndefined();
});
