/** Test calls, as operators ask for them and are told of them. */
import { z } from "@hono/zod-openapi";
import { id, phoneNumber } from "./operator.ts";

const MAX_TALK_SECONDS = 7200;

export const testCallCreate = z
  .strictObject({
    connection: id.openapi({ example: "conn_8k2m0v6x1q9d3fza" }),
    to: phoneNumber.openapi({ description: "The number that is called: one of the connection's, or any other." }),
    from: phoneNumber.optional().openapi({ description: "The caller. A number that is nobody's when absent." }),
    outcome: z.enum(["answered", "missed"]).default("answered"),
    talkSeconds: z.number().int().min(1).max(MAX_TALK_SECONDS).default(60),
  })
  .openapi("TestCallCreate");

export const testCall = z
  .object({
    call: z.string().openapi({ description: "Id of the call under /v1/calls, where it appears in a moment." }),
    steps: z.array(
      z.object({
        request: z.object({ method: z.string(), url: z.string(), body: z.string() }),
        response: z.object({ status: z.number().int(), contentType: z.string(), body: z.string() }),
      }),
    ),
  })
  .openapi("TestCall", { description: "Every webhook of the call, in order, and what it was answered." });
