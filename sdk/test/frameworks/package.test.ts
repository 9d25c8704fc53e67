/** What a user's bundler and a user's server make of the package's entries. */
import { readFileSync } from "node:fs";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";

const packageJson: { sideEffects: unknown; exports: Record<string, unknown> } = JSON.parse(
  readFileSync("package.json", "utf8"),
);
const ADAPTERS = ["react", "vue", "svelte", "element"];

/** The files of ours that end up in a user's bundle. */
async function inputsOf(contents: string): Promise<string[]> {
  const { metafile } = await build({
    stdin: { contents, resolveDir: "sdk/src" },
    bundle: true,
    format: "esm",
    packages: "external",
    metafile: true,
    treeShaking: true,
    write: false,
    logLevel: "silent",
  });
  const [output] = Object.values(metafile.outputs);
  const used = Object.entries(output?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  return used.map(([input]) => input.replace("sdk/src/", "")).filter((input) => !input.includes("<stdin>"));
}

describe("bundles", () => {
  it("importing init adds no adapter", async () => {
    const inputs = await inputsOf('import { init } from "./index.ts"; init({ site: "s", host: "h" })');
    expect(inputs).toContain("tracker.ts");
    expect(inputs.filter((input) => /^((react|vue|svelte|element|page-numbers)\.ts$|more)/.test(input))).toEqual([]);
  });

  it.each([
    ["code", ["code", "page"]],
    ["lead", ["lead", "page"]],
    ["identify", ["ids", "page"]],
    ["reveal", ["page", "reveal"]],
    ["decorate", ["link", "page"]],
  ])("importing %s adds its own part and no other", async (name, parts) => {
    const inputs = await inputsOf(`import { ${name} } from "./index.ts"; console.log(${name})`);
    expect(inputs.filter((input) => input !== "wire.ts").sort()).toEqual(parts.map((part) => `more/${part}.ts`).sort());
  });

  it.each(ADAPTERS)("%s adds nothing of the tracker", async (name) => {
    const inputs = await inputsOf(`import * as adapter from "./${name}.ts"; console.log(adapter)`);
    expect(inputs.sort()).toEqual([`${name}.ts`, "page-numbers.ts"].sort());
  });

  it("importing without use leaves nothing at all", async () => {
    const entries = ["index", ...ADAPTERS].map((name) => `import "./${name}.ts";`);
    // What the user's bundler is told by `sideEffects`.
    expect(packageJson.sideEffects).toBe(false);
    const found = await inputsOf(entries.join("\n"));
    expect(found.filter((input) => input === "index.ts" || input === "tracker.ts")).toEqual([]);
  });
});

describe("on a server", () => {
  it("every entry can be imported, and nothing starts", async () => {
    const { code, decorate, identify, init, lead, reveal } = await import("../../src/index.ts");
    const tracker = init({ site: "demo", host: "https://calls.example.com" });
    expect(tracker.number("020 7946 0000")).toBe("020 7946 0000");
    expect(tracker.visit()).toBeUndefined();
    tracker.subscribe(() => {})();
    tracker.stop();
    expect(await tracker.post("/v1/leads")).toEqual([0]);
    await tracker.ask(true);
    expect([code(), await decorate("https://pay.example/"), await reveal("+442079460000")]).toEqual([
      undefined,
      "https://pay.example/",
      undefined,
    ]);
    lead({});
    identify({});
    const { defineElement } = await import("../../src/element.ts");
    defineElement();
    const { number } = await import("../../src/svelte.ts");
    expect(number("020 7946 0000")).toBe("020 7946 0000");
    await Promise.all([import("../../src/react.ts"), import("../../src/vue.ts")]);
  });
});

it("every entry of the package has its types and its code", () => {
  const { "./package.json": self, ...entries } = packageJson.exports;
  expect(self).toBe("./package.json");
  expect(Object.keys(entries)).toEqual([".", ...ADAPTERS.map((name) => `./${name}`)]);
  for (const [path, entry] of Object.entries(entries)) {
    const name = path === "." ? "index" : path.slice(2);
    expect(entry).toEqual({ types: `./dist/npm/${name}.d.ts`, default: `./dist/npm/${name}.js` });
  }
});
