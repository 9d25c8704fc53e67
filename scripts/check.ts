/**
 * `npm test`: every check there is, in order, each timed; the first failure ends it. Continuous integration runs
 * exactly this.
 */
import { spawnSync } from "node:child_process";
import { delimiter } from "node:path";
import { fileURLToPath } from "node:url";

const STEPS: [name: string, command: string[]][] = [
  ["format and lint", ["biome", "ci", "."]],
  ["types", ["tsc", "-b"]],
  ["build", ["node", "scripts/build.ts"]],
  ["tests", ["vitest", "run"]],
  ["promises", ["node", "scripts/promises.ts"]],
  ["size of the script", ["node", "scripts/size.ts"]],
  ["package", ["publint", "--strict"]],
  ["types of the package", ["attw", "--pack", ".", "--profile", "esm-only", "--quiet"]],
  ["size of the Worker", ["wrangler", "deploy", "--dry-run", "--outdir", "dist/worker"]],
];

const root = fileURLToPath(new URL("..", import.meta.url));
const env = {
  ...process.env,
  PATH: `${root}node_modules/.bin${delimiter}${process.env.PATH ?? ""}`,
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_HIDE_BANNER: "true",
};
const begun = Date.now();
for (const [name, [command = "", ...args]] of STEPS) {
  const start = Date.now();
  console.log(`\n── ${name}`);
  const shell = process.platform === "win32";
  const { status } = spawnSync(command, args, { cwd: root, env, stdio: ["ignore", "inherit", "inherit"], shell });
  if (status !== 0) {
    console.error(`\n✗ ${name} failed: ${[command, ...args].join(" ")}`);
    process.exit(1);
  }
  console.log(`✓ ${name}, ${seconds(start)}`);
}
console.log(`\n✓ all, ${seconds(begun)}`);

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
