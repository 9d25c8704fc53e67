/**
 * What one client address may take of a site that is split (L7): each switchboard knows only what the address takes of
 * itself, so that each gets its part of the bound of the whole site. At least one, though: visitors meet but one
 * switchboard, and whoever is alone behind an address must get a number there.
 */

/** How many numbers of a pool one address may hold: its share, at least one, never the whole of two or more. */
export function addressBound(poolSize: number, share: number): number {
  return Math.max(1, Math.min(Math.floor(poolSize * share), poolSize - 1));
}

/**
 * The parts of that bound, for switchboards that have so many of the pool's numbers each. Together no more than the
 * bound, unless each has one already.
 * @example addressBounds([5, 3], 0.5) → [3, 1]
 */
export function addressBounds(sizes: readonly number[], share: number): number[] {
  const total = sizes.reduce((a, b) => a + b, 0);
  const bound = addressBound(total, share);
  const ideal = sizes.map((size) => (total === 0 ? 0 : (bound * size) / total));
  const most = sizes.map((size) => Math.max(1, size - 1));
  const parts = ideal.map((part, n) => Math.min(most[n] ?? 1, Math.max(1, Math.floor(part))));
  const has = (n: number) => (sizes[n] ?? 0) > 0;
  const missing = (n: number) => (ideal[n] ?? 0) - (parts[n] ?? 0);
  const order = (able: (n: number) => boolean) =>
    [...sizes.keys()].filter((n) => has(n) && able(n)).toSorted((a, b) => missing(b) - missing(a) || a - b);
  const left = () => bound - parts.reduce((sum, part, n) => sum + (has(n) ? part : 0), 0);
  while (left() > 0) {
    const [first] = order((n) => (parts[n] ?? 0) < (most[n] ?? 0));
    if (first === undefined) break;
    parts[first] = (parts[first] ?? 0) + 1;
  }
  while (left() < 0) {
    const last = order((n) => (parts[n] ?? 0) > 1).at(-1);
    if (last === undefined) break;
    parts[last] = (parts[last] ?? 0) - 1;
  }
  return parts;
}

/** A switchboard's even part of what an address may do at a site in a minute; at least one. */
export function evenPart(total: number, shard: number, shards: number): number {
  return Math.max(1, Math.floor(total / shards) + (shard < total % shards ? 1 : 0));
}
