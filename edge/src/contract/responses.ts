/** The responses of the operator API as its description needs them: what succeeded, and every way it may fail. */
import { z } from "@hono/zod-openapi";
import { problemSchema } from "./operator.ts";

const PROBLEMS = {
  400: "The body is not JSON, or not UTF-8.",
  401: "No key, or one that is unknown or revoked.",
  403: "The key lacks the scope.",
  404: "There is no such thing in this account.",
  409: "It contradicts what is there: taken already, or in use.",
  413: "The body is too large.",
  415: "The body's media type is none that is taken here.",
  422: "A field is missing, unknown, or holds what it must not; `errors` says which.",
  503: "A part of the system that is needed for the answer does not respond.",
} as const;
type ProblemStatus = keyof typeof PROBLEMS;

const problemContent = { "application/problem+json": { schema: problemSchema } };
type ProblemResponse = { description: string; content: typeof problemContent };

/** The problems a route may answer, for its description. */
export function problems<S extends ProblemStatus>(...statuses: S[]): { [K in S]: ProblemResponse } {
  const entries = statuses.map((status) => [status, { description: PROBLEMS[status], content: problemContent }]);
  return Object.fromEntries(entries) as { [K in S]: ProblemResponse };
}

/** What any reading route may answer. */
export const READ_PROBLEMS = problems(401, 403, 422);
/** What any route with a body may answer. */
export const BODY_PROBLEMS = problems(400, 401, 403, 413, 415, 422);

export function json<T extends z.ZodType>(schema: T, description: string) {
  return { description, content: { "application/json": { schema } } };
}

/** Success of a change that has to reach switchboards and directories. */
export function published<T extends z.ZodType>(schema: T, description: string) {
  return { ...json(schema, description), headers: publishedHeader };
}

export const publishedHeader = z.object({
  "Ringtrail-Published": z.enum(["done", "pending"]).openapi({
    description:
      "`done`: pages and calls see the change. `pending`: stored, and on its way; numbers that a visitor still holds move when they rest.",
  }),
});

/** A JSON body that has to be there. */
export function body<T extends z.ZodType>(schema: T) {
  return { required: true, content: { "application/json": { schema } } };
}

export const UNCHANGED = { description: "The same as for the ETag given in If-None-Match." };
