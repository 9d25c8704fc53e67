/**
 * `npm run simulate`: plays traffic against the very code that leases and resolves, and against two policies of the
 * market on the same traffic. Either a shipped profile (a table and a chart, or JSON), or a file of one's own arrivals
 * (JSON). `docs/sizing.md` describes options, fields and figures.
 */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { generate } from "../edge/src/core/simulate/generate.ts";
import { marketRule, type Profile } from "../edge/src/core/simulate/profile.ts";
import { PROFILES, profileNamed } from "../edge/src/core/simulate/profiles.ts";
import { Replay, type ReplayOptions, type ReplayResult } from "../edge/src/core/simulate/replay.ts";
import { replayLines } from "../edge/src/core/simulate/replay-lines.ts";
import { bench } from "./simulate-bench.ts";
import { chart, table } from "./simulate-print.ts";

const DAY_SECONDS = 86_400;
const USAGE = `Usage:
  npm run simulate -- --profile NAME [--numbers 6,10,25] [--freeze 300,1800] [--visits 60000] [--seed 1] [--lookback SECONDS] [--json]
  npm run simulate -- --arrivals FILE --numbers N --freeze SECONDS [--lookback SECONDS]
  npm run simulate -- --bench
Profiles: ${PROFILES.map(({ name }) => name).join(", ")}.`;

const { values } = readOptions();
if (values.bench) console.log(bench());
else if (values.arrivals !== undefined) await replayFile(values.arrivals);
else if (values.profile !== undefined) playProfile(values.profile);
else fail(USAGE);

function readOptions() {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const options = {
    ...{ profile: text, arrivals: text, numbers: text, freeze: text, lookback: text },
    ...{ visits: { ...text, default: "60000" }, seed: { ...text, default: "1" }, json: flag, bench: flag },
  };
  try {
    return parseArgs({ options });
  } catch (error) {
    return fail(`${(error as Error).message}\n${USAGE}`);
  }
}

/** A whole number of an option, or a list of them. */
function whole(name: string, value: string, min: number, max: number): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < min || number > max || value.trim() === "") {
    fail(`--${name} must be a whole number from ${min} to ${max}, not "${value}".`);
  }
  return number;
}

function wholes(name: string, value: string, min: number, max: number): number[] {
  return value.split(",").map((part) => whole(name, part, min, max));
}

function lookbackMs(): number {
  return whole("lookback", values.lookback ?? String(30 * DAY_SECONDS), 1, 10_000 * DAY_SECONDS) * 1000;
}

/** The market's rule, and twice and four times that. */
function marketSizes(profile: Profile): string {
  const rule = marketRule(profile);
  return [rule, 2 * rule, 4 * rule].join(",");
}

function playProfile(name: string): void {
  const profile = profileNamed(name) ?? fail(`There is no profile "${name}".\n${USAGE}`);
  const sizes = wholes("numbers", values.numbers ?? marketSizes(profile), 1, 100_000);
  const freezes = wholes("freeze", values.freeze ?? "120", 0, 30 * DAY_SECONDS);
  const visits = whole("visits", values.visits, 1, 10_000_000);
  const seed = whole("seed", values.seed, 0, 2 ** 31);
  const runs = freezes.flatMap((freezeSeconds) =>
    sizes.map((numbers) => {
      const options = { numbers, freezeMs: freezeSeconds * 1000, lookbackMs: lookbackMs() };
      return { numbers, freezeSeconds, ...play(profile, seed, visits, options) };
    }),
  );
  if (values.json) console.log(JSON.stringify({ profile: name, visits, seed, runs }));
  else console.log(`${profile.about} (${visits} visits, seed ${seed})\n\n${table(runs)}\n\n${chart(runs)}`);
}

function play(profile: Profile, seed: number, visits: number, options: ReplayOptions): ReplayResult {
  const replay = new Replay(options);
  for (const arrival of generate(profile, seed, visits)) replay.take(arrival);
  return replay.result();
}

/** Replays a file, one line at a time; a bad line ends it, with its number and field. */
async function replayFile(path: string): Promise<void> {
  const numbers = whole("numbers", values.numbers ?? fail(`--numbers is missing.\n${USAGE}`), 1, 100_000);
  const freezeSeconds = whole("freeze", values.freeze ?? fail(`--freeze is missing.\n${USAGE}`), 0, 30 * DAY_SECONDS);
  const file = createReadStream(path);
  file.on("error", (error) => fail(`${path}: ${error.message}`));
  const lines = createInterface({ input: file, crlfDelay: Number.POSITIVE_INFINITY });
  const replayed = await replayLines(lines, { numbers, freezeMs: freezeSeconds * 1000, lookbackMs: lookbackMs() });
  if (replayed.ok) console.log(JSON.stringify(replayed.result, null, 2));
  else {
    const { line, field, problem } = replayed;
    fail(`${path}, line ${line}: ${field === "" ? "the line" : `"${field}"`} ${problem}.`);
  }
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
