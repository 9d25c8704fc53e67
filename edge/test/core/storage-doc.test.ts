/** docs/storage.md names every table that the migrations make. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

it("every table of D1 stands in docs/storage.md", () => {
  const [, chapter = ""] = readFileSync("docs/storage.md", "utf8").split("## D1");
  const migrations = readdirSync("edge/migrations").map((file) => readFileSync(`edge/migrations/${file}`, "utf8"));
  const tables = migrations.flatMap((sql) => [...sql.matchAll(/^CREATE TABLE (\w+)/gm)].map(([, table]) => table));
  expect(tables.length).toBeGreaterThan(10);
  for (const table of tables) expect(chapter).toContain(`| \`${table}\` |`);
});
