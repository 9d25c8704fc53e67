/**
 * Helpers of the demo that runs on the developer's own machine. Every one of them answers only under `npm start`, which
 * sets `DEMO`; a deployment has none of them.
 */
import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { idCookie } from "../client/id-cookie.ts";
import type { Env } from "../env.ts";
import { repairPublications } from "../publish.ts";
import { demoCall } from "./demo-call.ts";

/** Made by the local seed alone, never by a deployment. */
export const DEMO_OPERATOR_KEY = "demo-operator-key";

export const demo = new Hono<{ Bindings: Env }>();

demo.use("/demo/*", async function localOnly(c, next) {
  if (c.env.DEMO !== "1") throw new HTTPException(404, { message: "The demo runs only under npm start." });
  await next();
});

/** Spares a newcomer from typing the key into the live page. */
demo.get("/demo/key", (c) => c.json({ key: DEMO_OPERATOR_KEY }, 200, { "cache-control": "no-store" }));

/** Takes the visitor's cookie away, as a person does who clears what a browser keeps. */
demo.post("/demo/forget", (c) => {
  c.header("set-cookie", idCookie("demo", null, new URL(c.req.url)));
  return c.body(null, 204);
});

/** Locally no cron runs before a minute has passed; this publishes at once what the seed has just written. */
demo.post("/demo/publish", async (c) => {
  await repairPublications(c.env);
  return c.body(null, 204);
});

demo.route("/", demoCall);
