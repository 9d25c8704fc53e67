/**
 * Composition root of the Worker: the HTTP app, the scheduled repair, and the Durable Object classes. Nothing else is
 * decided here.
 */
import { Hono } from "hono";
import type { Env } from "./env.ts";
import { onError } from "./problem.ts";
import { repairPublications, tellPorts } from "./publish.ts";
import { demo } from "./routes/demo.ts";
import { hooks } from "./routes/hooks.ts";
import { notFoundIn } from "./routes/not-found.ts";
import { operator } from "./routes/operator.ts";
import { page } from "./routes/page.ts";
import { tellUntold } from "./tell-deals.ts";

const app = new Hono<{ Bindings: Env }>();
app.onError(onError);
app.notFound(notFoundIn(app));
app.route("/", page);
app.route("/", hooks);
app.route("/", operator);
app.route("/", demo);

export default {
  fetch: app.fetch,
  /** Once a minute: what a failed publication left behind. */
  async scheduled(_controller, env) {
    await repairPublications(env);
    await tellUntold(tellPorts(env));
  },
} satisfies ExportedHandler<Env>;

export { Directory } from "./directory/directory.ts";
export { Switchboard } from "./switchboard/switchboard.ts";
