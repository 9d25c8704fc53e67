/**
 * Asks the other switchboards of a site what they know of a call: all at once, one request each. Whoever does not answer
 * in time is left out, and told of as such: a call is taken either way, and never waits for longer.
 */
import { within } from "../directory/deadline.ts";
import type { Env } from "../env.ts";
import type { CallQuestion, Hearsay } from "./call-question.ts";
import { shardStub } from "./route-visit.ts";

/** So long a call waits for the slowest of them. */
const ASK_MS = 300;

export async function askShards(
  env: Env,
  siteKey: string,
  shards: readonly number[],
  question: CallQuestion,
): Promise<Hearsay> {
  const answers = await Promise.all(
    shards.map(async (shard) => {
      try {
        return await within(ASK_MS, "switchboard", async () => shardStub(env, siteKey, shard).testify(question));
      } catch (error) {
        console.warn(JSON.stringify({ at: "ask-shards", site: siteKey, shard, error: String(error) }));
        return null;
      }
    }),
  );
  return {
    question,
    testimonies: answers.filter((testimony) => testimony !== null),
    unheard: shards.filter((_, n) => answers[n] === null),
  };
}
