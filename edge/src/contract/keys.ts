/** Operator keys, as operators make and see them. */
import { z } from "@hono/zod-openapi";
import { SCOPES } from "../auth.ts";
import type { KeyRow } from "../store/keys.ts";
import { id, instant, name, toInstant } from "./operator.ts";

const scope = z.enum(SCOPES);

export const keyCreate = z
  .strictObject({ name, scopes: z.array(scope).min(1).max(SCOPES.length) })
  .openapi("KeyCreate", {
    description: "`callers` shows the callers' numbers unmasked. A key can only pass on what it has.",
  });

export const key = z
  .object({ id, name, scopes: z.array(scope), createdAt: instant, revokedAt: instant.nullable() })
  .openapi("Key");

export const newKey = key
  .extend({ key: z.string().openapi({ example: "rt_…", description: "The key itself. Shown only now." }) })
  .openapi("NewKey");

export function toKey({ id, name, scopes, createdAt, revokedAt }: KeyRow): z.infer<typeof key> {
  return {
    id,
    name,
    scopes: SCOPES.filter((scope) => scopes.includes(scope)),
    createdAt: toInstant(createdAt),
    revokedAt: revokedAt === null ? null : toInstant(revokedAt),
  };
}
