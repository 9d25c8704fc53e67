/** Visit ids: they sort by time, cannot be guessed, and end in the shard that knows the visit. */

/** @example visitId(Date.now(), 0) → "mibk2x9q4f8Zk2…​.0" */
export function visitId(nowMs: number, shard: number): string {
  const time = nowMs.toString(36).padStart(9, "0");
  let suffix = "";
  for (const byte of crypto.getRandomValues(new Uint8Array(12))) suffix += (byte % 36).toString(36);
  return `${time}${suffix}.${shard.toString(36)}`;
}

/** The shard a visit was born in; `null` if the id is not one of ours. */
export function shardOfVisit(id: string): number | null {
  const match = /\.([0-9a-z]{1,2})$/.exec(id);
  return match?.[1] === undefined ? null : Number.parseInt(match[1], 36);
}
