/**
 * Who asks: operator keys, stored as SHA-256 hashes, with scopes. Must never log a key, nor tell an unknown key from a
 * revoked one (A1).
 */
import type { MiddlewareHandler } from "hono";
import type { Env } from "./env.ts";
import { hashKey } from "./operator-key.ts";
import { problem } from "./problem.ts";
import { findKeyByHash } from "./store/keys.ts";

/** `callers`: sees the callers' numbers unmasked. */
export const SCOPES = ["read", "write", "callers"] as const;
export type Scope = (typeof SCOPES)[number];

export interface Operator {
  account: string;
  /** Id of the key. */
  key: string;
  scopes: ReadonlySet<Scope>;
}

/** What Hono needs to know of an app that operators talk to. */
export type OperatorEnv = { Bindings: Env; Variables: { operator: Operator } };

const KEY_MAX = 128;

/** The operator of a request; `null` for no key, or one that is unknown or revoked. */
export async function operatorOf(request: Request, db: D1Database): Promise<Operator | null> {
  const key = /^Bearer +(\S+) *$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (key === undefined || key.length > KEY_MAX) return null;
  const hash = await hashKey(key);
  const found = await findKeyByHash(db, hash);
  if (found === null || !equal(found.hash, hash)) return null;
  return {
    account: found.accountId,
    key: found.id,
    scopes: new Set(SCOPES.filter((scope) => found.scopes.includes(scope))),
  };
}

/** Compares in constant time; both are hashes of the same length. */
function equal(a: string, b: string): boolean {
  const encoder = new TextEncoder();
  return crypto.subtle.timingSafeEqual(encoder.encode(a), encoder.encode(b));
}

/** Middleware: lets only operators through, and only to what their key's scopes cover: GET needs `read`, the rest `write`. */
export const authenticate: MiddlewareHandler<OperatorEnv> = async function authenticate(c, next) {
  const operator = await operatorOf(c.req.raw, c.env.DB);
  if (operator === null) {
    c.header("www-authenticate", 'Bearer realm="ringtrail"');
    return problem(c, { status: 401, detail: "Send a valid key: Authorization: Bearer rt_…" });
  }
  const needed = c.req.method === "GET" || c.req.method === "HEAD" ? "read" : "write";
  if (!operator.scopes.has(needed)) return problem(c, { status: 403, detail: `This key lacks the scope "${needed}".` });
  c.set("operator", operator);
  c.header("cache-control", "private, no-cache");
  return next();
};
