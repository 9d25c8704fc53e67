/**
 * Codes that tell visits apart on one number for all: a few digits, said aloud or keyed in, the last of them a check
 * digit. Pure: randomness and the question whether a code is taken are passed in.
 */

/** Digits before the check digit: the shortest codes first, longer ones only when many are in use. */
const PAYLOAD_MIN = 4;
const PAYLOAD_MAX = 7;
/** Digits of the longest code, its check digit included. */
export const CODE_DIGITS_MAX = PAYLOAD_MAX + 1;
/** A switchboard among those of its site: each mints codes that no other one can mint. */
export interface Part {
  shard: number;
  shards: number;
}

const WHOLE: Part = { shard: 0, shards: 1 };

/** Tries at each length before a longer one is taken. */
const TRIES = 20;

/**
 * Damm's quasigroup of order 10 (H. M. Damm, "Total anti-symmetrische Quasigruppen", 2004): the check digit catches
 * every wrong digit and every swap of neighbours.
 */
const DAMM = [
  "0317598642",
  "7092154863",
  "4206871359",
  "1750983426",
  "6123045978",
  "3674209581",
  "5869720134",
  "8945362017",
  "9438617205",
  "2581436790",
] as const;

/** Damm's check of a string of digits; 0 for a whole code that is right. */
function damm(digits: string): number {
  let interim = 0;
  for (const digit of digits) interim = Number(DAMM[interim]?.[Number(digit)]);
  return interim;
}

/**
 * A code that nobody has.
 * @param random a number in [0, 1), anew at each call
 * @param isTaken whether a code is somebody's now
 * @param part who mints; a site's only switchboard when absent
 * @returns `null` when none is found: millions are in use
 */
export function mintCode(random: () => number, isTaken: (code: string) => boolean, part: Part = WHOLE): string | null {
  for (let length = PAYLOAD_MIN; length <= PAYLOAD_MAX; length++) {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const nth = Math.floor(random() * (10 ** length / part.shards));
      const payload = String(nth * part.shards + part.shard).padStart(length, "0");
      if (payload.length > length) continue;
      const code = payload + damm(payload);
      // Three alike in a row are miscounted when said aloud.
      if (/(\d)\1\1/.test(code)) continue;
      if (!isTaken(code)) return code;
    }
  }
  return null;
}

/** A code as somebody keyed or typed it: spaces and punctuation dropped; `null` if it is none, or has a slip in it. */
export function readCode(typed: string): string | null {
  const digits = typed.replace(/[\s.,#*-]/g, "");
  if (!/^\d+$/.test(digits) || digits.length <= PAYLOAD_MIN || digits.length > CODE_DIGITS_MAX) return null;
  return damm(digits) === 0 ? digits : null;
}
