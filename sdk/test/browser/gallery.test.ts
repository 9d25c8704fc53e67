/**
 * The gallery: pages of numbers as people write them. Each `<article>` holds markup and, in a `<template>`, what a
 * visitor must get; without one it must stay as it is.
 */
import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { setStage, swapped } from "./setup.ts";

const stage = setStage();
const PAGES = new URL("./pages/", import.meta.url);

/** Runs in the page: every case by its name. */
function cases() {
  return [...document.querySelectorAll("article")].map((article) => ({
    name: article.title,
    is: article.querySelector("div")?.innerHTML,
    be: article.querySelector("template")?.innerHTML,
  }));
}

for (const name of readdirSync(PAGES)) {
  it(`S2 S3 ${name}: every number as it must become, everything else as it was, and all of it back on stop()`, async () => {
    const source = readFileSync(new URL(name, PAGES), "utf8");
    stage.edge.pages.set("/plain", source.replace(/<script src="\/rt.js".*?<\/script>/, ""));
    stage.edge.pages.set("/", source);
    await stage.page.goto(`${stage.edge.origin}/plain`);
    const originals = await stage.page.evaluate(cases);
    await stage.page.goto(`${stage.edge.origin}/`);
    await swapped(stage.page);
    const expected = originals.map(({ name, is, be }) => [name, be ?? is]);
    expect((await stage.page.evaluate(cases)).map(({ name, is }) => [name, is])).toEqual(expected);
    await stage.page.evaluate(() => window.ringtrail?.stop());
    expect(await stage.page.evaluate(cases)).toEqual(originals);
  });
}
