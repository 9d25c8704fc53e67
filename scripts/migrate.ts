/**
 * Brings D1 to the newest schema: the local one, or with `--remote` the deployed one. Says nothing but what it did.
 *
 * `npm run migrate` or `npm run migrate -- --remote`
 */
import { mustWrangler } from "./wrangler.ts";

/** Where `npm start` keeps its state. */
export const STATE = ".wrangler/state";

/** @returns the names of the migrations applied now */
export function migrate(where: { remote: true } | { remote: false; state: string }): string[] {
  const place = where.remote ? ["--remote"] : ["--local", "--persist-to", where.state];
  const output = mustWrangler(["d1", "migrations", "apply", "DB", ...place]);
  return [...new Set(output.match(/\b\d{4}_\w+\.sql\b/g) ?? [])];
}

if (import.meta.main) {
  const applied = migrate(process.argv.includes("--remote") ? { remote: true } : { remote: false, state: STATE });
  console.log(applied.length > 0 ? `Applied ${applied.join(", ")}.` : "The database is up to date.");
}
