/**
 * The building blocks of the operator API's schemas: texts, ids, numbers, instants, lists and problems. What a field may
 * hold is said here once, so that every resource refuses the same bad input with the same words.
 */
import { z } from "@hono/zod-openapi";
import { readCode } from "../core/code.ts";
import { normaliseNumber } from "../numbers/phone-number.ts";
import { decodeCursor } from "../store/page.ts";

/** Items of one page of a list. */
const LIMIT_DEFAULT = 50;
const LIMIT_MAX = 200;

/** Text for people: no control characters, no broken surrogates, no blanks around. */
export function text(max: number, min = 1) {
  return z
    .string()
    .trim()
    .min(min)
    .max(max)
    .refine((value) => !/\p{Cc}|\p{Cs}/u.test(value), "Must not contain control characters");
}

export const name = text(100).openapi({ example: "Sales" });

/** The id of anything made through the API, as its path and its references carry it. */
export const id = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, "Not an id")
  .openapi({ example: "pool_8k2m0v6x1q9d3fza" });

/** A phone number as operators write it, normalised to E.164. */
export const phoneNumber = z
  .string()
  .max(64)
  .transform((value, context) => {
    const e164 = value.trim().startsWith("+") ? normaliseNumber(value, "") : null;
    if (e164 !== null) return e164;
    context.addIssue({ code: "custom", message: "Not a phone number with + and country code" });
    return z.NEVER;
  })
  .openapi({ type: "string", example: "+442079460100", description: "With + and country code; stored as E.164." });

/** The same in a query, where a plus sign that is not escaped means a blank. */
export const queryNumber = z.preprocess(
  (value) => (typeof value === "string" ? value.replace(/^ /, "+") : value),
  phoneNumber,
);

/** A visit's code as somebody says, keys or writes it. */
export const typedCode = z
  .string()
  .max(32)
  .transform((value, context) => {
    const code = readCode(value);
    if (code !== null) return code;
    context.addIssue({ code: "custom", message: "Not a code: a digit is wrong, missing, or one too many" });
    return z.NEVER;
  })
  .openapi({ type: "string", example: "04219" });

/** A phone number in an answer. */
export const e164 = z.string().openapi({ example: "+442079460100", description: "E.164." });

/** A moment in an answer. */
export const instant = z.iso.datetime().openapi({ example: "2026-11-22T09:30:00.000Z" });

/** A moment in a question; any offset. */
export const moment = z.iso
  .datetime({ offset: true, error: "Not an ISO 8601 date and time with an offset" })
  .transform((value) => Date.parse(value))
  .openapi({ type: "string", format: "date-time", example: "2026-11-22T00:00:00Z" });

/** @example toInstant(0) // "1970-01-01T00:00:00.000Z" */
export function toInstant(ms: number): string {
  return new Date(ms).toISOString();
}

/** Path of one thing. */
export const idPath = z.object({ id });

/** A number in the query of a list. */
const limit = z.coerce
  .number({ error: "Not a number" })
  .int()
  .min(1)
  .max(LIMIT_MAX)
  .default(LIMIT_DEFAULT)
  .openapi({ type: "integer", description: `Items to a page, at most ${LIMIT_MAX}.` });

/**
 * A cursor whose parts are of these types.
 * @param parts what the order of the list is made of
 */
function cursor(parts: readonly ("string" | "number")[]) {
  return z
    .string()
    .max(512)
    .transform((value, context) => {
      const decoded = decodeCursor(value);
      const fits = decoded?.length === parts.length && decoded.every((part, i) => typeof part === parts[i]);
      if (decoded !== null && fits) return decoded;
      context.addIssue({ code: "custom", message: "Not a cursor of this list" });
      return z.NEVER;
    })
    .openapi({ type: "string", description: "`next` of the page before. Opaque." });
}

/** The query of a list in the order of ids. */
export const idListQuery = z.strictObject({ limit, cursor: cursor(["string"]).optional() });

/** The query of a list of history, newest first. */
export const timeListQuery = z.strictObject({
  limit,
  cursor: cursor(["number", "string"]).optional(),
  from: moment.optional().openapi({ description: "Not before this moment." }),
  to: moment.optional().openapi({ description: "Before this moment." }),
});

/** A page of a list. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    next: z.string().nullable().openapi({ description: "Cursor of the next page; null on the last one." }),
  });
}

export const problemSchema = z
  .object({
    type: z.string().openapi({ example: "about:blank" }),
    title: z.string().openapi({ example: "Invalid input" }),
    status: z.number().int().openapi({ example: 422 }),
    detail: z.string().optional(),
    errors: z
      .array(
        z.object({
          path: z.string().openapi({ example: "conditions.country.0", description: "Dotted path of the field." }),
          message: z.string(),
        }),
      )
      .optional(),
  })
  .openapi("Problem", { description: "RFC 9457 problem details." });
