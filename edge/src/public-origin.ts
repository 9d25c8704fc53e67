/** The address under which the world knows this Worker: never taken from a header that anybody may send. */
import type { Env } from "./env.ts";

/** As much of Hono's context as this needs, whatever route it belongs to. */
interface AnyContext {
  env: Env;
  req: { raw: Request };
}

/** @example publicOrigin(c) // "https://calls.example" */
export function publicOrigin(c: AnyContext): string {
  return new URL(c.env.PUBLIC_ORIGIN || c.req.raw.url).origin;
}

/** The URL as it was called from outside. */
export function publicUrl(c: AnyContext): string {
  const { pathname, search } = new URL(c.req.raw.url);
  return publicOrigin(c) + pathname + search;
}
