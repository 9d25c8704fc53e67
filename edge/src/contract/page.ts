/** What the page may send, as zod schemas. Type-tested to be equal to `sdk/src/wire.ts`, which is the contract. */
import { z } from "@hono/zod-openapi";
import {
  type LeadRequest,
  LIMITS,
  type LinkRequest,
  type LinkResponse,
  type PulseRequest,
  type VisitRequest,
  type VisitResponse,
} from "../../../sdk/src/wire.ts";

const siteKey = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{1,47}$/, "a site key: 2 to 48 lower-case letters, digits and hyphens")
  .openapi({ example: "demo" });
const visitorId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{16,64}$/, "16 to 64 letters, digits, _ and -")
  .openapi({ example: "q3V9bXk2uT8nPz0aLw5RdA" });
const visitId = z
  .string()
  .regex(/^[0-9a-z.]{1,64}$/, "a visit id as answered by /v1/visit")
  .openapi({ example: "mibk2x9q4f8zk2q0aj3r.0" });

/** Browsers send texts whole: what is longer is cut, not refused. */
const cut = (max: number) => z.string().overwrite((text) => text.slice(0, max));

const page = z
  .object({
    url: cut(LIMITS.url).openapi({
      description:
        "location.href. Credentials are dropped; campaign parameters and click ids are read, each cut to 512 characters; of the rest only the path is kept.",
      example: "https://shop.example/bikes?utm_source=google&utm_medium=cpc&gclid=x",
    }),
    referrer: cut(LIMITS.url),
    title: cut(LIMITS.title).optional(),
  })
  .openapi("PageView");

const device = z
  .object({
    screen: z.tuple([z.number().int().min(0).max(100_000), z.number().int().min(0).max(100_000)]).optional(),
    touch: z.boolean().optional(),
    language: z.string().max(64).optional(),
    timeZone: z.string().max(64).optional(),
    automated: z.boolean().optional(),
  })
  .openapi("DeviceHints");

const ids = z
  .record(z.string().max(64), z.string().max(LIMITS.idValue))
  .refine((value) => Object.keys(value).length <= LIMITS.ids, `at most ${LIMITS.ids} ids`);

export const visitRequest = z
  .object({
    site: siteKey,
    visitor: visitorId,
    visit: visitId.optional(),
    page,
    device: device.optional(),
    targets: z
      .array(cut(LIMITS.target))
      // A page that asks for one number after the other may have asked for some of them often.
      .overwrite((targets) => [...new Set(targets)].slice(-LIMITS.targets))
      .optional()
      .openapi({
        description:
          "Original numbers, E.164, to be replaced. For others no number of a pool is taken unless the visit shows it already. Of more than 64 the last count. Absent: all.",
        example: ["+442079460000"],
      }),
    ids: ids.optional(),
    anonymous: z
      .boolean()
      .optional()
      .openapi({ description: "Nothing is to be kept in the browser: the cookie is neither set nor read." }),
  })
  .openapi("VisitRequest");

const ago = z
  .number()
  .max(Number.MAX_SAFE_INTEGER)
  // A clock that was set back meanwhile.
  .overwrite((milliseconds) => Math.max(0, milliseconds))
  .openapi({ description: "Milliseconds before the pulse was sent." });
const pulseEvent = z
  .discriminatedUnion("type", [
    z.object({ type: z.enum(["alive", "hidden", "end"]), ago }),
    z.object({
      type: z.literal("signal"),
      ago,
      signal: z.enum(["seen", "copy", "contact", "tel"]),
      number: z.string().max(32).optional(),
    }),
    z.object({ type: z.literal("page"), ago, page }),
    z.object({ type: z.literal("ids"), ago, ids }),
  ])
  .openapi("PulseEvent");

export const pulseRequest = z
  .object({
    site: siteKey,
    visitor: visitorId,
    visit: visitId,
    events: z.array(pulseEvent).min(1).max(LIMITS.pulseEvents),
  })
  .openapi("PulseRequest");

const fields = z
  .record(z.string().max(LIMITS.fieldName), cut(LIMITS.fieldValue))
  .refine((value) => Object.keys(value).length <= LIMITS.fields, `at most ${LIMITS.fields} fields`)
  .openapi({
    description: "By name. What is named like a password or a card is not kept.",
    example: { name: "Ada", phone: "020 7946 0991" },
  });

export const leadRequest = z
  .object({
    site: siteKey,
    visitor: visitorId,
    visit: visitId,
    form: z.string().max(LIMITS.form).optional().openapi({ example: "callback" }),
    page: page.optional(),
    fields,
  })
  .openapi("LeadRequest");

export const linkRequest = z.object({ site: siteKey, visitor: visitorId, visit: visitId }).openapi("LinkRequest");

export const linkResponse = z
  .object({
    code: z.string().openapi({ description: "For `rt_link` in the query of a link to another domain of the site." }),
    seconds: z.number().openapi({ example: 120 }),
  })
  .openapi("LinkResponse");

const swap = z
  .object({
    target: z.string(),
    kind: z.enum(["pool", "static", "overflow", "code", "email", "none"]),
    number: z.string().nullable(),
    digits: z.array(z.tuple([z.string(), z.string()])),
    national: z.string(),
    international: z.string(),
  })
  .openapi("Swap");

const touch = z
  .object({
    channel: z.string(),
    source: z.string(),
    medium: z.string(),
    campaign: z.string(),
    term: z.string(),
    content: z.string(),
    landing: z.string(),
    referrer: z.string(),
  })
  .openapi("TouchSummary");

export const visitResponse = z
  .object({
    visitor: z.string(),
    visit: z.string(),
    swaps: z.array(swap),
    touch,
    code: z.string().optional(),
    pulseSeconds: z.number(),
    freezeSeconds: z.number(),
  })
  .openapi("VisitResponse");

/** Fails to compile when a schema and the contract drift apart. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const _same: [
  Same<z.infer<typeof visitRequest>, VisitRequest>,
  Same<z.infer<typeof pulseRequest>, PulseRequest>,
  Same<z.infer<typeof visitResponse>, VisitResponse>,
  Same<z.infer<typeof leadRequest>, LeadRequest>,
  Same<z.infer<typeof linkRequest>, LinkRequest>,
  Same<z.infer<typeof linkResponse>, LinkResponse>,
] = [true, true, true, true, true, true];
void _same;
