import { readFileSync } from "node:fs";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

/**
 * Four projects: the pure core in Node, the Worker's parts inside workerd, the script in a real browser, and the whole
 * thing end to end against the real local runtime.
 */
export default defineConfig(async () => ({
  test: {
    // Two cores: more workers only wait for each other.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: "core",
          environment: "node",
          include: ["edge/test/{core,numbers,client}/**/*.test.ts"],
          testTimeout: 120_000,
        },
      },
      {
        plugins: [
          cloudflareTest({
            main: "./edge/src/index.ts",
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: {
              cf: false,
              bindings: {
                SECRETS_KEY: "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
                MIGRATIONS: await readD1Migrations("edge/migrations"),
                // Signature vectors: the project's own, or any file of the same schema.
                VECTORS: readFileSync(process.env.RINGTRAIL_VECTORS ?? "edge/test/telephony/vectors.json", "utf8"),
              },
            },
          }),
        ],
        test: {
          name: "worker",
          include: ["edge/test/{switchboard,directory,telephony,store,api}/**/*.test.ts"],
          setupFiles: ["edge/test/apply-migrations.ts"],
          testTimeout: 120_000,
        },
      },
      {
        test: {
          name: "sdk",
          environment: "node",
          include: ["sdk/test/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 10_000, interval: 20 } },
        },
      },
      {
        test: {
          name: "e2e",
          environment: "node",
          include: ["edge/test/e2e/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
}));
