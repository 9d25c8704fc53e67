/**
 * `npm run bench`, the script's part: measures in a real browser, in turns with what it is compared to, and prints tables.
 * Medians of several rounds; only ratios of one run say anything, since machines differ and are shared.
 */
import { measureLongestPiece, measureLongTasks, measureSecondPage, type SecondPage } from "./paint.ts";
import { type Stage, setStage } from "./stage.ts";
import { measureStorm } from "./storm.ts";
import { CONTENDERS, measureSwapPass } from "./swap-pass.ts";

const ROUNDS = Number(process.env.ROUNDS ?? 9);

const stage = await setStage();
try {
  console.log(`\nThe script in Chromium ${stage.browser.version()}, medians of ${ROUNDS} rounds\n`);
  await reportSwapPass(stage);
  await reportPages(stage);
} finally {
  await stage.close();
}

async function reportSwapPass({ inPage, origin }: Stage): Promise<void> {
  console.log("| text nodes | bare walk, ms | walk that reads | first pass | again | findandreplacedomtext |");
  console.log("|---:|---:|---:|---:|---:|---:|");
  for (const nodes of [1000, 10_000, 100_000]) {
    const times = await inPage((page) => measureSwapPass(page, origin, nodes, ROUNDS));
    const floor = median(times.walk);
    const cells = CONTENDERS.slice(1).map((name) => `${(median(times[name]) / floor).toFixed(1)} ×`);
    console.log(`| ${nodes.toLocaleString("en")} | ${floor.toFixed(2)} | ${cells.join(" | ")} |`);
  }
}

async function reportPages(on: Stage): Promise<void> {
  const storm = await inTurns((withScript) => measureStorm(on, withScript));
  const long = await inTurns((withScript) => measureLongTasks(on, 10_000, withScript));
  const pieces: number[] = [];
  for (let i = 0; i < ROUNDS; i++) pieces.push(await measureLongestPiece(on, 10_000));
  const second: SecondPage[] = [];
  for (let i = 0; i < ROUNDS; i++) second.push(await measureSecondPage(on));
  const of = (key: "swap" | "paint" | "shift") => median(second.map((round) => round[key]));
  console.log("\n| | with the script | without | |\n|---|---:|---:|---:|");
  console.log(row("1,000 inserts, ms", storm));
  console.log(row("long tasks at 4 × slow-down, 10,000 text nodes, ms", long));
  console.log(`| longest piece of the script's work there, ms | ${median(pieces).toFixed(0)} | | |`);
  console.log("\n| second page | |\n|---|---:|");
  console.log(`| number in place, ms | ${of("swap").toFixed(0)} |`);
  console.log(`| first paint, ms | ${of("paint").toFixed(0)} |`);
  console.log(
    `| number before paint, rounds | ${second.filter(({ swap, paint }) => swap < paint).length} of ${ROUNDS} |`,
  );
  console.log(`| layout shift | ${of("shift").toFixed(3)} |`);
}

interface Pair {
  ours: number;
  floor: number;
}

async function inTurns(measure: (withScript: boolean) => Promise<number>): Promise<Pair> {
  const [ours, floor]: number[][] = [[], []];
  for (let i = 0; i < ROUNDS; i++) {
    ours?.push(await measure(true));
    floor?.push(await measure(false));
  }
  return { ours: median(ours ?? []), floor: median(floor ?? []) };
}

function row(name: string, { ours, floor }: Pair): string {
  return `| ${name} | ${ours.toFixed(0)} | ${floor.toFixed(0)} | ${floor ? `${(ours / floor).toFixed(2)} ×` : ""} |`;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
