/** What `/health` tells. Of sites only to those who own them. */
import { z } from "@hono/zod-openapi";
import { id } from "./operator.ts";

const count = z.int().min(0);
const lag = z.number().min(0).openapi({
  description: "Age of the oldest change that is not in the database yet, milliseconds. Refused ones left out.",
});

export const health = z
  .object({
    status: z.enum(["ok", "degraded"]).openapi({ description: "Calls are put through in either case." }),
    version: z.string().openapi({ example: "0.1.0" }),
    database: z.enum(["ok", "failing"]),
    outbox: z
      .object({
        asked: count.openapi({ description: "Switchboards asked: a random choice if there are many." }),
        silent: count.openapi({ description: "Of these, how many did not answer." }),
        waiting: count.openapi({ description: "Changes that are not in the database yet." }),
        lagMs: lag,
        refused: count.openapi({
          description:
            "Of the waiting, those that the database refuses: kept, and tried again after an hour, then less often.",
        }),
        dropped: count.openapi({ description: "Changes given up because an outbox was full." }),
      })
      .openapi({ description: "Over all switchboards asked." }),
    sites: z
      .array(
        z.object({
          site: id,
          shard: count,
          version: count,
          waiting: count,
          lagMs: lag,
          refused: count,
          dropped: count,
        }),
      )
      .optional()
      .openapi({ description: "With an operator's key only: the account's own switchboards." }),
  })
  .openapi("Health");
