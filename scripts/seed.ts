/**
 * Fills an empty local database with the demo account. Leaves a database alone that anybody has a key for, and knows no
 * way to a deployed one: the demo's key is public.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseEnv } from "node:util";
import { demoAccount } from "./demo-account.ts";
import { ensureDevVars } from "./dev-vars.ts";
import { insertWhere } from "./sql.ts";
import { mustWrangler } from "./wrangler.ts";

const DEV_VARS = fileURLToPath(new URL("../.dev.vars", import.meta.url));

/** @param state where the local D1 keeps its data */
export async function seed({ state }: { state: string }): Promise<void> {
  ensureDevVars();
  const secretsKey = parseEnv(readFileSync(DEV_VARS, "utf8")).SECRETS_KEY;
  if (secretsKey === undefined) throw new Error(".dev.vars has no SECRETS_KEY");
  const rows = await demoAccount(secretsKey);
  const isEmpty = "NOT EXISTS (SELECT 1 FROM api_key)";
  const directory = mkdtempSync(join(tmpdir(), "ringtrail-seed-"));
  try {
    const file = join(directory, "seed.sql");
    writeFileSync(file, rows.map(({ table, values }) => insertWhere(table, values, isEmpty)).join("\n"));
    mustWrangler(["d1", "execute", "DB", "--local", "--persist-to", state, "--file", file]);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
