/** Callers' numbers for eyes that need not see them: country and last digits stay, so that calls can be told apart. */
import { parsePhoneNumberFromString } from "libphonenumber-js/max";

const SHOWN = 3;

/** @example maskNumber("+447700900123") // "+44 ••••••• 123" */
export function maskNumber(e164: string): string {
  const code = parsePhoneNumberFromString(e164)?.countryCallingCode ?? "";
  const rest = e164.slice(code.length + 1);
  const hidden = Math.max(rest.length - SHOWN, 0);
  return `+${code} ${"•".repeat(hidden)} ${rest.slice(hidden)}`.replaceAll(/ +/g, " ");
}
