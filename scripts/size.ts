/**
 * Holds the script to its budget: the file that every page loads, and all files of the script tag together, as Brotli
 * makes them, which is how they are served. Exits with an error beyond it; the numbers are printed either way.
 */
import { brotliCompressSync } from "node:zlib";
import { bundleScript } from "./minify.ts";

/** Bytes after Brotli. */
const CORE_MAX = 3500;
const ALL_MAX = 6000;

async function sizeOf(entry: string, format?: "esm"): Promise<number> {
  return brotliCompressSync((await bundleScript(entry, format)).code).byteLength;
}

const core = await sizeOf("sdk/src/script.ts");
const all = core + (await sizeOf("sdk/src/more.ts", "esm"));
console.log(`script: ${core} of ${CORE_MAX} bytes; with all that loads on demand: ${all} of ${ALL_MAX} bytes (brotli)`);
if (core > CORE_MAX || all > ALL_MAX) process.exitCode = 1;
