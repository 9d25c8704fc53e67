/**
 * What is answered when no route takes a request: 405 with the methods that the path takes (RFC 9110, 15.5.6), 404 if it
 * takes none. What the router knows is asked, so that a new route needs no word here.
 */
import type { Context, Hono } from "hono";
import type { Env } from "../env.ts";
import { problem } from "../problem.ts";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

type App = Hono<{ Bindings: Env }>;

/** @param app the whole Worker, with all of its routes */
export function notFoundIn(app: App) {
  return function notFound(c: Context<{ Bindings: Env }>): Response {
    const { pathname } = new URL(c.req.url);
    const allowed = methodsOf(app, pathname);
    if (allowed.length === 0) return problem(c, { status: 404 });
    c.header("allow", allowed.join(", "));
    return problem(c, { status: 405 });
  };
}

/** The methods for which a path has a route. Middleware stands for all methods and is none. */
function methodsOf({ router }: App, path: string): string[] {
  return METHODS.filter((method) =>
    router.match(method, path)[0].some(([[, route]]) => route.method === method),
  ).flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method]));
}
