/**
 * Numbers written with the letters of a telephone's keys: 1-800-FLOWERS. Only the edge knows which letters stand for
 * which digit; the script looks for the letters that it is told of.
 */
import { normaliseNumber } from "./phone-number.ts";

/** The letters on the keys 2 to 9. ITU-T E.161. */
const KEYS = ["abc", "def", "ghi", "jkl", "mno", "pqrs", "tuv", "wxyz"];

/** What a number spells, and the digits that the letters stand for: `flowers` and `3569377`. */
export interface Spelled {
  /** E.164. */
  number: string;
  letters: string;
  digits: string;
}

/**
 * Reads a number that ends in letters, whatever stands between them.
 * @param country how it is read where it has no calling code, ISO 3166-1 alpha-2
 * @returns `null` for one without letters, or whose digits are no number
 * @example readSpelled("1-800-FLOWERS", "US") // { number: "+18003569377", letters: "flowers", digits: "3569377" }
 */
export function readSpelled(text: string, country: string): Spelled | null {
  const at = text.search(/[a-z]/i);
  if (at < 0) return null;
  const letters = text
    .slice(at)
    .replace(/[^a-z\d]/gi, "")
    .toLowerCase();
  const digits = letters.replace(/[a-z]/g, (letter) => String(KEYS.findIndex((key) => key.includes(letter)) + 2));
  const number = normaliseNumber(text.slice(0, at) + digits, country);
  return number === null ? null : { number, letters, digits };
}
