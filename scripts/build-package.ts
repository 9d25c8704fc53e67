/**
 * The npm package: `dist/npm/*.js`, one ES module an entry with shared chunks, and their `.d.ts` from `tsc`. Dependency
 * free: whatever an entry imports from outside stays an import of the user's own framework.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";
import { assertOwnInputs, SDK_OPTIONS } from "./build-script.ts";

const OUT = "dist/npm";
const ENTRIES = ["index.ts", "react.ts", "vue.ts", "svelte.ts", "element.ts"].map((name) => join("sdk/src", name));

export async function buildPackage(): Promise<void> {
  const result = await build({
    ...SDK_OPTIONS,
    entryPoints: ENTRIES.filter((entry) => existsSync(entry)),
    format: "esm",
    splitting: true,
    packages: "external",
    outdir: OUT,
  });
  assertOwnInputs(Object.keys(result.metafile.inputs));
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  for (const file of result.outputFiles) writeFileSync(join(OUT, basename(file.path)), file.contents);
  writeTypes();
}

/** `tsc` leaves the sources' `.ts` in the specifiers of a declaration; consumers need the name of the published file. */
function writeTypes(): void {
  const flags = ["--declaration", "--emitDeclarationOnly", "--rootDir", "sdk/src", "--outDir", OUT];
  const state = ["--tsBuildInfoFile", join(OUT, "types.tsbuildinfo")];
  execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "sdk/src", ...flags, ...state], {
    stdio: "inherit",
  });
  rmSync(join(OUT, "types.tsbuildinfo"), { force: true });
  rmSync(join(OUT, "script.d.ts"), { force: true });
  for (const name of readdirSync(OUT).filter((file) => file.endsWith(".d.ts"))) {
    const text = readFileSync(join(OUT, name), "utf8");
    writeFileSync(join(OUT, name), text.replace(/(["']\.{1,2}\/[^"']+)\.tsx?(["'])/g, "$1.js$2"));
  }
}
