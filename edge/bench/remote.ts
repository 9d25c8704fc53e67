/** Asks the Worker under measurement for what only benchmarks need; typed by what `entry.ts` offers. */
import type { BenchSwitchboard } from "./bench-switchboard.ts";
import type { Operations } from "./entry.ts";
import type { Runtime } from "./workerd.ts";

type Methods = Pick<
  BenchSwitchboard,
  | "serve"
  | "seat"
  | "fill"
  | "restart"
  | "metered"
  | "play"
  | "flush"
  | "bytes"
  | "load"
  | "knowsCall"
  | "visit"
  | "pulse"
  | "hear"
>;

/** An operation of the Worker. */
export function ask<Name extends keyof Operations>(
  runtime: Runtime,
  name: Name,
  ...input: Parameters<Operations[Name]>
): Promise<Awaited<ReturnType<Operations[Name]>>> {
  return post(`${runtime.origin}/bench/worker/${name}`, input);
}

/** A method of the switchboard of a shard. */
export function askObject<Name extends keyof Methods>(
  runtime: Runtime,
  place: { site: string; shard?: number },
  name: Name,
  ...input: Parameters<Methods[Name]>
): Promise<Awaited<ReturnType<Methods[Name]>>> {
  return post(`${runtime.origin}/bench/object/${name}/${place.site}/${place.shard ?? 0}`, input);
}

async function post<Answer>(url: string, input: unknown): Promise<Answer> {
  const response = await fetch(url, { method: "POST", body: JSON.stringify(input) });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}
