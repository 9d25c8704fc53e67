/**
 * `/openapi.json`: the API's description, generated from the same schemas that validate. What pages and providers call is
 * described here too, since their routes are kept free of the framework that generates it.
 */
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { etag } from "hono/etag";
import { LEAD_PATH, LINK_PATH, PULSE_PATH, VISIT_PATH } from "../../../sdk/src/wire.ts";
import { problemSchema } from "../contract/operator.ts";
import { leadRequest, linkRequest, linkResponse, pulseRequest, visitRequest, visitResponse } from "../contract/page.ts";
import { problems } from "../contract/responses.ts";
import type { Env } from "../env.ts";
import { publicOrigin } from "../public-origin.ts";
import { ADAPTERS } from "../telephony/registry.ts";
import { VERSION } from "../version.ts";

type Registry = OpenAPIHono["openAPIRegistry"];

/** Adds `/openapi.json`, and what it says of routes that do not describe themselves. */
export function describe(api: OpenAPIHono<{ Bindings: Env }>): void {
  const registry = api.openAPIRegistry;
  registry.registerComponent("securitySchemes", "key", {
    type: "http",
    scheme: "bearer",
    description:
      "An operator key, made by `npm run key` or `POST /v1/keys`. GET needs the scope `read`, the rest `write`.",
  });
  describePage(registry);
  describeHooks(registry);
  let document: ReturnType<typeof api.getOpenAPI31Document> | undefined;
  api.get("/openapi.json", etag(), (c) => {
    document ??= api.getOpenAPI31Document({
      openapi: "3.1.0",
      info: {
        title: "Ringtrail",
        version: VERSION,
        license: { name: "Apache-2.0" },
        description:
          "Which advertisement made the phone ring. Errors are RFC 9457 problem details; times are ISO 8601 UTC.",
      },
      security: [{ key: [] }],
      tags: TAGS,
    });
    c.header("cache-control", "public, max-age=300");
    c.header("access-control-allow-origin", "*");
    return c.json({ ...document, servers: [{ url: publicOrigin(c) }] });
  });
}

const TAGS = [
  { name: "Sites", description: "Websites of the account." },
  { name: "Pools", description: "Interchangeable numbers with one destination." },
  { name: "Numbers", description: "Phone numbers of the account." },
  { name: "Placements", description: "Which number is shown to whom in place of which original." },
  { name: "Connections", description: "Accounts at telephony providers." },
  { name: "Calls", description: "Calls and the visits they were traced to." },
  { name: "Visits", description: "Visits and how they came about." },
  { name: "Leads", description: "Forms that visitors sent." },
  { name: "Deals", description: "What became of visits and calls." },
  { name: "Keys", description: "Operator keys." },
  { name: "Page", description: "What the script in the page asks. Public; an origin has to be among the site's." },
  { name: "Webhooks", description: "What telephony providers call." },
  { name: "Health" },
];

const problem = (description: string) => ({
  description,
  content: { "application/problem+json": { schema: problemSchema } },
});

function describePage(registry: Registry): void {
  const content = <T extends z.ZodType>(schema: T) => ({ "text/plain": { schema }, "application/json": { schema } });
  const common = {
    ...problems(400, 413, 422),
    403: problem("The page's origin is not among the site's."),
    404: problem("No site has this key."),
  };
  registry.registerPath({
    method: "post",
    path: VISIT_PATH,
    tags: ["Page"],
    security: [],
    summary: "Start a visit, or go on with it, and learn which numbers to show",
    description:
      "JSON sent as `text/plain`, so that no preflight is needed. Known bots get an empty visit and no swaps.",
    request: { body: { required: true, content: content(visitRequest) } },
    responses: {
      200: { description: "The visit and its swaps.", content: { "application/json": { schema: visitResponse } } },
      ...common,
    },
  });
  registry.registerPath({
    method: "post",
    path: PULSE_PATH,
    tags: ["Page"],
    security: [],
    summary: "Signs of life and of intent",
    request: { body: { required: true, content: content(pulseRequest) } },
    responses: {
      204: { description: "Taken." },
      ...common,
      410: problem("The visit is not known any more. Ask for a visit again."),
    },
  });
  registry.registerPath({
    method: "post",
    path: LEAD_PATH,
    tags: ["Page"],
    security: [],
    summary: "A form that the visitor sent",
    description: "A number in it makes its caller known. The same form with the same content is one lead.",
    request: { body: { required: true, content: content(leadRequest) } },
    responses: {
      204: { description: "Kept." },
      ...common,
      410: problem("The visit is not known any more."),
      429: problem("More forms than a visitor sends."),
    },
  });
  registry.registerPath({
    method: "post",
    path: LINK_PATH,
    tags: ["Page"],
    security: [],
    summary: "A code for a link to another domain of the site",
    description: "Good once, in this browser: whoever arrives with it as `rt_link` goes on with the visit.",
    request: { body: { required: true, content: content(linkRequest) } },
    responses: {
      200: { description: "The code.", content: { "application/json": { schema: linkResponse } } },
      ...common,
      410: problem("The visit is not known any more."),
    },
  });
}

function describeHooks(registry: Registry): void {
  const provider = z.enum([...ADAPTERS.keys()]).openapi({ example: "twilio" });
  const connection = z.string().openapi({ description: "The connection's id." });
  const step = z.string().openapi({ description: "What a callback is about, as our own answers name it." });
  const paths = [
    { path: "/hooks/{provider}/{connection}", params: z.object({ provider, connection }), summary: "An incoming call" },
    {
      path: "/hooks/{provider}/{connection}/{step}",
      params: z.object({ provider, connection, step }),
      summary: "What follows: a dialled leg, a status, a recording",
    },
  ];
  for (const { path, params, summary } of paths) {
    registry.registerPath({
      method: "post",
      path,
      tags: ["Webhooks"],
      security: [],
      summary,
      description:
        "Signed and formatted as the provider does; see docs/telephony. Repeated, late or disordered events lead to the same record.",
      request: {
        params,
        body: {
          content: {
            "application/x-www-form-urlencoded": { schema: z.record(z.string(), z.string()) },
            "application/json": { schema: z.record(z.string(), z.unknown()) },
          },
        },
      },
      responses: {
        200: {
          description: "What the provider is to do, in its own format.",
          content: { "text/xml": { schema: z.string() }, "application/json": { schema: z.looseObject({}) } },
        },
        401: problem("The signature is missing or malformed."),
        403: problem("The signature does not fit, or is stale."),
        404: problem("No such provider or connection."),
        ...problems(413),
        422: problem("Signed, but a field cannot be read; `errors` says which."),
        503: problem("The event could not be kept. Send it again."),
      },
    });
  }
}
