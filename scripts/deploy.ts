/**
 * `npm run deploy`: from a Cloudflare account to a running Ringtrail, and later to a newer one. Every step looks first
 * whether it is done already, so it can be run again after a failure. It never touches a secret that is set.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { buildAssets } from "./build.ts";
import { databaseIdIn, findDatabase, UNSET, withDatabaseId } from "./database.ts";
import { newSecretsKey } from "./dev-vars.ts";
import { migrate } from "./migrate.ts";
import { fetchReleased } from "./released.ts";
import { mustWrangler, wrangler } from "./wrangler.ts";

const CONFIG = "wrangler.toml";
/** Where the last deployment answered; `ORIGIN` wins, for machines that keep nothing. */
const ORIGIN_FILE = ".wrangler/origin";

step("Account");
if (!wrangler(["whoami", "--json"]).ok) {
  fail(
    "Not logged in to Cloudflare. Run: npx wrangler login   (or set CLOUDFLARE_API_TOKEN and CLOUDFLARE_ACCOUNT_ID)",
  );
}

step("Database");
const config = readFileSync(CONFIG, "utf8");
if (databaseIdIn(config) === UNSET) {
  const id = findDatabase() ?? createDatabase();
  writeFileSync(CONFIG, withDatabaseId(config, id));
  console.log(`Wrote database_id = "${id}" into ${CONFIG}; commit that.`);
}

step("Build");
const before = process.env.ORIGIN ?? (existsSync(ORIGIN_FILE) ? readFileSync(ORIGIN_FILE, "utf8").trim() : null);
const earlier = before === null ? new Map<string, Uint8Array>() : await fetchReleased(before);
await buildAssets({ demo: false, earlier });
if (earlier.size > 0) console.log(`Serves ${earlier.size} pinned copies of the script on.`);

step("Schema");
const applied = migrate({ remote: true });
console.log(applied.length > 0 ? `Applied ${applied.join(", ")}.` : "Up to date.");

step("Worker");
const output = deployWorker();
const origin = output.match(/https:\/\/[\w.-]+\.workers\.dev\b/)?.[0] ?? before;
console.log(output.trim());
if (origin) {
  mkdirSync(".wrangler", { recursive: true });
  writeFileSync(ORIGIN_FILE, `${origin}\n`);
}
console.log(`
Deployed${origin ? ` to ${origin}` : ""}.

  First time? Make an account and its key:   npm run key -- --remote --account "My company"
  Then see README.md, "The first number":    site, provider, pool, numbers, placement, script tag
`);

function createDatabase(): string {
  mustWrangler(["d1", "create", "ringtrail"]);
  return findDatabase() ?? fail("The database was created, but Cloudflare does not list it yet. Run this again.");
}

/** Uploads the Worker; with a new `SECRETS_KEY` if it has none yet, in the same step, so that it never runs without. */
function deployWorker(): string {
  if (hasSecretsKey()) return mustWrangler(["deploy"]);
  const file = ".wrangler/first-secrets.json";
  mkdirSync(".wrangler", { recursive: true });
  writeFileSync(file, JSON.stringify({ SECRETS_KEY: newSecretsKey() }), { mode: 0o600 });
  const output = wrangler(["deploy", "--secrets-file", file]);
  rmSync(file, { force: true });
  return output.ok ? output.stdout : fail(output.text);
}

/** A Worker that is not there yet has no secrets; any other failure must not lead to a new key over an old one. */
function hasSecretsKey(): boolean {
  const list = wrangler(["secret", "list"]);
  if (list.ok) return list.stdout.includes('"SECRETS_KEY"');
  if (/\b10007\b|not found|does not exist/i.test(list.text)) return false;
  return fail(`${list.text}\n\nCould not learn whether SECRETS_KEY is set.`);
}

function step(name: string): void {
  console.log(`\n── ${name}`);
}

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
