/**
 * The script tag's file: `rt.js`, its immutable copy `rt.<hash>.js`, and `rt.json`, which says the hash to put into
 * `integrity`. It must contain nothing but what lies under `sdk/src`; anything else in the bundle fails the build.
 */
import { createHash } from "node:crypto";
import type { BuildOptions } from "esbuild";
import type { Files } from "./build.ts";
import { bundleScript } from "./minify.ts";
import { integrityOf, type Release } from "./released.ts";

/** Options of the package's build. Names that begin with `_` are private. */
export const SDK_OPTIONS = {
  bundle: true,
  minify: true,
  target: "es2020",
  platform: "browser",
  mangleProps: /^_/,
  legalComments: "none",
  metafile: true,
  write: false,
} as const satisfies BuildOptions;

/**
 * @param earlier copies that earlier deployments have served, by path, newest first
 * @returns the files, and the names of those that never change
 */
export async function scriptFiles(earlier: Map<string, Uint8Array>): Promise<{ files: Files; immutable: string[] }> {
  const bundle = await bundleScript("sdk/src/script.ts");
  assertOwnInputs(bundle.inputs);
  const more = await bundleScript("sdk/src/more.ts", "esm");
  assertOwnInputs(more.inputs);
  const code = new TextEncoder().encode(bundle.code);
  const file = `/rt.${createHash("sha384").update(code).digest("hex").slice(0, 12)}.js`;
  const before = [...earlier].filter(([path]) => path !== file);
  const about = {
    file,
    integrity: integrityOf(code),
    bytes: code.byteLength,
    earlier: before.map(([path, old]) => ({ file: path, integrity: integrityOf(old) }) satisfies Release),
  };
  const hashed: [string, Uint8Array][] = [[file, code], ...before];
  const files: Files = new Map<string, string | Uint8Array>([
    ["rt.js", code],
    ["rt-more.js", more.code],
    ["rt.json", `${JSON.stringify(about)}\n`],
    ...hashed.map(([path, content]): [string, Uint8Array] => [path.slice(1), content]),
  ]);
  return { files, immutable: hashed.map(([path]) => path) };
}

/** Server code imported by the page's script is a mistake that has happened to others, again and again. */
export function assertOwnInputs(inputs: string[]): void {
  const foreign = inputs.filter((input) => !input.startsWith("sdk/src/"));
  if (foreign.length > 0) throw new Error(`The script must not contain ${foreign.join(", ")}`);
}
