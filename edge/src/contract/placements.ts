/** Placements, as operators give and get them. */
import { z } from "@hono/zod-openapi";
import type { Conditions, PlacementAction } from "../core/config.ts";
import type { PlacementRow } from "../store/placements.ts";
import { e164, id, instant, phoneNumber, text, toInstant } from "./operator.ts";
import { pathPrefix } from "./sites.ts";

const anyOf = <T extends z.ZodType>(item: T) => z.array(item).min(1).max(50).optional();

const conditions = z
  .strictObject({
    channel: anyOf(text(100)),
    source: anyOf(text(200)),
    medium: anyOf(text(200)),
    campaign: anyOf(text(200)),
    landing: anyOf(pathPrefix),
    country: anyOf(z.string().regex(/^[A-Za-z]{2}$/, "Not a country code (ISO 3166-1 alpha-2)")),
    region: anyOf(text(100)),
    city: anyOf(text(100)),
    device: anyOf(z.enum(["mobile", "tablet", "desktop"])),
  } satisfies { [F in keyof Conditions]-?: z.ZodType<Conditions[F]> })
  .openapi("Conditions", {
    description: "All have to hold; one holds if any of its values does. Compared without case.",
  });

const poolAction = z.strictObject({ pool: id });
const leaveAction = z.strictObject({ leave: z.literal(true) });
const action = z
  .union([poolAction, z.strictObject({ static: phoneNumber }), z.strictObject({ code: phoneNumber }), leaveAction])
  .openapi("PlacementAction", {
    description: "A number of a pool, a static number, a number for all with a code for each, or the page as it is.",
  });

const fields = {
  target: phoneNumber.openapi({ description: "The original number on the pages." }),
  conditions,
  action,
};

export const placementCreate = z
  .strictObject({ site: id, ...fields, conditions: conditions.default({}) })
  .openapi("PlacementCreate");

export const placementChange = z
  .strictObject(fields)
  .partial()
  .refine((value) => Object.keys(value).length > 0, "Nothing to change")
  .openapi("PlacementChange");

export const placementOrder = z
  .strictObject({ site: id, placements: z.array(id).max(1_000) })
  .openapi("PlacementOrder", { description: "All placements of the site, first match first." });

export const placement = z
  .object({
    id,
    site: id,
    target: e164,
    conditions,
    action: z.union([poolAction, z.strictObject({ static: e164 }), z.strictObject({ code: e164 }), leaveAction]),
    createdAt: instant,
  })
  .openapi("Placement");

export const placementList = z.object({ items: z.array(placement) }).openapi("PlacementList");

export function toPlacement(row: PlacementRow): z.infer<typeof placement> {
  const { id, siteId, target, conditions, createdAt } = row;
  const action: PlacementAction = row.action;
  return { id, site: siteId, target, conditions, action, createdAt: toInstant(createdAt) };
}
