/** The live page of calls at `/`: one script, one style sheet, one document. Nothing is loaded from anywhere else. */
import { readFileSync } from "node:fs";
import { build } from "esbuild";
import type { Files } from "./build.ts";

/** Bundles a page's script and style sheet for the browser. */
export async function bundlePage(entryPoint: string): Promise<Uint8Array> {
  const result = await build({
    entryPoints: [entryPoint],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    jsxImportSource: "preact",
    legalComments: "none",
    write: false,
  });
  const code = result.outputFiles[0]?.contents;
  if (!code) throw new Error(`esbuild returned nothing for ${entryPoint}`);
  return code;
}

export async function pageFiles(): Promise<Files> {
  return new Map<string, string | Uint8Array>([
    ["index.html", readFileSync("edge/dashboard/index.html")],
    ["page.js", await bundlePage("edge/dashboard/page.tsx")],
    ["page.css", await bundlePage("edge/dashboard/page.css")],
    ["icon.svg", readFileSync("edge/dashboard/icon.svg")],
  ]);
}
