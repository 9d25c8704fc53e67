/**
 * Keyset pages: a list is read on from the last row seen, never by counting rows, so that a page costs the same however
 * far in it is and rows added meanwhile neither repeat nor hide others. The cursor is opaque to clients.
 */
import { all, type Term } from "./where.ts";

export interface Page<Item> {
  items: Item[];
  /** Cursor of the next page; `null` on the last one. */
  next: string | null;
}

/** The last row of a page: the values its order is made of. */
export type Cursor = (string | number)[];

/** Which page is asked for: the one after the cursor, or the first. */
export interface PageRequest {
  limit: number;
  cursor?: Cursor | undefined;
}

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

/**
 * A page of rows in the order of one unique column.
 * @param select the query up to its WHERE
 * @param column what the order is made of, also a field of the rows
 */
export async function listBy<Column extends string, Row extends Record<Column, string>>(
  db: D1Database,
  select: string,
  column: Column,
  terms: readonly (Term | null)[],
  { limit, cursor }: PageRequest,
): Promise<Page<Row>> {
  const after = cursor?.[0];
  const where = all(...terms, after === undefined ? null : [`${column} > ?`, after]);
  const { results } = await db
    .prepare(`${select} WHERE ${where.sql} ORDER BY ${column} LIMIT ?`)
    .bind(...where.values, limit + 1)
    .all<Row>();
  return pageOf(results, limit, (row) => [row[column]]);
}

/** What a list of history is narrowed by in time, epoch milliseconds: not before `from`, before `to`. */
export interface TimeRequest extends PageRequest {
  from?: number | undefined;
  to?: number | undefined;
}

/** Which moment of a row the list is in the order of. */
const MOMENTS = { startedAt: "started_at", at: "at" } as const;

/** A page of rows that have a moment, newest first. */
export async function listByTime<
  Field extends keyof typeof MOMENTS,
  Row extends { id: string } & Record<Field, number>,
>(
  db: D1Database,
  select: string,
  field: Field,
  terms: readonly (Term | null)[],
  { limit, cursor, from, to }: TimeRequest,
): Promise<Page<Row>> {
  const [at, id] = cursor ?? [];
  const column = MOMENTS[field];
  const where = all(
    ...terms,
    from === undefined ? null : [`${column} >= ?`, from],
    to === undefined ? null : [`${column} < ?`, to],
    // The first half is what the index can use.
    at === undefined || id === undefined ? null : [`${column} <= ? AND (${column} < ? OR id > ?)`, at, at, id],
  );
  const { results } = await db
    .prepare(`${select} WHERE ${where.sql} ORDER BY ${column} DESC, id LIMIT ?`)
    .bind(...where.values, limit + 1)
    .all<Row>();
  return pageOf(results, limit, (row) => [row[field], row.id]);
}
