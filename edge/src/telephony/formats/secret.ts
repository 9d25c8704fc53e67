/** Secrets of a connection. A missing one must stop the request: an empty key would verify whatever is signed with it. */
import type { Secrets } from "../types.ts";

export function requireSecret(secrets: Secrets, name: string): string {
  const secret = secrets[name];
  if (secret === undefined || secret === "") throw new Error(`The connection has no secret "${name}".`);
  return secret;
}
