import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { VERSION } from "../../src/version.ts";

it("the deployment tells the version of package.json", () => {
  const manifest: { version: string } = JSON.parse(readFileSync("package.json", "utf8"));
  expect(VERSION).toBe(manifest.version);
});
