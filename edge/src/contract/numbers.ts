/** Numbers, as operators give and get them. */
import { z } from "@hono/zod-openapi";
import type { NumberRow } from "../store/numbers.ts";
import { e164, id, instant, phoneNumber, text, toInstant } from "./operator.ts";

const channel = text(100).openapi({
  example: "Flyer",
  description: "The one channel that a static number stands for.",
});
const destination = phoneNumber.nullable().openapi({
  description: "Where calls are put through; null for the connection's destination. A pool number uses its pool's.",
});

const common = { number: phoneNumber, connection: id };

/** The kind decides which fields there are. */
export const numberCreate = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("pool"), ...common, pool: id }),
    z.strictObject({ kind: z.literal("static"), ...common, site: id, channel, destination: destination.default(null) }),
    z.strictObject({ kind: z.literal("overflow"), ...common, site: id, destination: destination.default(null) }),
    z.strictObject({ kind: z.literal("code"), ...common, site: id, destination: destination.default(null) }),
  ])
  .openapi("NumberCreate");
export type NumberCreate = z.infer<typeof numberCreate>;

export const numberChange = z
  .strictObject({ connection: id, pool: id, channel, destination })
  .partial()
  .refine((value) => Object.keys(value).length > 0, "Nothing to change")
  .openapi("NumberChange", { description: "`pool` of a pool number; `channel` of a static one." });

export const numberItem = z
  .object({
    number: e164,
    kind: z.enum(["pool", "static", "overflow", "code"]),
    connection: id,
    site: id,
    pool: id.nullable(),
    channel: z.string(),
    destination: e164.nullable(),
    createdAt: instant,
  })
  .openapi("Number");

export function toNumber(row: NumberRow): z.infer<typeof numberItem> {
  const { number, kind, connectionId, siteId, poolId, channel, destination, createdAt } = row;
  const references = { connection: connectionId, site: siteId, pool: poolId };
  return { number, kind, ...references, channel, destination, createdAt: toInstant(createdAt) };
}

/** A number in a path: with or without its plus sign. */
export const numberPath = z.object({
  id: z
    .string()
    .regex(/^\+?[0-9]{5,15}$/, "Not a phone number")
    .transform((value) => (value.startsWith("+") ? value : `+${value}`))
    .openapi({ type: "string", example: "+442079460100" }),
});
