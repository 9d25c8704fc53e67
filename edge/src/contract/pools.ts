/** Pools and their load, as operators give and get them. */
import { z } from "@hono/zod-openapi";
import type { PoolRow } from "../store/pools.ts";
import { e164, id, instant, name, phoneNumber, text, toInstant } from "./operator.ts";
import { advice, hourOfWeek } from "./sizing.ts";

/** Half an hour is usual; a week is the bound. With 0 a number is free as soon as its visitor has left the page. */
const FREEZE_MAX_SECONDS = 604_800;

const fields = {
  name,
  destination: phoneNumber.openapi({ description: "Where calls are put through." }),
  secondDestination: phoneNumber.nullable().openapi({ description: "Who is tried when nobody answers at the first." }),
  ringSeconds: z.int().min(5).max(120).openapi({ description: "How long each destination rings." }),
  record: z.boolean().openapi({ description: "Whether conversations are recorded." }),
  whisper: text(500, 0).openapi({
    description: "Said to the person who picks up, before the caller is joined; empty for none.",
  }),
  voicemail: text(500, 0).openapi({ description: "Greeting when nobody answers; empty for no voicemail." }),
  freezeSeconds: z.int().min(0).max(FREEZE_MAX_SECONDS).openapi({
    description:
      "Guaranteed rest of a number after its visitor's last sign of life. It rests longer while nobody needs it.",
  }),
  freezeAfterCallSeconds: z.int().min(0).max(FREEZE_MAX_SECONDS).nullable().openapi({
    description: "The same once the visitor has called; null for the same time.",
  }),
  overflow: phoneNumber.nullable().openapi({
    description:
      "Overflow or static number of the site that is shown when the pool is exhausted; null leaves the page alone.",
  }),
};

export const poolCreate = z
  .strictObject({
    site: id,
    ...fields,
    secondDestination: fields.secondDestination.default(null),
    ringSeconds: fields.ringSeconds.default(25),
    record: fields.record.default(false),
    whisper: fields.whisper.default(""),
    voicemail: fields.voicemail.default(""),
    freezeSeconds: fields.freezeSeconds.default(1800),
    freezeAfterCallSeconds: fields.freezeAfterCallSeconds.default(null),
    overflow: fields.overflow.default(null),
  })
  .openapi("PoolCreate");

export const poolChange = z
  .strictObject(fields)
  .partial()
  .refine((value) => Object.keys(value).length > 0, "Nothing to change")
  .openapi("PoolChange");

export const pool = z
  .object({
    id,
    site: id,
    ...fields,
    destination: e164,
    secondDestination: e164.nullable(),
    overflow: e164.nullable(),
    createdAt: instant,
  })
  .openapi("Pool");

export function toPool({ accountId: _, siteId, createdAt, ...row }: PoolRow): z.infer<typeof pool> {
  return { ...row, site: siteId, createdAt: toInstant(createdAt) };
}

const count = z.int().min(0);

export const poolLoad = z
  .object({
    pool: id,
    numbers: count.openapi({ description: "Numbers that the switchboards have." }),
    active: count.openapi({ description: "With a visitor on the site." }),
    frozen: count.openapi({ description: "In guaranteed freeze." }),
    resting: count.openapi({ description: "Free to be given." }),
    leased: count.openapi({ description: "Leases given within a day." }),
    overflowed: count.openapi({ description: "Visits within a day that found no number of their own." }),
    hours: z
      .array(hourOfWeek)
      .openapi({ description: "Hours of the week in which visits asked for a number, mean of four weeks." }),
    advice,
  })
  .openapi("PoolLoad");
