/**
 * Finds phone numbers in text by their digits, whatever stands between them, and writes another number's digits in their
 * places. Knows nothing of the document or of countries: the digit strings come from the edge (`Swap.digits`). It must
 * never take a part of a longer digit string for a number.
 */
import type { Swap } from "./wire.ts";

/**
 * ASCII, Arabic-Indic, extended Arabic-Indic and full-width digits; the low four bits of each are its value. Percent
 * escapes are matched only to be passed over.
 */
const DIGIT = /%2\w|[0-9\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]/g;
const digitIn = (digit: string) => `[${digit}\\u066${digit}\\u06f${digit}\\uff1${digit}]`;

/** What may stand between two digits of one number: spaces, dashes, brackets, invisible marks. `%20` occurs in links. */
const GAP = "(?:[\\s\\p{Pd}\\p{Ps}\\p{Pe}\\p{Cf}.+/\\u00b7\\u2022\\u2212]|%2[089bd])*";

/** Stands between texts that are read as one line: a format character that no page may have, which GAP lets pass. */
const JOINT = "\ufff9";

/** Text before a match that makes it part of something else: a longer number, a price, an order number, a foreign prefix. */
const BEFORE = /[\w#\u2116=@\p{Sc}]$|\d[\ufff9.\p{Pd}]+$|\+\d{1,3}[\s().\p{Pd}]*$|(^|\s)\d{1,3}\s$/u;

/** The same after a match. Extensions (`x12`, `ext. 12`) belong to the number and stay as they are. */
const AFTER = /^([\d_@]|(?!x|ext)[a-z]|[\ufff9.:\p{Pd}]+\d|,\d\d?(?!\d))/iu;

/** All numbers of the site, ready to be looked for. */
export interface Table {
  /** True for a text that holds a number, or ends with the beginning of one. Cheap; asked for every text of the page. */
  _maybe: RegExp;
  _whole: RegExp;
  _byDigits: Map<string, [to: string, swap: Swap]>;
}

/** `undefined` when there is nothing to replace. */
export function tableOf(swaps: Swap[]): Table | undefined {
  const byDigits: Table["_byDigits"] = new Map();
  for (const swap of swaps) for (const [from, to] of swap.digits) byDigits.set(from, [to, swap]);
  const froms = [...byDigits.keys()].sort((a, b) => b.length - a.length).map((from) => [...from].map(digitIn));
  if (!froms[0]) return;
  const whole = froms.map((digits) => digits.join(GAP)).join("|");
  const maybe = froms.map((digits) => digits.reduceRight((rest, digit) => `${digit}${GAP}(?:$|${rest})`)).join("|");
  return {
    _maybe: new RegExp(maybe, "iu"),
    _whole: new RegExp(`[(+]*(${whole})`, "giu"),
    _byDigits: byDigits,
  };
}

/**
 * The texts with the numbers in them replaced; `undefined` when they hold none. Texts that are read as one line are
 * given together, since a number may run through several: each gets the digits back that stood in it. Where a number has
 * to be written anew, because its count of digits differs, the text in which it begins gets all of it.
 *
 * @param link the texts belong to a phone link, which is reason enough to believe their number
 */
export function rewrite(table: Table, texts: string[], link: boolean): string[] | undefined {
  const line = texts.join(JOINT);
  let units: string[] | undefined;
  for (const match of line.matchAll(table._whole)) {
    const [shown] = match;
    const digits = digitsOf(shown);
    const [to, swap] = table._byDigits.get(digits) ?? [];
    const at = match.index;
    if (!to || !swap || isPart(line.slice(0, at), shown, line.slice(at + shown.length), link)) continue;
    units ??= line.split("");
    if (to.length === digits.length) writeDigits(units, at, shown, to);
    else writeWhole(units, at, shown, digits, swap);
  }
  return units?.join("").split(JOINT);
}

/** ASCII digits of a text. */
export function digitsOf(text: string): string {
  return digitsIn(text).map(digitValue).join("");
}

const digitsIn = (text: string) => [...text.matchAll(DIGIT)].filter(([found]) => !found[1]);
const digitValue = ([digit]: RegExpExecArray) => digit.charCodeAt(0) & 15;

function isPart(lead: string, shown: string, rest: string, link: boolean): boolean {
  if (link) return /(^|[^%2]|[^%]2)\d$/.test(lead) || /^\d/.test(rest);
  if (BEFORE.test(lead) || AFTER.test(rest)) return true;
  // Cards and IBANs are written in groups of four: such a number with digits beside it is taken for one of those.
  const sides = Number(/\d\s$/.test(lead)) + Number(/^\s\d+(?![\d/:.,%])/.test(rest));
  return sides > (/^\d{4}(\s\d{4})+$/.test(shown) ? 0 : 1);
}

function writeDigits(units: string[], at: number, shown: string, to: string): void {
  digitsIn(shown).forEach((found, i) => {
    units[at + found.index] = String.fromCharCode(found[0].charCodeAt(0) - digitValue(found) + Number(to[i]));
  });
}

function writeWhole(units: string[], at: number, shown: string, digits: string, swap: Swap): void {
  // An opening bracket that is closed after the number stays.
  const kept = shown[0] === "(" && !shown.includes(")") ? 1 : 0;
  units.fill("", at + kept, at + shown.length);
  units[at + kept] = /^\(?(\+|00)/.test(shown) || swap.target === `+${digits}` ? swap.international : swap.national;
}
