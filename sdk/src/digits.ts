/**
 * Finds phone numbers in text by their digits, whatever stands between them, and writes another number's digits in their
 * places. Knows nothing of the document or of countries: the digit strings come from the edge (`Swap.digits`). It must
 * never take a part of a longer digit string for a number.
 */
import type { Swap } from "./wire.ts";

/** Stands between texts that are read as one line: a character that no page may have. */
const JOINT = "\ufff9";

/**
 * What may stand between two digits of one number: all but letters, digits, and what separates the items of a list. That
 * much, since the digits have to be right all the same; and no classes like `\p{Pd}`, as the many gaps of a table take
 * tens of milliseconds to compile with those.
 */
const GAP = "[^\\w,:;]*";

/** What may stand between a digit and the end of its text if the number goes on in the next one. */
const EDGE = "[\\s!-/]*";

/** What joins digits to those of a match, as a part of a character class: dashes, the dot, and JOINT. */
const DASH = "\\-.\u2010-\u2015\u2212\uff0d\ufff9";

/** Stands for a match in the text around it. */
const MATCH = "\uffff";

/** Before a match: what makes it a part of a longer number, a price, an order number, or a number of another country. */
const BEFORE = `([\\w#\u2116=@$\xa2-\xa5\u20a0-\u20cf]|\\d[${DASH}]+|\\+\\d{1,3}[\\s()${DASH}]*|(^|\\s)\\d{1,3}\\s)`;

/** The same after a match. Extensions (`x12`, `ext. 12`) belong to the number and stay as they are. */
const AFTER = `([\\d_@]|(?!x|ext)[a-z]|[:${DASH}]+\\d|,\\d\\d?(?!\\d))`;

/** Digits after a match that are one more group of it, not an hour, a share or an amount. */
const GROUP = "\\s\\d+(?![\\d/:.,%])";

const PART = new RegExp(`${BEFORE}${MATCH}|${MATCH}${AFTER}|\\d\\s${MATCH}${GROUP}`, "i");
const GROUPED = new RegExp(`\\d\\s${MATCH}|${MATCH}${GROUP}`);

/**
 * The text to look for numbers in, as long as the text itself: Arabic-Indic, extended Arabic-Indic and full-width digits,
 * whose low four bits are their value, as ASCII ones, and spaces for the escapes that occur in links.
 */
export function plain(text: string | null | undefined): string {
  return `${text}`.replace(/%2[089d]|[\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]/gi, (found) =>
    found[1] ? "   " : `${found.charCodeAt(0) & 15}`,
  );
}

/** All numbers of the site, ready to be looked for. */
export interface Table {
  /**
   * Where a number may stand: its digits with what GAP lets stand between them, or digits at the very
   * beginning or end, which may go on beyond it. Cheap, since the whole page is searched for it.
   */
  _maybe: RegExp;
  _whole: RegExp;
  _byDigits: Map<string, [to: string, swap: Swap]>;
}

/** `undefined` when there is nothing to replace. */
export function tableOf(swaps: Swap[]): Table | undefined {
  const byDigits: Table["_byDigits"] = new Map();
  for (const swap of swaps) for (const [from, to] of swap.digits) byDigits.set(from, [to, swap]);
  const froms = [...byDigits.keys()];
  if (!froms[0]) return;
  // Of two that begin alike the longer one goes first.
  const whole = froms
    .sort()
    .reverse()
    .map((from) => [...from].join(GAP))
    .join("|");
  return {
    _maybe: new RegExp(`^${EDGE}\\d|\\d${EDGE}$|${whole}`, "gi"),
    // An opening bracket belongs to it only with the closing one: `(020) 7946 0000`, not `(020 7946 0000)`.
    _whole: new RegExp(`(\\((?=\\+?\\d{1,5}\\)))?\\+?(${whole})`, "gi"),
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
  const read = plain(line);
  let units: string[] | undefined;
  for (const { 0: shown, index: at } of read.matchAll(table._whole)) {
    // Letters may stand for digits, and an e-mail address is swapped like a number.
    const digits = shown.replace(/[^\w@]/g, "").toLowerCase();
    const [to, swap] = table._byDigits.get(digits) ?? [];
    if (!to || !swap || isPart(read.slice(0, at) + MATCH + read.slice(at + shown.length), shown, link)) continue;
    units ??= line.split("");
    if (to.length === digits.length) writeDigits(units, at, shown, to);
    else writeWhole(units, at, shown, digits, swap);
  }
  return units?.join("").split(JOINT);
}

/** ASCII digits of a text. */
export function digitsOf(text: string): string {
  return plain(text).replace(/\D/g, "");
}

function isPart(around: string, shown: string, link: boolean): boolean {
  if (link) return /\d\uffff|\uffff\d/.test(around);
  // Cards and IBANs are written in groups of four: such a number with digits on one side is taken for one of those.
  return PART.test(around) || (/^\d{4}(\s\d{4})+$/.test(shown) && GROUPED.test(around));
}

function writeDigits(units: string[], at: number, shown: string, to: string): void {
  let i = 0;
  for (const { 0: key, index } of shown.matchAll(/\w/g)) {
    const code = (units[at + index] as string).charCodeAt(0);
    const digit = to[i++] as string;
    units[at + index] = key > "9" ? digit : String.fromCharCode(code - Number(key) + Number(digit));
  }
}

function writeWhole(units: string[], at: number, shown: string, digits: string, swap: Swap): void {
  units.fill("", at, at + shown.length);
  units[at] = /^\(?(\+|00)/.test(shown) || swap.target === `+${digits}` ? swap.international : swap.national;
}
