/**
 * Asks the other switchboards of a site whose code was given. Whoever does not answer in time does not know: a call is
 * taken either way, and never waits for longer.
 */
import type { SiteConfig } from "../core/config.ts";
import { within } from "../directory/deadline.ts";
import type { Env } from "../env.ts";
import { latestHolder } from "./given-code.ts";
import { shardStub } from "./route-visit.ts";
import type { CodeHolder } from "./rpc.ts";

/** A caller may be on the line; `routes/hook-record.ts` gives a call 900 ms in all. */
const ASK_MS = 300;

/** @param atMs when the call began, epoch milliseconds */
export async function askShards(
  env: Env,
  { siteKey, shard, shards }: SiteConfig,
  code: string,
  atMs: number,
): Promise<CodeHolder | null> {
  const others = Array.from({ length: shards }, (_, n) => n).filter((n) => n !== shard);
  const answers = others.map(async (n) => {
    try {
      return await within(ASK_MS, "switchboard", async () => shardStub(env, siteKey, n).findCode(code, atMs));
    } catch (error) {
      console.warn(JSON.stringify({ at: "code", site: siteKey, shard: n, error: String(error) }));
      return null;
    }
  });
  return latestHolder(await Promise.all(answers));
}
