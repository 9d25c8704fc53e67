/**
 * Runs wrangler's command line quietly: no banner, no telemetry, no question for an update, and no request for the
 * machine's place, so that everything local works and says nothing without the internet.
 */
import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const CLI = fileURLToPath(new URL("../node_modules/wrangler/wrangler-dist/cli.js", import.meta.url));
const FOLLOW = new URL("./follow-parent.ts", import.meta.url).href;

function quietEnv(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    WRANGLER_SEND_METRICS: "false",
    WRANGLER_HIDE_BANNER: "true",
    CLOUDFLARE_CF_FETCH_ENABLED: "false",
    NO_UPDATE_NOTIFIER: "1",
  };
}

export interface Output {
  ok: boolean;
  stdout: string;
  /** Both streams, for the case that it went wrong. */
  text: string;
}

/** Runs a command to its end and returns what it wrote. */
export function wrangler(args: string[], input?: string): Output {
  const result = spawnSync(process.execPath, ["--no-warnings", CLI, ...args], {
    cwd: ROOT,
    env: quietEnv(),
    encoding: "utf8",
    maxBuffer: 1 << 28,
    input: input ?? "",
  });
  return { ok: result.status === 0, stdout: result.stdout, text: `${result.stdout}${result.stderr}`.trim() };
}

/** The same; ends the program with wrangler's own words when it fails. */
export function mustWrangler(args: string[], input?: string): string {
  const output = wrangler(args, input);
  if (output.ok) return output.stdout;
  console.error(`${output.text}\n\nThis failed: wrangler ${args.join(" ")}`);
  process.exit(1);
}

/** Starts a command that goes on, such as `dev`. It ends when this process ends, however that comes about. */
export function startWrangler(args: string[], stdio: "inherit" | "ignore"): ChildProcess {
  const options: SpawnOptions = { cwd: ROOT, env: quietEnv(), stdio: ["ignore", stdio, stdio, "ipc"] };
  return spawn(process.execPath, ["--no-warnings", "--import", FOLLOW, CLI, ...args], options);
}
