/**
 * What is kept of a form's fields, and which of them is the sender's phone number. Passwords and cards are dropped here
 * whatever the page sent: by the field's name, and by a value that can only be a card's number. Pure.
 */

/** Words that name a secret when they stand alone: `cc-number`, `userPass`, not `passenger`. */
const SECRET_WORDS = new Set(
  `pass password passwd passphrase passcode passwort kennwort pwd pin otp tan totp secret token csrf cvv cvv2 cvc cvc2 csc
  cid cc ccn card creditcard debitcard cardnumber ccnumber iban bic ssn nin senha clave mdp пароль пин карта карты
  картка картки`.split(/\s+/),
);
/** Parts that name a secret wherever they stand. */
const SECRET_PARTS =
  /passwor|passwd|passwort|motdepasse|contrase|парол|cardn|cardc|creditc|ccnum|cccsc|seccode|securitycode/;

/** Words by which forms name a phone number. */
const PHONE_PARTS =
  /phone|telef|телеф|mobil|мобил|handy|whatsapp|viber|cellular|rufnummer|komorka|callback|teléf|^(tel|fon|cell|gsm|fono)$/;

/** Whether a field of this name may hold a password or a card. */
export function isSecretName(name: string): boolean {
  const words = wordsOf(name);
  return words.some((word) => SECRET_WORDS.has(word)) || SECRET_PARTS.test(words.join(""));
}

/** 13 to 19 digits, grouped or not, that pass a card's check and begin as cards do; written with `+` it is a phone number. */
export function isCardNumber(value: string): boolean {
  const digits = value.replace(/[\s.-]/g, "");
  return /^[3-6]\d{12,18}$/.test(digits) && luhn(digits) === 0;
}

/** The fields that may be kept, in their order; what may not leaves no trace, not even its name. */
export function keptFields(fields: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(fields).filter(([name, value]) => !isSecretName(name) && !isCardNumber(value));
  return Object.fromEntries(kept);
}

/**
 * What may be the sender's phone number, the likeliest first: what is named so, then whatever is written
 * internationally. A number without `+` in a field of any name may be anything.
 */
export function phoneCandidates(fields: Readonly<Record<string, string>>): string[] {
  const entries = Object.entries(fields);
  const named = entries.filter(([name]) => isPhoneName(name));
  const written = entries.filter(([name, value]) => !isPhoneName(name) && /^\s*\+[\d\s().-]{7,}$/.test(value));
  return [...named, ...written].map(([, value]) => value);
}

function isPhoneName(name: string): boolean {
  return wordsOf(name).some((word) => PHONE_PARTS.test(word));
}

/** `billing[cardNumber]` → `billing`, `card`, `number`. */
function wordsOf(name: string): string[] {
  const apart = name.normalize("NFKC").replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2");
  return apart.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** ISO/IEC 7812-1, annex B: 0 for a number whose check digit is right. */
function luhn(digits: string): number {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits.at(-1 - i));
    const doubled = i % 2 === 0 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10;
}
