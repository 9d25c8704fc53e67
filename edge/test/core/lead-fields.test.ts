/** What is kept of a form: never a password or a card, whatever the fields are called. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isCardNumber, isSecretName, keptFields, phoneCandidates } from "../../src/core/lead-fields.ts";

const SECRET = `password Password pwd userPass user_pass new-password passphrase mot-de-passe motDePasse contraseña
  пароль Passwort pin otp cvv CVC cvc2 card card_number cardNumber billing[cardNumber] cc-number ccnumber cc-csc
  credit-card creditCardNumber exp-card csrf_token iban ssn security-code`.split(/\s+/);
const HARMLESS = `name email message passenger passengers compass company phone spinning opinion discard
  address topic pinterest tel order-number account city accent success`.split(/\s+/);

describe("a form's fields", () => {
  it.each(SECRET)("A2 %s is the name of a secret", (name) => expect(isSecretName(name)).toBe(true));
  it.each(HARMLESS)("%s is none", (name) => expect(isSecretName(name)).toBe(false));

  it("A2 what can only be a card's number is none of ours, in whatever grouping", () => {
    for (const card of ["4111111111111111", "4111 1111 1111 1111", "5500-0000-0000-0004", "340000000000009"]) {
      expect(isCardNumber(card), card).toBe(true);
    }
    for (const other of ["4111111111111112", "+4111111111111111", "020 7946 0991", "1234", "", "2026-11-22"]) {
      expect(isCardNumber(other), other).toBe(false);
    }
  });

  it("A2 nothing with a secret's name is kept, and everything else is, unchanged", () => {
    const name = fc.oneof(fc.string(), fc.constantFrom(...SECRET, ...HARMLESS));
    const value = fc.string().filter((text) => !isCardNumber(text));
    fc.assert(
      fc.property(fc.dictionary(name, value, { noNullPrototype: true }), (fields) => {
        const kept = keptFields(fields);
        for (const [key, content] of Object.entries(fields)) {
          expect(kept[key]).toBe(isSecretName(key) ? undefined : content);
        }
        expect(keptFields(kept)).toEqual(kept);
      }),
    );
  });

  it("the number is looked for where the field says so, then wherever it is written internationally", () => {
    const fields = { order: "020 7946 0990", x: "+44 20 7946 0991", Telefon: "020 7946 0992", "your-tel": "0203" };
    expect(phoneCandidates(fields)).toEqual(["020 7946 0992", "0203", "+44 20 7946 0991"]);
  });
});
