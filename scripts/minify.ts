/**
 * Makes the script tag's file as small as it gets: esbuild bundles, terser minifies, since it reaches 4 % less after
 * compression. Names that begin with `_` are private and shortened. Must not change what the code does in any browser
 * that runs it.
 */
import { build, type Plugin } from "esbuild";
import { minify } from "terser";

/** A bundle and the files it is made of. */
export interface Bundle {
  code: string;
  inputs: string[];
}

/** What the script loads on demand is one file at the place it is from; the package has modules instead. */
const onDemand: Plugin = {
  name: "on-demand",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/on-demand\.ts$/ }, ({ resolveDir }) => ({ path: `${resolveDir}/on-demand-script.ts` }));
  },
};

/**
 * @param entry a module under `sdk/src`
 * @param format `esm` for what is imported on demand
 */
export async function bundleScript(entry: string, format: "iife" | "esm" = "iife"): Promise<Bundle> {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    minifySyntax: true,
    target: "es2021",
    platform: "browser",
    format,
    metafile: true,
    write: false,
    // Without the project's compiler options, of which strict mode would be said in the file.
    tsconfigRaw: "{}",
    plugins: [onDemand],
  });
  const { code } = await minify(result.outputFiles[0]?.text ?? "", {
    ecma: 2021,
    module: format === "esm",
    compress: {
      passes: 4,
      inline: 3,
      keep_fargs: false,
      hoist_funs: true,
      pure_getters: true,
      // Unsafe for code that relies on odd receivers or on re-defined builtins; the browser tests run what comes of it.
      unsafe: true,
      unsafe_arrows: true,
      unsafe_comps: true,
      unsafe_math: true,
      unsafe_methods: true,
    },
    mangle: { properties: { regex: /^_/ } },
    // A page in another encoding than UTF-8 reads the script in its own.
    format: { ascii_only: true },
  });
  if (!code) throw new Error(`nothing came of ${entry}`);
  return { code, inputs: Object.keys(result.metafile.inputs) };
}
