/** Sites, as operators give and get them. */
import { z } from "@hono/zod-openapi";
import { readCode } from "../core/code.ts";
import type { SiteSettings } from "../core/config.ts";
import { MAX_SHARDS } from "../core/shards.ts";
import { knownCountry } from "../numbers/phone-number.ts";
import type { SiteRow } from "../store/sites.ts";
import { id, instant, name, text, toInstant } from "./operator.ts";

/** `*`, or an origin as browsers send it. */
const origin = z
  .string()
  .max(255)
  .transform((value, context) => {
    if (value === "*") return value;
    const url = URL.parse(value);
    if (url !== null && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`) return url.origin;
    context.addIssue({ code: "custom", message: 'Not an origin such as https://www.example.com, nor "*"' });
    return z.NEVER;
  })
  .openapi({ type: "string", example: "https://www.example.com" });

const country = z
  .string()
  .length(2)
  .transform((value) => value.toUpperCase())
  .refine((value) => knownCountry(value) !== undefined, "Not a country code (ISO 3166-1 alpha-2)")
  .openapi({ type: "string", example: "GB", description: "How national numbers on the pages are read." });

const timeZone = z.string().max(64).refine(isTimeZone, "Not an IANA time zone").openapi({ example: "Europe/London" });

export const currency = z
  .string()
  .refine((value) => Intl.supportedValuesOf("currency").includes(value), "Not a currency code (ISO 4217)")
  .openapi({ example: "GBP" });

/** An address that a tag can be put into: its local part has none yet. Compared without case, as mail servers do. */
const email = z
  .email({ error: "Not an e-mail address" })
  .max(254)
  .transform((value) => value.toLowerCase())
  .refine((value) => !value.includes("+"), "Must not contain + already")
  .openapi({ type: "string", example: "sales@shop.example" });

/** A path prefix. */
export const pathPrefix = z
  .string()
  .max(255)
  .regex(/^\/[^\s?#]*$/, "Not a path that begins with /")
  .openapi({ example: "/contact" });

/** Channels of a site that have a code. */
export const CHANNEL_CODES_MAX = 200;

const settings = {
  visitTimeoutSeconds: z.int().min(60).max(86_400).openapi({ description: "Inactivity that ends a visit." }),
  automation: z.enum(["skip", "lease"]).openapi({ description: "Whether browsers driven by a program get numbers." }),
  addressShare: z
    .number()
    .min(0.01)
    .max(1)
    .openapi({ description: "Share of a pool that one client address may hold." }),
  addressVisitsPerMinute: z
    .int()
    .min(1)
    .max(100_000)
    .openapi({ description: "New visits that one client address may begin in a minute; more get no number." }),
  lookbackDays: z.int().min(1).max(365).openapi({ description: "How far back earlier visits and calls count." }),
  channelCodes: z
    .record(z.string(), text(100))
    .superRefine((value, context) => {
      for (const code of Object.keys(value)) {
        if (readCode(code) === code) continue;
        context.addIssue({ code: "custom", path: [code], message: "Not a code. POST /v1/sites/{id}/codes makes one" });
      }
    })
    .refine((value) => Object.keys(value).length <= CHANNEL_CODES_MAX, `More than ${CHANNEL_CODES_MAX} codes`)
    .openapi({
      description: "Codes that stand for a channel instead of a visit. `POST /v1/sites/{id}/codes` adds one.",
      example: { "04219": "Radio" },
    }),
  codePrompt: text(500, 0).openapi({
    description: "Said to who calls a number of kind `code`, before the phone rings; empty asks nobody.",
  }),
  spelled: z
    .array(text(40))
    .max(8)
    .openapi({
      description: "Numbers that the pages write with letters, as they are written there.",
      example: ["1-800-FLOWERS"],
    }),
  emails: z.array(email).max(8).openapi({
    description: "E-mail addresses that stand on the pages; a visit is shown them with its code behind a plus sign.",
  }),
  idCookie: z.boolean().openapi({
    description: "Whether the visitor id is kept in an HttpOnly cookie where the edge is on the site's own domain.",
  }),
  respectGpc: z.boolean().openapi({
    description: "Whether `Sec-GPC: 1` means no cookie, and no ids of other analytics tools.",
  }),
  contactPaths: z.array(pathPrefix).max(20).openapi({ description: "Opening such a page is a sign of intent." }),
} satisfies { [F in keyof SiteSettings]: z.ZodType<SiteSettings[F]> };

const fields = {
  name,
  origins: z.array(origin).min(1).max(50).openapi({ description: "Origins whose pages may ask for numbers." }),
  country,
  timeZone,
  currency,
  settings: z.strictObject(settings).partial(),
  shards: z
    .int()
    .min(1)
    .max(MAX_SHARDS)
    .openapi({ description: "Switchboards among which the site is split. One takes some 500 requests a second." }),
};

export const siteCreate = z
  .strictObject({ ...fields, settings: fields.settings.optional(), shards: fields.shards.default(1) })
  .openapi("SiteCreate");

export const channelCodeCreate = z
  .strictObject({ channel: text(100).openapi({ example: "Radio" }) })
  .openapi("ChannelCodeCreate");

export const channelCode = z
  .object({
    code: z.string().openapi({ example: "04219", description: "The last digit checks the others." }),
    channel: z.string(),
  })
  .openapi("ChannelCode");

export const siteChange = z
  .strictObject(fields)
  .partial()
  .refine((value) => Object.keys(value).length > 0, "Nothing to change")
  .openapi("SiteChange");

export const site = z
  .object({
    id,
    key: z.string().openapi({ example: "demo", description: "Public; stands in the script tag." }),
    ...fields,
    settings: z.object(settings),
    published: z.boolean().openapi({ description: "Whether every switchboard has the latest change." }),
    createdAt: instant,
  })
  .openapi("Site");

export function toSite(row: SiteRow): z.infer<typeof site> {
  const { id, key, name, origins, country, timeZone, currency, settings, shards } = row;
  const published = row.published === row.version;
  const createdAt = toInstant(row.createdAt);
  return { id, key, name, origins, country, timeZone, currency, settings, shards, published, createdAt };
}

function isTimeZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: value });
    return true;
  } catch {
    return false;
  }
}
