/** Bundles a Worker and runs it in workerd, with its storage in a directory of its own that goes with it. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { Miniflare } from "miniflare";

export interface Served {
  url: string;
  miniflare: Miniflare;
  stop: () => Promise<void>;
}

/**
 * @param entry the Worker's main module
 * @param objects Durable Object bindings: name to class
 * @param bindings variables
 */
export async function serve(entry: string, objects: Record<string, string>, bindings: Record<string, string>): Promise<Served> {
  const directory = await mkdtemp(join(tmpdir(), "ringtrail-bench-"));
  const bundle = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2023",
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:*", "node:*"],
    logLevel: "error",
  });
  const miniflare = new Miniflare({
    modules: [{ type: "ESModule", path: "worker.mjs", contents: bundle.outputFiles[0]?.text ?? "" }],
    compatibilityDate: "2026-11-01",
    compatibilityFlags: ["nodejs_compat"],
    durableObjects: Object.fromEntries(
      Object.entries(objects).map(([name, className]) => [name, { className, useSQLite: true }]),
    ),
    durableObjectsPersist: join(directory, "objects"),
    d1Databases: { DB: "bench" },
    d1Persist: join(directory, "d1"),
    bindings,
    cf: false,
  });
  const url = (await miniflare.ready).origin;
  return {
    url,
    miniflare,
    stop: async () => {
      await miniflare.dispose();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
