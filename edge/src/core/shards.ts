/**
 * Which shard of a site a visitor or a number belongs to. Stable: the answer depends on nothing but the id and the
 * number of shards, so that the page's requests, the publication and the directory agree without asking each other.
 */

/** Most shards of one site. */
export const MAX_SHARDS = 32;

/**
 * FNV-1a over the UTF-16 code units of ASCII text, 32 bits.
 * http://www.isthe.com/chongo/tech/comp/fnv/
 */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}

/**
 * The shard of a visitor (by visitor id) or of a number (by its E.164 form), `0 <= shard < shards`.
 * @example shardOf("+442079460100", 4)
 */
export function shardOf(id: string, shards: number): number {
  return shards <= 1 ? 0 : fnv1a(id) % shards;
}
