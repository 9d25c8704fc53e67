/**
 * Composition root of the Worker: the HTTP app, the scheduled repair, and the Durable Object classes. Nothing else is
 * decided here.
 */
import { Hono } from "hono";
import type { Env } from "./env.ts";

const app = new Hono<{ Bindings: Env }>();

export default { fetch: app.fetch } satisfies ExportedHandler<Env>;
export { Directory } from "./directory/directory.ts";
export { Switchboard } from "./switchboard/switchboard.ts";
