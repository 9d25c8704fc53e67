/**
 * Builds everything that is served or published: the script (`dist/assets/rt.js` and its immutable hashed copy), the
 * live page, the demo, and the npm package (`dist/npm`). It writes over what is there and prunes the rest at the end,
 * so a running `wrangler dev` never finds the folder empty.
 *
 * `npm run build` builds with the demo; `npm run build -- --deploy` without it.
 */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { demoFiles } from "./build-demo.ts";
import { headersFile } from "./build-headers.ts";
import { buildPackage } from "./build-package.ts";
import { pageFiles } from "./build-page.ts";
import { scriptFiles } from "./build-script.ts";

export const ASSETS = "dist/assets";

/** Files to be served, by their path under `dist/assets`. */
export type Files = Map<string, string | Uint8Array>;

export interface AssetOptions {
  /** Whether the example shop is built to `/demo/`; a deployment goes without. */
  demo: boolean;
  /** Hashed copies of the script to serve on, see `released.ts`. */
  earlier?: Map<string, Uint8Array>;
}

/** Builds everything that the Worker serves as files. */
export async function buildAssets({ demo, earlier = new Map() }: AssetOptions): Promise<void> {
  const script = await scriptFiles(earlier);
  const files: Files = new Map([...script.files, ...(await pageFiles())]);
  if (demo) for (const [path, content] of await demoFiles()) files.set(path, content);
  files.set("_headers", headersFile(script.immutable));
  write(files);
}

function write(files: Files): void {
  for (const [path, content] of files) {
    mkdirSync(dirname(join(ASSETS, path)), { recursive: true });
    writeFileSync(join(ASSETS, path), content);
  }
  for (const path of readdirSync(ASSETS, { recursive: true, encoding: "utf8" })) {
    const kept = [...files.keys()].some((file) => file === path || file.startsWith(`${path}/`));
    if (!kept && existsSync(join(ASSETS, path))) rmSync(join(ASSETS, path), { recursive: true });
  }
}

if (import.meta.main) {
  await buildAssets({ demo: !process.argv.includes("--deploy") });
  await buildPackage();
}
