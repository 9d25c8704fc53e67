/**
 * Builds the apps of these tests as their users would: Vite with the framework's own plugin, for production and for
 * development, for the browser and for a server, whose HTML is rendered in a process of its own.
 */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import react from "@vitejs/plugin-react";
import vue from "@vitejs/plugin-vue";
import { build, type InlineConfig, type PluginOption } from "vite";

export type Mode = "production" | "development";

export interface App {
  /** The browser's files by name; `app.js` is the entry. */
  files: Map<string, string>;
  /** What the server renders. */
  html: string;
}

const here = fileURLToPath(new URL(".", import.meta.url));
const repository = join(here, "../../..");
const source = (name: string) => join(repository, "sdk/src", `${name}.ts`);

/** `ringtrail` as an installed package would be found. */
export const RINGTRAIL_ALIAS = [
  { find: /^ringtrail$/, replacement: source("index") },
  { find: /^ringtrail\/(\w+)$/, replacement: source("$1") },
];

const FRAMEWORKS: Record<string, { suffix: string; plugins: () => PluginOption[] }> = {
  react: { suffix: "tsx", plugins: () => [react()] },
  vue: { suffix: "ts", plugins: () => [vue()] },
  svelte: { suffix: "ts", plugins: () => [svelte({ configFile: false })] },
};

export async function buildApp(name: string, mode: Mode): Promise<App> {
  const framework = FRAMEWORKS[name];
  if (!framework) throw new Error(`There is no app for ${name}`);
  const root = join(here, "apps", name);
  const entry = (file: string) => join(root, `${file}.${framework.suffix}`);
  const shared = { root, plugins: framework.plugins(), resolve: { alias: RINGTRAIL_ALIAS } };
  const files = await bundle(mode, {
    ...shared,
    build: { write: false, rolldownOptions: { input: entry("client"), output: OUTPUT } },
  });
  const outDir = join(repository, "node_modules/.cache/ringtrail-apps", `${name}-${mode}`);
  await bundle(mode, {
    ...shared,
    plugins: framework.plugins(),
    build: { ssr: entry("server"), outDir, emptyOutDir: true },
  });
  const env = { ...process.env, NODE_ENV: mode };
  const { stdout } = await promisify(execFile)(process.execPath, [join(outDir, "server.js")], { env });
  return { files, html: stdout };
}

const OUTPUT = { entryFileNames: "app.js", chunkFileNames: "[name].js" };

/** Runs Vite. It takes production or development from the environment, so builds must follow one another. */
export async function bundle(mode: Mode, config: InlineConfig): Promise<Map<string, string>> {
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = mode;
  try {
    const result = await build({ configFile: false, logLevel: "warn", mode, ...config });
    const outputs = [result].flat().flatMap((built) => ("output" in built ? built.output : []));
    return new Map(outputs.map((file) => [file.fileName, file.type === "chunk" ? file.code : String(file.source)]));
  } finally {
    process.env.NODE_ENV = before;
  }
}
