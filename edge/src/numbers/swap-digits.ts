/**
 * What the script needs to replace one number by another in whatever way the page writes it: the digit strings of the
 * original, each with the replacement in the same form, and display strings for when digit counts differ. The browser
 * gets no phone number library; it must be able to do with these.
 */
import { Metadata, type PhoneNumber, parsePhoneNumberFromString } from "libphonenumber-js/max";
import type { Swap, SwapKind } from "../../../sdk/src/wire.ts";
import { remember } from "../recent.ts";
import { knownCountry } from "./phone-number.ts";
import { readSpelled } from "./spelled.ts";

/** Fewer digits than this may as well be a year or a price, unless that is how the country writes its numbers. */
const BARE_DIGITS_MIN = 8;

/** Targets times numbers of the sites in this isolate; a plan holds some 600 bytes. */
const REMEMBERED = 8192;

/** One number in every form of writing, digits only. `null` where the country has no such form. */
interface Forms {
  /** `442079460000` */
  international: string;
  /** `02079460000`, `84951234567` */
  national: string;
  /** National significant number, without trunk prefix: `2079460000`. */
  bare: string;
  /** `4402079460000`, as in +44 (0)20 7946 0000. */
  withTrunk: string | null;
  callingCode: string;
  nationalText: string;
  internationalText: string;
}

/**
 * The swap of `target` by `number`. Remembered, since it is asked for on every page view.
 * @param target original number on the page, E.164
 * @param number what to show in its place, E.164; `null` leaves the page alone
 * @param country of the site, ISO 3166-1 alpha-2: decides which prefix for calls abroad its pages may show
 * @param spelled numbers that the site's pages write with letters: `1-800-FLOWERS`
 */
export function swapFor(
  target: string,
  number: string | null,
  kind: SwapKind,
  country: string,
  spelled: readonly string[] = [],
): Swap {
  if (number === null) return { target, kind, number, digits: [], national: "", international: "" };
  return { target, kind, number, ...planOf([target, number, country, ...spelled].join("\n")) };
}

const planOf = remember(REMEMBERED, (key): Pick<Swap, "digits" | "national" | "international"> => {
  const [target = "", number = "", country = "", ...spelled] = key.split("\n");
  const from = formsOf(target);
  const to = formsOf(number);
  const isAbroad = from.callingCode !== to.callingCode;
  const digits = pairs(from, to, isAbroad, country);
  for (const text of spelled) digits.push(...spell(digits, target, text, country));
  return {
    digits: digits.sort(([a], [b]) => b.length - a.length),
    national: isAbroad ? to.internationalText : to.nationalText,
    international: to.internationalText,
  };
});

function pairs(from: Forms, to: Forms, isAbroad: boolean, country: string): [string, string][] {
  // A national form means nothing under another calling code: the number is then given as one dials it abroad.
  const abroad = `00${to.international}`;
  const found = new Map<string, string>();
  const add = (original: string, replacement: string) => {
    if (!found.has(original)) found.set(original, replacement);
  };
  add(from.international, to.international);
  for (const prefix of new Set(["00", ...prefixAbroad(country)])) {
    add(prefix + from.international, prefix + to.international);
  }
  add(from.national, isAbroad ? abroad : to.national);
  if (from.withTrunk) add(from.withTrunk, to.withTrunk ?? to.international);
  if (from.bare.length >= BARE_DIGITS_MIN) add(from.bare, isAbroad ? abroad : to.bare);
  return [...found];
}

/** The pairs once more, with letters in the place of the last digits, if these letters are those of the target. */
function spell(digits: [string, string][], target: string, text: string, country: string): [string, string][] {
  const spelled = readSpelled(text, country);
  if (spelled?.number !== target) return [];
  const written = digits.filter(([from]) => from.endsWith(spelled.digits));
  return written.map(([from, to]) => [from.slice(0, -spelled.digits.length) + spelled.letters, to]);
}

const formsOf = remember(REMEMBERED, (number): Forms => {
  const parsed = parsePhoneNumberFromString(number);
  return parsed ? readForms(parsed) : plainForms(number);
});

function readForms(parsed: PhoneNumber): Forms {
  const bare = parsed.nationalNumber;
  const nationalText = parsed.formatNational();
  const national = digitsOf(nationalText);
  // Not where the national form is no mere prefixing, as with Argentine mobiles (011 15-…).
  const trunk = national.endsWith(bare) ? national.slice(0, -bare.length) : "";
  return {
    international: digitsOf(parsed.number),
    national,
    bare,
    withTrunk: trunk ? parsed.countryCallingCode + trunk + bare : null,
    callingCode: parsed.countryCallingCode,
    nationalText,
    internationalText: parsed.formatInternational(),
  };
}

/** A number that the metadata does not know is swapped where it is written internationally. */
function plainForms(number: string): Forms {
  const international = digitsOf(number);
  return {
    international,
    national: international,
    bare: international,
    withTrunk: null,
    callingCode: "",
    nationalText: number,
    internationalText: number,
  };
}

/** What one dials in `country` before a number abroad: `00`, `011`, `810` (8~10). None where it depends on the carrier. */
function prefixAbroad(country: string): string[] {
  const code = knownCountry(country);
  if (!code) return [];
  const plans = new Metadata();
  plans.selectNumberingPlan(code);
  const prefix = plans.numberingPlan?.IDDPrefix() ?? "";
  return /^\d+(~\d+)?$/.test(prefix) ? [digitsOf(prefix)] : [];
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, "");
}
