/**
 * The whole of Ringtrail on this machine: database, demo data, Worker. Used by `npm start` and by the end-to-end tests,
 * so that what is tested is what a newcomer runs.
 */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { ensureDevVars } from "./dev-vars.ts";
import { migrate } from "./migrate.ts";
import { seed } from "./seed.ts";
import { startWrangler } from "./wrangler.ts";

export interface LocalOptions {
  port: number;
  /** Where D1 and the Durable Objects keep their state between runs. */
  state: string;
  /** What becomes of the Worker's own output. */
  output: "inherit" | "ignore";
}

export interface Local {
  origin: string;
  process: ChildProcess;
  /** Resolves when everything has ended. */
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 60_000;

/** Migrates, seeds an empty database, starts the Worker, waits for its first answer, and publishes the demo's configuration. */
export async function startLocal({ port, state, output }: LocalOptions): Promise<Local> {
  ensureDevVars();
  migrate({ remote: false, state });
  await seed({ state });
  const flags = ["--port", `${port}`, "--inspector-port", "0", "--persist-to", state, "--var", "DEMO:1"];
  const quiet = ["--log-level", "error", "--show-interactive-dev-session=false"];
  const child = startWrangler(["dev", ...flags, ...quiet], output);
  const ended = once(child, "exit");
  const origin = `http://localhost:${port}`;
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
    await ended;
  };
  try {
    await Promise.race([ready(origin), ended.then(() => Promise.reject(new Error("The Worker ended at once.")))]);
    const published = await fetch(`${origin}/demo/publish`, { method: "POST" });
    if (!published.ok) throw new Error(`Publishing the demo failed: ${published.status} ${await published.text()}`);
  } catch (error) {
    await stop();
    throw error;
  }
  return { origin, process: child, stop };
}

/** Waits until the Worker answers anything at all. */
async function ready(origin: string): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline) {
    const answer = await fetch(`${origin}/health`).catch(() => null);
    await answer?.arrayBuffer();
    if (answer) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The Worker did not answer at ${origin} within ${READY_WITHIN_MS / 1000} seconds.`);
}

/** Whether nobody listens on the port yet, on IPv4 and on IPv6. */
export async function portIsFree(port: number): Promise<boolean> {
  for (const host of ["127.0.0.1", "::1"]) {
    const server = createServer();
    const taken = await new Promise<boolean>((resolve) => {
      server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code === "EADDRINUSE"));
      server.listen(port, host, () => resolve(false));
    });
    await new Promise((resolve) => server.close(resolve));
    if (taken) return false;
  }
  return true;
}
