/**
 * Reading phone numbers that people typed, and the country that an E.164 number tells. Used by the API and for callers;
 * it must never be reached from the browser's script, which compares digits only.
 */
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/max";

/** Most characters of a typed number that are read. */
const INPUT_MAX = 64;

/** `country` if libphonenumber knows it. */
export function knownCountry(country: string): CountryCode | undefined {
  const code = country.toUpperCase();
  return isSupportedCountry(code) ? code : undefined;
}

/**
 * Reads a number as people write it.
 *
 * A national number has to be valid by the numbering plan of `country`, so that a typing error is found. A number
 * written with `+` only has to have a possible length: new ranges are sold before the metadata knows them.
 * @param country how a national number is read, ISO 3166-1 alpha-2
 * @returns E.164, or `null` for what is no number
 * @example normaliseNumber("8 (495) 123-45-67", "RU") // "+74951234567"
 */
export function normaliseNumber(input: string, country: string): string | null {
  const text = input.trim();
  if (text.length > INPUT_MAX) return null;
  const number = parsePhoneNumberFromString(text, knownCountry(country));
  if (!number || number.ext !== undefined) return null;
  const isAccepted = number.isValid() || (text.startsWith("+") && number.isPossible());
  return isAccepted ? number.number : null;
}

/**
 * The country of an E.164 number, ISO 3166-1 alpha-2; empty when the number does not tell (a withheld caller, a
 * non-geographic number, a calling code that several countries share and no range decides).
 */
export function countryOf(number: string): string {
  const parsed = parsePhoneNumberFromString(number);
  if (!parsed) return "";
  if (parsed.country) return parsed.country;
  const possible = parsed.getPossibleCountries();
  return possible.length === 1 ? (possible[0] ?? "") : "";
}
