/**
 * A stand-in for the Worker: serves the built page and answers the calls it is given, with cursor and ETag, so that the
 * page can be tried with none, few and far too many of them, and with an API that fails.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import type { Call, CallPage } from "../../../dashboard/call.ts";

const ASSETS = join(import.meta.dirname, "../../../../dist/assets");
const TYPES: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

export interface StubApi {
  origin: string;
  /** Newest first; may be changed while the page watches. */
  calls: Call[];
  /** Answer everything of the API with this status. */
  failing: number | null;
  /** The only key that is accepted, and whether `/demo/key` tells it. */
  key: string;
  demo: boolean;
  /** Answers of `/v1/calls` so far, by status. */
  answered: number[];
  close(): Promise<void>;
}

export async function startStubApi(): Promise<StubApi> {
  const server = createServer((request, response) => void answer(stub, request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const stub: StubApi = {
    origin: `http://127.0.0.1:${port}`,
    calls: [],
    failing: null,
    key: "stub-key",
    demo: true,
    answered: [],
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return stub;
}

async function answer(stub: StubApi, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", stub.origin);
  if (url.pathname === "/demo/key") return send(response, stub.demo ? 200 : 404, { key: stub.key });
  if (!url.pathname.startsWith("/v1/")) return sendFile(response, url.pathname);
  const status = stub.failing ?? (request.headers.authorization === `Bearer ${stub.key}` ? 200 : 401);
  if (url.pathname === "/v1/calls") stub.answered.push(status);
  if (status !== 200) return send(response, status, { title: "Failed" });
  if (url.pathname === "/v1/sites") return send(response, 200, { items: [SITE] });
  const page = pageOf(stub.calls, Number(url.searchParams.get("limit")), url.searchParams.get("cursor"));
  const etag = `"${createHash("sha1").update(JSON.stringify(page)).digest("hex")}"`;
  if (request.headers["if-none-match"] !== etag) return send(response, 200, page, { ETag: etag });
  stub.answered.splice(-1, 1, 304);
  response.writeHead(304).end();
}

const SITE = { id: "site-demo", name: "Plover Cycles", timeZone: "Europe/London" };

function pageOf(calls: Call[], limit: number, cursor: string | null): CallPage {
  const start = cursor === null ? 0 : calls.findIndex((call) => call.id === cursor);
  const next = calls[start + limit];
  return { items: calls.slice(start, start + limit), next: next?.id ?? null };
}

function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(JSON.stringify(body));
}

async function sendFile(response: ServerResponse, path: string): Promise<void> {
  const file = join(ASSETS, path.endsWith("/") ? `${path}index.html` : path);
  const content = await readFile(file).catch(() => null);
  if (!content) return send(response, 404, {});
  response.writeHead(200, {
    "Content-Type": TYPES[extname(file)] ?? "application/octet-stream",
    "Content-Security-Policy": POLICY,
  });
  response.end(content);
}

/** The same as in `scripts/build-headers.ts`: the page must work under it. */
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'";
