/**
 * Writes what the switchboards acknowledged into D1's history (T1): one statement a table, whatever the number of rows.
 * The result depends only on the set of rows given so far, never on how often or in which order they came, so the
 * outbox may repeat a batch at will.
 */
import {
  CALL_COLUMNS,
  type CallRow,
  type Columns,
  LEAD_COLUMNS,
  type LeadRow,
  TOUCH_COLUMNS,
  type TouchRow,
  VISIT_COLUMNS,
  type VisitRow,
} from "./rows.ts";

/** Rows of one flush; each at the version its switchboard had reached. */
export interface ProjectionRows {
  visits: readonly VisitRow[];
  touches: readonly TouchRow[];
  calls: readonly CallRow[];
  leads?: readonly LeadRow[];
}

/** `refusal`: D1 has answered that it will not have these rows, and in which words. Nothing of them was written. */
export type Projected = { ok: true } | { ok: false; refusal: string };

/** What SQLite says of a row that it will not have. Not so of tables that are missing, full or locked: any row would do. */
const REFUSAL = /\bSQLITE_(?:CONSTRAINT|MISMATCH|TOOBIG)\b/;

/** D1 takes parameters of up to 2 MB; half of it leaves room for a large last row. In UTF-8 bytes. */
const CHUNK_BYTES = 1_000_000;

/**
 * Upserts the rows in one transaction: all or none. Throws when D1 does not answer, or cannot take any row at present.
 * @param db the database
 * @param rows at most some thousand, each far smaller than 1 MB as JSON
 */
export async function projectBatch(db: D1Database, rows: ProjectionRows): Promise<Projected> {
  const statements = [
    ...bind(db, VISITS, rows.visits),
    ...bind(db, TOUCHES, rows.touches),
    ...bind(db, CALLS, rows.calls),
    ...bind(db, LEADS, rows.leads ?? []),
  ];
  try {
    if (statements.length > 0) await db.batch(statements);
    return { ok: true };
  } catch (error) {
    const refusal = String(error);
    if (!REFUSAL.test(refusal)) throw error;
    return { ok: false, refusal };
  }
}

/** Columns of a visit that never change. D1 writes the index of every column that an update names, changed or not. */
const VISIT_FIXED = ["account_id", "site_id", "visitor_id", "started_at"];
const VISITS = upsert("visit", VISIT_COLUMNS, ["id"], "excluded.version > visit.version", VISIT_FIXED);
const CALLS = upsert("call", CALL_COLUMNS, ["id"], "excluded.version > call.version");
/** Touches and leads never change: whichever copy comes first is the row. */
const TOUCHES = upsert("touch", TOUCH_COLUMNS, ["visit_id", "n"], null);
const LEADS = upsert("lead", LEAD_COLUMNS, ["id"], null);

/**
 * SQL that takes a JSON array of rows as its only parameter. `->>` gives SQL values of scalars and NULL, and the text
 * of objects and arrays, which is just what the columns hold.
 */
function upsert<Row>(
  table: string,
  columns: Columns<Row>,
  key: string[],
  guard: string | null,
  fixed: readonly string[] = [],
): string {
  const names = Object.values<string>(columns);
  const values = Object.keys(columns).map((field) => `value ->> '${field}'`);
  const changing = names.filter((name) => !key.includes(name) && !fixed.includes(name));
  const updates = changing.map((name) => `${name} = excluded.${name}`);
  const conflict = guard === null ? "DO NOTHING" : `DO UPDATE SET ${updates.join(", ")} WHERE ${guard}`;
  // `WHERE true` keeps the parser from reading ON CONFLICT as a join's ON.
  return `INSERT INTO "${table}" (${names.join(", ")}) SELECT ${values.join(", ")} FROM json_each(?1) WHERE true
    ON CONFLICT (${key.join(", ")}) ${conflict}`;
}

function bind(db: D1Database, sql: string, rows: readonly object[]): D1PreparedStatement[] {
  return chunk(rows.map((row) => JSON.stringify(row))).map((json) => db.prepare(sql).bind(json));
}

/** JSON arrays of the items, each at most `CHUNK_BYTES` long unless a single item is longer. */
function chunk(items: readonly string[]): string[] {
  const encoder = new TextEncoder();
  const chunks: string[][] = [];
  let room = 0;
  for (const item of items) {
    const size = encoder.encode(item).byteLength + 1;
    const last = chunks.at(-1);
    if (last === undefined || size > room) {
      chunks.push([item]);
      room = CHUNK_BYTES - size;
    } else {
      last.push(item);
      room -= size;
    }
  }
  return chunks.map((chunk) => `[${chunk.join(",")}]`);
}
