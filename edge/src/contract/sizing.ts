/** How many numbers a pool needs, as operators ask and are told. */
import { z } from "@hono/zod-openapi";
import { id } from "./operator.ts";

const share = z.number().min(0).max(1);

export const demand = z
  .object({
    visitsPerHour: z.number().openapi({ description: "Visits that need a number, in the busiest hour." }),
    staySeconds: z.number().openapi({ description: "Mean time on the site." }),
    freezeSeconds: z.number(),
    population: z.number().nullable().openapi({ description: "Distinct visitors there are; null for many." }),
  })
  .openapi("Demand");

export const hourOfWeek = z
  .object({
    weekday: z.int().openapi({ description: "0 Monday … 6 Sunday, in the site's time zone." }),
    hour: z.int(),
    visits: z.number(),
    erlang: z.number().openapi({ description: "Numbers held at a time on the average: the offered load." }),
  })
  .openapi("HourOfWeek");

const step = z.object({ numbers: z.int(), overflow: share });

export const advice = z
  .object({
    demand,
    erlang: z.number().openapi({ description: "Offered load of the busiest hour." }),
    numbers: z.int(),
    overflow: share.openapi({ description: "Share of the visits of the busiest hour that find no number." }),
    target: share,
    needed: z.int().openapi({ description: "Numbers that keep the share within the target." }),
    steps: z.array(step).openapi({ description: "The share with more or fewer numbers." }),
    warning: z.string().nullable().openapi({ description: "Given before the pool runs short; null when all is well." }),
  })
  .openapi("SizingAdvice", { description: "By Erlang B, or Engset for a small population." });

const accuracy = z
  .object({ right: share, wrong: share, unresolved: share, overflow: share, calls: z.int() })
  .openapi("ExpectedAccuracy", { description: "Shares of the calls in a simulation of such traffic." });

export const sizing = z.object({ advice, accuracy: accuracy.nullable() }).openapi("Sizing");

/** Numbers in a query string. */
const number = (schema: z.ZodNumber) => z.coerce.number().pipe(schema);

export const sizingQuery = z
  .strictObject({
    pool: id.optional().openapi({ description: "Start from what was measured of this pool." }),
    visitsPerHour: number(z.number().min(0).max(1_000_000)).optional(),
    staySeconds: number(z.number().min(1).max(86_400)).optional(),
    freezeSeconds: number(z.number().min(0).max(604_800)).optional(),
    population: number(z.number().int().min(1).max(10_000_000)).optional(),
    numbers: number(z.number().int().min(1).max(10_000)).optional(),
    target: number(z.number().gt(0).max(0.5))
      .default(0.01)
      .openapi({ description: "Share of the visits that may find no number." }),
    accuracy: z
      .enum(["true", "false"])
      .default("false")
      .openapi({ description: "Also simulate such traffic: takes a second of computing." }),
  })
  .refine(({ pool, visitsPerHour }) => pool !== undefined || visitsPerHour !== undefined, {
    path: ["visitsPerHour"],
    message: "Needed without a pool",
  });
