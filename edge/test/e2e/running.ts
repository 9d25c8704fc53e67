/** The whole of Ringtrail for a test: built once, run as `npm start` runs it, on a port and a state of its own. */

import { mkdtempSync, rmSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Local, startLocal } from "../../../scripts/local.ts";

export interface Running extends Local {
  state: string;
}

/** Starts on a free port; `state` of an earlier run continues it. */
export async function run(state = mkdtempSync(join(tmpdir(), "ringtrail-e2e-"))): Promise<Running> {
  const local = await startLocal({ port: await freePort(), state, output: "ignore" });
  return { ...local, state };
}

export async function finish(running: Running | undefined): Promise<void> {
  if (!running) return;
  await running.stop();
  rmSync(running.state, { recursive: true, force: true });
}

/** Kills the Worker's runtime and all its processes at once, as a power cut would. */
export async function killAll(running: Running): Promise<void> {
  const pid = running.process.pid;
  if (pid === undefined) throw new Error("nothing runs");
  for (const member of [...(await descendants(pid)), pid]) process.kill(member, "SIGKILL");
  if (running.process.exitCode === null && running.process.signalCode === null) {
    await new Promise((resolve) => running.process.once("exit", resolve));
  }
}

/** All processes below one, from /proc. */
async function descendants(root: number): Promise<number[]> {
  const parents = new Map<number, number>();
  for (const entry of await readdir("/proc")) {
    const stat = /^\d+$/.test(entry) ? await readFile(`/proc/${entry}/stat`, "utf8").catch(() => "") : "";
    const parent = /\) \S (\d+)/.exec(stat)?.[1];
    if (parent) parents.set(Number(entry), Number(parent));
  }
  const found: number[] = [];
  let front = [root];
  while (front.length > 0) {
    front = [...parents].filter(([, parent]) => front.includes(parent)).map(([pid]) => pid);
    found.push(...front);
  }
  return found;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
