/** The D1 database of a deployment: which it is, and its id in `wrangler.toml`. */
import { mustWrangler } from "./wrangler.ts";

/** What the repository's `wrangler.toml` has in place of an id. */
export const UNSET = "00000000-0000-0000-0000-000000000000";

const ID = /^(\s*database_id\s*=\s*")([^"]*)(")/m;

export function databaseIdIn(config: string): string {
  const id = config.match(ID)?.[2];
  if (id === undefined) throw new Error("wrangler.toml names no database_id");
  return id;
}

/** Changes the id and nothing else of the file. */
export function withDatabaseId(config: string, id: string): string {
  return config.replace(ID, (_, before: string, _old: string, after: string) => before + id + after);
}

/** The id of the account's database `ringtrail`; `null` when there is none. */
export function findDatabase(): string | null {
  const listed: unknown = JSON.parse(mustWrangler(["d1", "list", "--json"]));
  const databases = Array.isArray(listed) ? (listed as { name?: string; uuid?: string }[]) : [];
  return databases.find((database) => database.name === "ringtrail")?.uuid ?? null;
}
