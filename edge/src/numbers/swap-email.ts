/** An e-mail address of the site, and the one that tells a visit: the script shows it in the same way as a number. */
import type { Swap } from "../../../sdk/src/wire.ts";

/**
 * @param email as the site's settings have it, lower case, without a tag of its own
 * @param code the visit's
 * @example swapEmail("sales@shop.example", "04219").number // "sales+04219@shop.example" (RFC 5233)
 */
export function swapEmail(email: string, code: string): Swap {
  const tagged = email.replace(/(?=@[^@]*$)/, `+${code}`);
  return {
    target: email,
    kind: "email",
    number: tagged,
    // As the script reads it: without what may also stand between the digits of a number.
    digits: [[email.replace(/[^\w@]/g, ""), tagged]],
    national: tagged,
    international: tagged,
  };
}
