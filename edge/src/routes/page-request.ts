/**
 * What all routes for pages have in common: JSON sent in a CORS-simple request, and how it is refused. A refusal is read
 * by pages of any origin: it must never depend on a cookie.
 */
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { z } from "zod";
import { LIMITS } from "../../../sdk/src/wire.ts";
import { readText } from "../body.ts";
import type { Env } from "../env.ts";
import { problem, validationProblem } from "../problem.ts";

export type PageContext = Context<{ Bindings: Env }>;

/** Reads JSON sent as `text/plain` or as `application/json`. */
export async function readBody<T extends z.ZodType>(
  c: PageContext,
  schema: T,
): Promise<{ ok: true; value: z.infer<T> } | { ok: false; response: Response }> {
  const text = await readText(c.req.raw, LIMITS.bodyBytes);
  const parsed = schema.safeParse(parseJson(text));
  return parsed.success
    ? { ok: true, value: parsed.data }
    : { ok: false, response: validationProblem(c, parsed.error) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new HTTPException(400, { message: text === "" ? "The body is empty." : "The body is not JSON." });
  }
}

export type Refusal = "unknown-site" | "origin" | "unknown-visit" | "too-many";

export function refuse(c: PageContext, reason: Refusal): Response {
  switch (reason) {
    case "unknown-site":
      return problem(c, {
        status: 404,
        detail: "No site has this key.",
        errors: [{ path: "site", message: "unknown" }],
      });
    case "origin":
      return problem(c, { status: 403, detail: "This origin is not among the site's allowed origins." });
    case "unknown-visit":
      return problem(c, {
        status: 410,
        detail: "This visit is over, or its number has gone on. Ask for a visit again.",
      });
    case "too-many":
      return problem(c, { status: 429, detail: "More than a visitor sends." });
  }
}
