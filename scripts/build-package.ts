/**
 * The npm package: `dist/npm/*.js`, one ES module an entry with shared chunks, and their `.d.ts` from `tsc`. Dependency
 * free: whatever an entry imports from outside stays an import of the user's own framework.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, posix } from "node:path";
import { build } from "esbuild";
import { assertOwnInputs, SDK_OPTIONS } from "./build-script.ts";

const OUT = "dist/npm";
const TYPES = ".types/npm";
const SPECIFIER = /(["'])(\.\.?\/[\w-]+(?:\/[\w-]+)?)\.tsx?\1/g;
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

/**
 * `tsc` leaves the sources' `.ts` in the specifiers of a declaration; consumers need the name of the published file.
 * Declarations of parts that no entry shows are left out.
 */
function writeTypes(): void {
  const flags = ["--declaration", "--emitDeclarationOnly", "--rootDir", "sdk/src", "--outDir", TYPES];
  const state = ["--tsBuildInfoFile", join(TYPES, "types.tsbuildinfo")];
  const tsc = ["node_modules/typescript/bin/tsc", "-p", "sdk/src", ...flags, ...state];
  if (spawnSync(process.execPath, tsc, { stdio: "inherit" }).status !== 0) process.exit(1);
  const wanted = ENTRIES.filter((entry) => existsSync(entry)).map((entry) => basename(entry).replace(/\.tsx?$/, ""));
  for (const name of wanted) {
    const text = readFileSync(join(TYPES, `${name}.d.ts`), "utf8");
    const shown = text.replace(SPECIFIER, (_, quote: string, path: string) => {
      const module = posix.join(posix.dirname(name), path);
      if (!wanted.includes(module)) wanted.push(module);
      return `${quote}${path}.js${quote}`;
    });
    mkdirSync(dirname(join(OUT, name)), { recursive: true });
    writeFileSync(join(OUT, `${name}.d.ts`), shown);
  }
}
