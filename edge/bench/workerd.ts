/**
 * Bundles a Worker and runs it in workerd, the runtime that wrangler itself runs, straight from a configuration file:
 * no proxy stands between the load and the Worker. Durable Objects keep their SQLite on disk, in a directory of the
 * process's own that goes with it.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { build } from "esbuild";

/** What the public origin of the Workers is told to be, so that signatures do not depend on the port. */
export const ORIGIN = "https://calls.example";
/** Header that carries `request.cf` as JSON, as Cloudflare's own front would provide it. */
export const CF_HEADER = "cf-blob";

export interface Runtime {
  origin: string;
  /** CPU time used so far, seconds; 0 where the system does not tell. */
  cpuSeconds(): Promise<number>;
  /** Holds the process, so that it takes nothing from what is measured meanwhile. */
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
}

/**
 * @param entry the Worker's main module
 * @param objects its Durable Object classes, bound by their upper-case names
 */
export async function startWorkerd(entry: string, objects: readonly string[]): Promise<Runtime> {
  const directory = await mkdtemp(join(tmpdir(), "ringtrail-bench-"));
  await mkdir(join(directory, "objects"));
  await bundle(entry, join(directory, "worker.mjs"));
  const config = join(directory, "config.capnp");
  await writeFile(config, configuration(directory, objects));
  const child = spawn(binary(), ["serve", config, "--control-fd", "3"], {
    stdio: ["ignore", "inherit", "inherit", "pipe"],
  });
  const port = await listening(child);
  return {
    origin: `http://127.0.0.1:${port}`,
    cpuSeconds: () => cpuSecondsOf(child.pid ?? 0),
    pause: () => child.kill("SIGSTOP"),
    resume: () => child.kill("SIGCONT"),
    stop: async () => {
      child.kill("SIGCONT");
      child.kill("SIGKILL");
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** The workerd that wrangler brings along. */
function binary(): string {
  const wrangler = createRequire(import.meta.url).resolve("wrangler");
  const module: unknown = createRequire(wrangler)("workerd");
  const path = typeof module === "object" && module !== null && "default" in module ? module.default : null;
  if (typeof path !== "string") throw new Error("workerd does not say where its program is");
  return path;
}

async function bundle(entry: string, outfile: string): Promise<void> {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2024",
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:*", "node:*"],
    logLevel: "error",
  });
}

/** https://github.com/cloudflare/workerd/blob/main/src/workerd/server/workerd.capnp */
function configuration(directory: string, objects: readonly string[]): string {
  const namespaces = objects.map((name) => `(className = "${name}", uniqueKey = "${name}", enableSql = true)`);
  const bindings = objects.map((name) => `(name = "${name.toUpperCase()}", durableObjectNamespace = "${name}")`);
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "objects", disk = (path = ${JSON.stringify(join(directory, "objects"))}, writable = true)),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (cfBlobHeader = "${CF_HEADER}"), service = "main")],
);
const main :Workerd.Worker = (
  modules = [(name = "worker.mjs", esModule = embed "worker.mjs")],
  compatibilityDate = "2026-11-01",
  durableObjectNamespaces = [${namespaces.join(", ")}],
  durableObjectStorage = (localDisk = "objects"),
  bindings = [
    (name = "SECRETS_KEY", text = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="),
    (name = "PUBLIC_ORIGIN", text = "${ORIGIN}"),
    ${bindings.join(", ")},
  ],
);
`;
}

/** The port, once workerd says that it listens. */
async function listening(child: ChildProcess): Promise<number> {
  const control = child.stdio[3] as Readable;
  for await (const line of createInterface({ input: control })) {
    const message: { event?: string; port?: number } = JSON.parse(line);
    if (message.event === "listen" && message.port !== undefined) return message.port;
  }
  throw new Error("workerd ended before it listened");
}

/** User and system time of a process, from /proc; a tick is a hundredth of a second on Linux. */
async function cpuSecondsOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100;
}
