/** Connections, as operators give and get them. Secrets only come in; no answer has a field for them. */
import { z } from "@hono/zod-openapi";
import type { ConnectionRow } from "../store/connections.ts";
import { ADAPTERS } from "../telephony/registry.ts";
import { e164, id, instant, name, phoneNumber, toInstant } from "./operator.ts";

const provider = z.enum([...ADAPTERS.keys()]).openapi({ example: "twilio" });

const secrets = z.record(z.string().max(64), z.string().max(512)).openapi({
  example: { authToken: "0123456789abcdef0123456789abcdef" },
  description: "Stored encrypted and never shown again. Which ones there are depends on the provider.",
});

const destination = phoneNumber.openapi({ description: "Where a call goes when its number says nothing." });

export const connectionCreate = z.strictObject({ provider, name, secrets, destination }).openapi("ConnectionCreate");

export const connectionChange = z
  .strictObject({ name, secrets, destination })
  .partial()
  .refine((value) => Object.keys(value).length > 0, "Nothing to change")
  .openapi("ConnectionChange", { description: "`secrets` replaces all of them." });

export const connection = z
  .object({
    id,
    provider: z.string(),
    name,
    destination: e164,
    webhookUrl: z.url().openapi({ description: "Paste it at the provider as the webhook of incoming calls." }),
    published: z.boolean().openapi({ description: "Whether webhooks see the latest change." }),
    createdAt: instant,
  })
  .openapi("Connection");

/** @param origin where providers reach this deployment */
export function toConnection(row: ConnectionRow, origin: string): z.infer<typeof connection> {
  const { id, provider, name, destination } = row;
  const webhookUrl = `${origin}/hooks/${provider}/${id}`;
  const published = row.published === row.version;
  return { id, provider, name, destination, webhookUrl, published, createdAt: toInstant(row.createdAt) };
}

/** What is wrong with the secrets of a provider: missing, unknown, or refused by its own check. */
export function secretErrors(provider: string, given: Record<string, string>): { path: string; message: string }[] {
  const known = ADAPTERS.get(provider)?.secrets ?? [];
  const unknown = Object.keys(given).filter((name) => known.every((field) => field.name !== name));
  return [
    ...unknown.map((name) => ({ path: `secrets.${name}`, message: "Unknown field" })),
    ...known.flatMap(({ name, label, check }) => {
      const value = given[name];
      const message = value === undefined ? `Missing: ${label}` : check(value);
      return message === undefined ? [] : [{ path: `secrets.${name}`, message }];
    }),
  ];
}
