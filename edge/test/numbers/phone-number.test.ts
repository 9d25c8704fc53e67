import { expect, it } from "vitest";
import { countryOf, normaliseNumber } from "../../src/numbers/phone-number.ts";

it.each([
  ["8 (495) 123-45-67", "RU", "+74951234567"],
  ["8-800-555-35-35", "RU", "+78005553535"],
  ["044 123 45 67", "UA", "+380441234567"],
  ["(650) 253-1234", "US", "+16502531234"],
  ["89161234567", "KZ", "+79161234567"],
  [" 020 7946 0000 ", "gb", "+442079460000"],
  ["+44 (0)20 7946 0000", "RU", "+442079460000"],
  ["0044 20 7946 0000", "GB", "+442079460000"],
])("reads %j in %s as %s", (input, country, expected) => {
  expect(normaliseNumber(input, country)).toBe(expected);
});

it.each([
  ["1234", "RU"],
  ["", "GB"],
  ["hello", "GB"],
  ["020 7946 0000 ext. 5", "GB"],
  ["020 7946 0000", "XX"],
  ["9".repeat(10_000), "GB"],
])("takes %j in %s for no number", (input, country) => {
  expect(normaliseNumber(input, country)).toBeNull();
});

it("accepts an international number of a range that the metadata does not know", () => {
  expect(normaliseNumber("+79991112233", "GB")).toBe("+79991112233");
  expect(normaliseNumber("+44 1999 999999", "GB")).toBe("+441999999999");
});

it.each([
  ["+74951234567", "RU"],
  ["+77001234567", "KZ"],
  ["+16502531234", "US"],
  ["+14165551234", "CA"],
  ["+380441234567", "UA"],
  ["+442079460100", "GB"],
  ["+80012345678", ""],
  ["", ""],
  ["anonymous", ""],
])("the country of %j is %j", (number, country) => {
  expect(countryOf(number)).toBe(country);
});
