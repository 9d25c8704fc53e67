/**
 * Lists every promise of docs/SPEC.md with the tests that quote it, and fails if one has none. Promises that belong to
 * work not yet released are not in the SPEC.
 */
import { glob, readFile } from "node:fs/promises";

const spec = await readFile("docs/SPEC.md", "utf8");
const promises = [...spec.matchAll(/^\| \*\*([A-Z]\d)\*\*/gm)].flatMap(([, name]) => name ?? []);

const quotes = new Map(promises.map((name) => [name, [] as string[]]));
for await (const path of glob("{edge,sdk}/test/**/*.test.ts")) {
  const text = await readFile(path, "utf8");
  for (const [, title] of text.matchAll(/\b(?:it|test)(?:\.\w+(?:\([^)]*\))?)?\(\s*["`]([^"`]+)["`]/g)) {
    for (const name of promises)
      if (title?.split(/[\s,:]+/).includes(name)) quotes.get(name)?.push(`${path}: ${title}`);
  }
}

for (const [name, tests] of quotes)
  console.log(`${name}  ${tests.length} tests${tests.length > 0 ? `, e.g. ${tests[0]}` : ""}`);
const unheld = [...quotes].filter(([, tests]) => tests.length === 0).map(([name]) => name);
if (unheld.length > 0) {
  console.error(`No test quotes ${unheld.join(", ")}.`);
  process.exitCode = 1;
}
