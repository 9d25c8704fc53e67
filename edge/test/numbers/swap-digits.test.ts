import fc from "fast-check";
import { getCountries, getExampleNumber } from "libphonenumber-js/max";
import examples from "libphonenumber-js/mobile/examples";
import { expect, it } from "vitest";
import { readSpelled } from "../../src/numbers/spelled.ts";
import { swapFor } from "../../src/numbers/swap-digits.ts";

it("S3 pairs every way of writing a British number with the same way of writing the shown one", () => {
  const swap = swapFor("+442079460000", "+442079460103", "pool", "GB");
  expect(swap).toEqual({
    target: "+442079460000",
    kind: "pool",
    number: "+442079460103",
    digits: [
      ["00442079460000", "00442079460103"],
      ["4402079460000", "4402079460103"],
      ["442079460000", "442079460103"],
      ["02079460000", "02079460103"],
      ["2079460000", "2079460103"],
    ],
    national: "020 7946 0103",
    international: "+44 20 7946 0103",
  });
});

it.each([
  ["RU", "+74951234567", "+74957654321", "84951234567", "84957654321", "8 (495) 765-43-21", "+7 495 765 43 21"],
  ["RU", "+78005553535", "+74957654321", "88005553535", "84957654321", "8 (495) 765-43-21", "+7 495 765 43 21"],
  ["UA", "+380441234567", "+380441239999", "0441234567", "0441239999", "044 123 9999", "+380 44 123 9999"],
  ["US", "+16502531234", "+16502539999", "6502531234", "6502539999", "(650) 253-9999", "+1 650 253 9999"],
  ["BY", "+375171234567", "+375171239999", "80171234567", "80171239999", "8 017 123-99-99", "+375 17 123 99 99"],
  ["NO", "+4721234567", "+4721239999", "21234567", "21239999", "21 23 99 99", "+47 21 23 99 99"],
])("S3 national form of %s %s", (country, target, number, from, to, national, international) => {
  const swap = swapFor(target, number, "pool", country);
  expect(swap.digits).toContainEqual([from, to]);
  expect(swap.digits).toContainEqual([target.slice(1), number.slice(1)]);
  expect([swap.national, swap.international]).toEqual([national, international]);
});

it.each([
  ["RU", "810"],
  ["KZ", "810"],
  ["BY", "810"],
  ["US", "011"],
  ["GB", "00"],
])("S3 knows how %s dials abroad", (country, prefix) => {
  const swap = swapFor("+442079460000", "+442079460103", "pool", country);
  expect(swap.digits).toContainEqual([`${prefix}442079460000`, `${prefix}442079460103`]);
});

it("S3 gives a number of another country as one dials it, never squeezed into a national form", () => {
  const swap = swapFor("+442079460000", "+74951234567", "pool", "GB");
  expect(swap.digits).toContainEqual(["02079460000", "0074951234567"]);
  expect(swap.digits).toContainEqual(["442079460000", "74951234567"]);
  expect(swap.national).toBe("+7 495 123 45 67");
});

it("S3 pairs the letters of a spelled number too, and no other number's", () => {
  const spelled = ["1-800-FLOWERS", "1-888-GO-FEDEX"];
  const { digits } = swapFor("+18003569377", "+18335550142", "pool", "US", spelled);
  expect(digits).toContainEqual(["1800flowers", "18335550142"]);
  expect(digits).toContainEqual(["800flowers", "8335550142"]);
  expect(digits.filter(([from]) => /[a-z]/.test(from)).every(([from]) => from.endsWith("flowers"))).toBe(true);
  expect(swapFor("+18005550142", "+18335550142", "pool", "US", spelled).digits.join()).not.toMatch(/[a-z]/);
});

it.each([
  ["1-800-FLOWERS", "US", { number: "+18003569377", letters: "flowers", digits: "3569377" }],
  ["+1 (888) GO-FedEx", "GB", { number: "+18884633339", letters: "gofedex", digits: "4633339" }],
  ["0800 REVERSE", "GB", { number: "+448007383773", letters: "reverse", digits: "7383773" }],
  ["1-800-356-9377", "US", null],
  ["FLOWERS", "US", null],
  ["", "US", null],
])("reads %s", (text, country, expected) => {
  expect(readSpelled(text, country)).toEqual(expected);
});

it("S1 leaves the page alone without a number", () => {
  expect(swapFor("+442079460000", null, "none", "GB")).toEqual({
    target: "+442079460000",
    kind: "none",
    number: null,
    digits: [],
    national: "",
    international: "",
  });
});

it("S1 swaps a number that the metadata does not know where it is written internationally", () => {
  const swap = swapFor("+9990001234567", "+442079460103", "static", "XX");
  expect(swap.digits).toContainEqual(["9990001234567", "442079460103"]);
});

it("keeps the kind apart for the same pair of numbers", () => {
  expect(swapFor("+442079460000", "+442079460301", "overflow", "GB").kind).toBe("overflow");
  expect(swapFor("+442079460000", "+442079460301", "static", "GB").kind).toBe("static");
});

it("S3 in every country: the written forms come back, longest first, each once, and never turn into the original", () => {
  const numbers = getCountries().flatMap((country) => getExampleNumber(country, examples) ?? []);
  const anyNumber = fc.constantFrom(...numbers);
  fc.assert(
    fc.property(anyNumber, anyNumber, fc.constantFrom(...getCountries()), (target, number, country) => {
      const { digits } = swapFor(target.number, number.number, "pool", country);
      const from = digits.map(([original]) => original);
      expect(new Set(from).size).toBe(from.length);
      expect(from.map((original) => original.length)).toEqual(from.map((o) => o.length).sort((a, b) => b - a));
      for (const text of [target.number, target.formatNational(), target.formatInternational()]) {
        expect(from).toContain(text.replace(/\D/g, ""));
      }
      for (const [original, replacement] of digits) {
        expect(original).toMatch(/^\d+$/);
        expect(replacement).toMatch(/^\d+$/);
        if (target.number !== number.number) expect(replacement).not.toBe(original);
      }
    }),
  );
});
