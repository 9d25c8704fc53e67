/**
 * Keyset pages: a list is read on from the last row seen, never by counting rows, so that a page costs the same however
 * far in it is and rows added meanwhile neither repeat nor hide others. The cursor is opaque to clients.
 */

export interface Page<Item> {
  items: Item[];
  /** Cursor of the next page; `null` on the last one. */
  next: string | null;
}

/** The last row of a page: the values its order is made of. */
export type Cursor = (string | number)[];

/** A cursor as clients carry it. */
export function encodeCursor(cursor: Cursor): string {
  const bytes = new TextEncoder().encode(JSON.stringify(cursor));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** Reads a cursor back; `null` for anything that is none. */
export function decodeCursor(text: string): Cursor | null {
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const valid = Array.isArray(value) && value.every((part) => typeof part === "string" || typeof part === "number");
    return valid ? value : null;
  } catch {
    return null;
  }
}

/**
 * A page from one row more than asked for.
 * @param rows up to `limit + 1` rows, in order
 * @param keyOf the values that the order is made of
 */
export function pageOf<Row>(rows: Row[], limit: number, keyOf: (row: Row) => Cursor): Page<Row> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null };
}
