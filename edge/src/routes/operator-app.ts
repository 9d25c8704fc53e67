/**
 * The app that every area of the operator API is built on: who asks is checked before anything else is read, bodies are
 * bounded, and bad input is answered in one way. A route that is not built on this is open to everybody.
 */
import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { authenticate, type OperatorEnv } from "../auth.ts";
import { boundedBody } from "../body.ts";
import { type FieldError, problem, validationProblem } from "../problem.ts";
import { publicationPorts, publish } from "../publish.ts";

/** A body of JSON, bytes. */
const BODY_BYTES = 65_536;

export type OperatorContext = Context<OperatorEnv>;

/** @param bodyBytes the largest body that is taken */
export function operatorApp(bodyBytes = BODY_BYTES): OpenAPIHono<OperatorEnv> {
  const app = new OpenAPIHono<OperatorEnv>({
    defaultHook: (result, c) => (result.success ? undefined : validationProblem(c, result.error)),
  });
  app.use(authenticate, boundedBody(bodyBytes));
  return app;
}

/** Brings a stored change to switchboards and directories, and says in a header how far it came. Never fails the request. */
export async function announce(c: OperatorContext, sites: readonly string[]): Promise<void> {
  const { account } = c.get("operator");
  const outcome = await publish(publicationPorts(c.env), account, sites).catch((error: unknown) => {
    console.warn(JSON.stringify({ at: "announce", error: String(error) }));
    return "pending" as const;
  });
  c.header("ringtrail-published", outcome);
}

/** There is no such thing in this account; of another account's things nothing more is told (A1). */
export function absent(c: OperatorContext, what: string) {
  return problem(c, { status: 404, detail: `There is no such ${what}.` });
}

/** Fields that are well-formed but name what is not there, or does not fit. */
export function refused(c: OperatorContext, errors: FieldError[]) {
  return problem(c, { status: 422, errors });
}
