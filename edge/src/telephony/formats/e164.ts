/** Phone numbers as providers write them, to E.164. Never guesses a country: a national number is not understood. */

/**
 * A number with or without "+", with the usual punctuation, or as the user of a `sip:` address.
 * @example readE164("sip:+442079460100@pbx.example") // "+442079460100"
 */
export function readE164(raw: string): string | undefined {
  const user = /^sips?:([^@;]+)/i.exec(raw)?.[1] ?? raw;
  const digits = user.replace(/[\s().-]/g, "");
  const number = /^\+?([1-9]\d{3,14})$/.exec(digits)?.[1];
  return number === undefined ? undefined : `+${number}`;
}
