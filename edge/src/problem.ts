/**
 * Errors as RFC 9457 problem details: the one place that turns what went wrong into an answer. Must never tell a
 * client anything of a failure it did not cause: unknown errors are logged and answered with a bare 500.
 */
import type { Context, ErrorHandler, TypedResponse } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { ZodError } from "zod";
import type { Problem } from "../../sdk/src/wire.ts";

export type FieldError = NonNullable<Problem["errors"]>[number];

/** More than this many field errors help nobody. */
const MAX_ERRORS = 50;
const CONTENT_TYPE = "application/problem+json";

const TITLES: Record<number, string> = {
  400: "Bad request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not found",
  405: "Method not allowed",
  409: "Conflict",
  410: "Gone",
  413: "Body too large",
  415: "Unsupported media type",
  422: "Invalid input",
  429: "Too many requests",
  500: "Internal error",
  502: "Bad gateway",
  503: "Unavailable",
};

/** What a handler says of a failure; the title follows from the status unless given. */
export type ProblemInit<S extends ContentfulStatusCode> = {
  status: S;
  title?: string;
  detail?: string | undefined;
  errors?: FieldError[] | undefined;
  /** URI of the kind of problem; `about:blank` says no more than the status does. */
  type?: string;
};

/**
 * A problem as a response. Typed with its status, so that a route can only answer errors that it documents.
 * @example return problem(c, { status: 409, detail: "+44 20 7946 0100 belongs to another site." });
 */
export function problem<S extends ContentfulStatusCode>(
  c: Context,
  init: ProblemInit<S>,
): Response & TypedResponse<Problem, S, "json"> {
  const body: Problem = {
    type: init.type ?? "about:blank",
    title: init.title ?? TITLES[init.status] ?? "Error",
    status: init.status,
    ...(init.detail === undefined ? {} : { detail: init.detail }),
    ...(init.errors === undefined ? {} : { errors: init.errors.slice(0, MAX_ERRORS) }),
  };
  // The media type is set on the call itself: `c.json` would set application/json.
  return c.json(body, init.status, { "content-type": CONTENT_TYPE }) as Response & TypedResponse<Problem, S, "json">;
}

/** The answer to input that the schema refuses: 422 with every field's dotted path. */
export function validationProblem(c: Context, error: ZodError) {
  return problem(c, { status: 422, errors: fieldErrors(error) });
}

/**
 * A zod error as field errors. A field that the schema does not know is named itself; of a union that fails, the
 * alternative that came closest is told.
 */
export function fieldErrors(error: ZodError): FieldError[] {
  return error.issues.flatMap((issue) => ofIssue(issue, []));
}

type Issue = ZodError["issues"][number];

function ofIssue(issue: Issue, parent: PropertyKey[]): FieldError[] {
  const path = [...parent, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: dotted([...path, key]), message: "Unknown field" }));
  }
  if (issue.code === "invalid_union") {
    const closest = issue.errors.toSorted((a, b) => a.length - b.length)[0];
    if (closest !== undefined && closest.length > 0) return closest.flatMap((inner) => ofIssue(inner, path));
  }
  return [{ path: dotted(path), message: issue.message }];
}

function dotted(path: PropertyKey[]): string {
  return path.map(String).join(".");
}

/** Hono's `onError`: request failures are `HTTPException`s; everything else is ours, logged, and told to nobody. */
export const onError: ErrorHandler = (error, c) => {
  if (error instanceof HTTPException && error.status < 500) {
    return problem(c, { status: error.status as ContentfulStatusCode, detail: error.message || undefined });
  }
  console.error(
    JSON.stringify({ at: "onError", path: new URL(c.req.url).pathname, error: String(error), stack: stackOf(error) }),
  );
  return problem(c, { status: 500 });
};

function stackOf(error: Error): string {
  return (error.stack ?? "").slice(0, 2_000);
}
