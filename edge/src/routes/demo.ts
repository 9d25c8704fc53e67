/**
 * Helpers of the demo that runs on the developer's own machine. Every one of them answers only under `npm start`, which
 * sets `DEMO`; a deployment has none of them.
 */
import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import type { Env } from "../env.ts";

/** Made by the local seed alone, never by a deployment. */
export const DEMO_OPERATOR_KEY = "demo-operator-key";

export const demo = new Hono<{ Bindings: Env }>();

demo.use("/demo/*", async function localOnly(c, next) {
  if (c.env.DEMO !== "1") throw new HTTPException(404, { message: "The demo runs only under npm start." });
  await next();
});

/** Spares a newcomer from typing the key into the live page. */
demo.get("/demo/key", (c) => c.json({ key: DEMO_OPERATOR_KEY }, 200, { "cache-control": "no-store" }));
