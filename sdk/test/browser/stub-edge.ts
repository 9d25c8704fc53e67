/**
 * A small server for the script's tests: serves the built script and pages given as HTML, and plays the edge with canned
 * answers. It is not the edge; the end-to-end tests run against the real one.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { bundleScript } from "../../../scripts/minify.ts";
import type { LeadRequest, LinkRequest, PulseRequest, VisitRequest, VisitResponse } from "../../src/wire.ts";

/** How the edge answers: the status, what is said with it, and for how long it keeps the page waiting. */
export interface Behaviour {
  status: number;
  body: string;
  delayMs: number;
  pulseStatus: number;
  linkStatus: number;
}

export interface StubEdge {
  origin: string;
  visits: VisitRequest[];
  pulses: PulseRequest[];
  leads: LeadRequest[];
  links: LinkRequest[];
  behaviour: Behaviour;
  /** HTML by path; a page without a path's entry is 404. */
  pages: Map<string, string>;
  /** Puts the canned answers and the log back to their beginning. */
  reset(): void;
  /** Resolves when the predicate holds, looking again at every request that comes. */
  until(predicate: () => boolean): Promise<void>;
  close(): Promise<void>;
}

export const TAG = '<script async src="/rt.js" data-site="demo"></script>';

/** What the edge says for the shop of the examples: two targets, in the formats their country writes. */
export function answer(changes: Partial<VisitResponse> = {}): VisitResponse {
  return {
    visitor: "v".repeat(24),
    visit: "visit-1.0",
    swaps: [swapTo("020 7946 0000", "020 7946 0103"), swapTo("020 7946 0001", "020 7946 0201")],
    touch: {
      channel: "Direct",
      source: "(direct)",
      medium: "(none)",
      campaign: "",
      term: "",
      content: "",
      landing: "/",
      referrer: "",
    },
    pulseSeconds: 20,
    freezeSeconds: 1800,
    ...changes,
  };
}

/** A British number replaced by another, as the edge would say it. */
export function swapTo(from: string, to: string): VisitResponse["swaps"][number] {
  const bare = (number: string) => number.replace(/\D/g, "").replace(/^0/, "");
  return {
    target: `+44${bare(from)}`,
    kind: "pool",
    number: `+44${bare(to)}`,
    digits: [
      [`0044${bare(from)}`, `0044${bare(to)}`],
      [`440${bare(from)}`, `440${bare(to)}`],
      [`44${bare(from)}`, `44${bare(to)}`],
      [`0${bare(from)}`, `0${bare(to)}`],
      [bare(from), bare(to)],
    ],
    national: to,
    international: `+44 ${to.slice(1)}`,
  };
}

const OK: Behaviour = { status: 200, body: JSON.stringify(answer()), delayMs: 0, pulseStatus: 204, linkStatus: 200 };

export async function startStubEdge(): Promise<StubEdge> {
  const { code: script } = await bundleScript("sdk/src/script.ts");
  const { code: more } = await bundleScript("sdk/src/more.ts", "esm");
  let waiting: (() => void)[] = [];

  const edge: StubEdge = {
    origin: "",
    visits: [],
    pulses: [],
    leads: [],
    links: [],
    behaviour: { ...OK },
    pages: new Map(),
    reset() {
      edge.visits.length = edge.pulses.length = edge.leads.length = edge.links.length = 0;
      edge.pages.clear();
      edge.behaviour = { ...OK };
    },
    async until(predicate) {
      while (!predicate()) await new Promise<void>((resolve) => waiting.push(resolve));
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? "/", "http://stub");
    const body = await text(request);
    response.setHeader("Access-Control-Allow-Origin", request.headers.origin ?? "*");
    response.setHeader("Access-Control-Allow-Credentials", "true");
    if (pathname === "/rt.js") respondWith(response, 200, "text/javascript", script);
    else if (pathname === "/rt-more.js") respondWith(response, 200, "text/javascript", more);
    else if (pathname === "/v1/visit") {
      const asked: VisitRequest = JSON.parse(body);
      edge.visits.push(asked);
      const { status, body: said, delayMs } = edge.behaviour;
      if (delayMs) await new Promise((resolve) => setTimeout(resolve, delayMs));
      respondWith(response, status, "application/json", said);
    } else if (pathname === "/v1/pulse") {
      edge.pulses.push(JSON.parse(body));
      respondWith(response, edge.behaviour.pulseStatus, "text/plain", "");
    } else if (pathname === "/v1/leads") {
      edge.leads.push(JSON.parse(body));
      respondWith(response, 204, "text/plain", "");
    } else if (pathname === "/v1/link") {
      edge.links.push(JSON.parse(body));
      const said = JSON.stringify({ code: `code-${edge.links.length}`, seconds: 120 });
      respondWith(response, edge.behaviour.linkStatus, "application/json", said);
    } else {
      const page = edge.pages.get(pathname);
      respondWith(response, page === undefined ? 404 : 200, "text/html; charset=utf-8", page ?? "");
    }
    for (const look of waiting.splice(0)) look();
    waiting = [];
  }

  const server = createServer((request, response) => {
    respond(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  edge.origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  return edge;
}

function respondWith(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { "Content-Type": type, "Cache-Control": "no-store" }).end(status === 204 ? "" : body);
}

async function text(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += chunk;
  return body;
}
