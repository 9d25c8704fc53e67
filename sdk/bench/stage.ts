/**
 * A browser and a server for the benchmark. Pages are isolated from other origins, since browsers give exact times only
 * to those; the edge answers at once, from memory.
 */
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { launchBrowser } from "../../scripts/browser.ts";
import { bundleScript } from "../../scripts/minify.ts";
import { answer } from "../test/browser/stub-edge.ts";

export interface Stage {
  origin: string;
  browser: Browser;
  /** HTML by path. */
  pages: Map<string, string>;
  /** Runs `measure` in a page of its own, in a browser that knows nothing yet. */
  inPage<T>(measure: (page: Page) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export async function setStage(): Promise<Stage> {
  const script = (await bundleScript("sdk/src/script.ts")).code;
  const pages = new Map<string, string>();
  const server = createServer(({ url = "/" }, response) => {
    const { pathname } = new URL(url, "http://bench");
    if (pathname === "/rt.js") respond(response, "text/javascript", script);
    else if (pathname === "/v1/visit") respond(response, "application/json", JSON.stringify(answer()));
    else if (pathname === "/v1/pulse") response.writeHead(204).end();
    else respond(response, "text/html; charset=utf-8", pages.get(pathname) ?? "<!doctype html><body></body>");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const browser = await launchBrowser();
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    browser,
    pages,
    async inPage(measure) {
      const context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
      try {
        return await measure(await context.newPage());
      } finally {
        await context.close();
      }
    },
    async close() {
      await browser.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

function respond(response: ServerResponse, type: string, body: string): void {
  response
    .writeHead(200, {
      "Content-Type": type,
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Embedder-Policy": "require-corp",
    })
    .end(body);
}

/** A whole page, with the script in its head or without it. */
export function pageOf(body: string, withScript: boolean): string {
  const tag = withScript ? '<script src="/rt.js" data-site="bench"></script>' : "";
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>Bench</title>${tag}</head><body>${body}</body></html>`;
}
