/** No adapter is half there: every file in the folder is registered, and has samples, vectors and a page of documentation. */
/// <reference types="vite/client" />
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { ADAPTERS } from "../../src/telephony/registry.ts";
import type { TelephonyAdapter } from "../../src/telephony/types.ts";
import { SAMPLES } from "./samples/index.ts";
import type { Vector } from "./vectors.ts";

const sources = import.meta.glob<Record<string, TelephonyAdapter>>("../../src/telephony/*.ts");
const pages = import.meta.glob<string>("../../../docs/telephony/*.md", { query: "?raw", import: "default" });
const own = import.meta.glob<{ vectors: Vector[] }>("./vectors.json", { import: "default" });

const files = Object.keys(sources).filter((path) => !/\/(types|registry)\.ts$/.test(path));

it("there are adapters", () => {
  expect(files.length).toBeGreaterThanOrEqual(2);
  expect(env.VECTORS).not.toBe("");
});

describe.each(files)("%s", (path) => {
  const name = /([a-z0-9-]+)\.ts$/.exec(path)?.[1] ?? "";

  it("is registered under its own name", async () => {
    const adapter = ADAPTERS.get(name);
    expect(adapter?.name).toBe(name);
    expect(Object.values((await sources[path]?.()) ?? {})).toContain(adapter);
  });

  it("has samples for the contract suite", () => {
    expect(SAMPLES.has(name)).toBe(true);
  });

  it("has vectors of our own, right and wrong ones", async () => {
    const vectors = (await own["./vectors.json"]?.())?.vectors.filter(({ provider }) => provider === name) ?? [];
    expect(vectors.filter(({ valid }) => valid).length).toBeGreaterThan(2);
    expect(vectors.filter(({ valid }) => !valid).length).toBeGreaterThan(2);
  });

  it("has a page that names its secrets and its webhook", async () => {
    const page = (await pages[`../../../docs/telephony/${name}.md`]?.()) ?? "";
    expect(page).toContain(`/hooks/${name}/`);
    for (const secret of ADAPTERS.get(name)?.secrets ?? []) expect(page).toContain(secret.name);
  });
});

it("nothing is registered that has no file", () => {
  expect([...ADAPTERS.keys()].toSorted()).toEqual(
    files.map((path) => path.replace(/^.*\//, "").replace(/\.ts$/, "")).toSorted(),
  );
});
