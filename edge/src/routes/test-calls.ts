/** `/v1/test-calls`: has a call played through the real webhook path, to see that everything is set up right. */
import { createRoute } from "@hono/zod-openapi";
import { BODY_PROBLEMS, body, json, problems } from "../contract/responses.ts";
import { testCall, testCallCreate } from "../contract/test-calls.ts";
import { problem } from "../problem.ts";
import { publicOrigin } from "../public-origin.ts";
import { findConnection } from "../store/connections.ts";
import { operatorApp, refused } from "./operator-app.ts";
import { type PlayedStep, playStep, preparePlay } from "./play-call.ts";

export const testCalls = operatorApp();

const createTestCall = createRoute({
  method: "post",
  path: "/",
  tags: ["Calls"],
  summary: "Play a test call",
  description:
    "Signs the provider's webhooks of a whole call and sends them through the real path, one after the other. The call is recorded, resolved and reported like any other.",
  request: { body: body(testCallCreate) },
  responses: { 200: json(testCall, "What was sent and answered."), ...BODY_PROBLEMS, ...problems(503) },
});

testCalls.openapi(createTestCall, async (c) => {
  const asked = c.req.valid("json");
  const owned = await findConnection(c.env.DB, c.get("operator").account, asked.connection);
  if (owned === null) return refused(c, [{ path: "connection", message: "There is no such connection" }]);
  const play = await preparePlay(c.env, publicOrigin(c), asked, Date.now());
  if (play === null) return problem(c, { status: 503, detail: "The connection is not published yet. Try again." });
  const steps: PlayedStep[] = [];
  for (const request of play.requests) steps.push(await playStep(c.env, c.executionCtx as ExecutionContext, request));
  return c.json({ call: play.call, steps }, 200);
});
