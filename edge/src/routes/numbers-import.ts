/**
 * `POST /v1/numbers/import`: many numbers from one CSV file, all or none. What is wrong is told by line and column, as a
 * spreadsheet counts them.
 */
import { createRoute, z } from "@hono/zod-openapi";
import Papa from "papaparse";
import { type NumberCreate, numberCreate } from "../contract/numbers.ts";
import { BODY_PROBLEMS, problems, published } from "../contract/responses.ts";
import { type FieldError, fieldErrors, problem } from "../problem.ts";
import { isFull } from "../store/changes.ts";
import { insertNumbers, takenNumbers } from "../store/numbers.ts";
import { checkNumbers, loadReferences, NUMBERS_MAX } from "./numbers-check.ts";
import { announce, type OperatorContext, refused } from "./operator-app.ts";

/** The largest file, bytes. */
export const IMPORT_BYTES = 1_000_000;
const ROWS_MAX = 5_000;
/** The header is line 1. */
const FIRST_LINE = 2;
const COLUMNS = ["number", "kind", "connection", "pool", "site", "channel", "destination"];

const csv = z.string().openapi({
  description: `Columns ${COLUMNS.join(", ")}, in any order, named in the first line; separated by commas or semicolons. \`kind\` is pool where there is none. A number may lack its plus sign.`,
  example: "number,connection,pool\n+442079460100,conn_8k2m0v6x1q9d3fza,pool_8k2m0v6x1q9d3fza\n",
});

export const importRoute = createRoute({
  method: "post",
  path: "/import",
  tags: ["Numbers"],
  summary: "Import numbers from CSV",
  description: "All or none. Errors name the line and the column: `3.pool`.",
  request: { body: { required: true, content: { "text/csv": { schema: csv } } } },
  responses: {
    201: published(z.object({ imported: z.int().min(1) }), "All numbers were added."),
    ...BODY_PROBLEMS,
    ...problems(409),
  },
});

export async function importNumbers(c: OperatorContext) {
  if (!/^text\/csv\b/i.test(c.req.header("content-type") ?? "")) {
    return problem(c, { status: 415, detail: "Send the file as text/csv." });
  }
  const { account } = c.get("operator");
  const file = readCsv(await c.req.text());
  if (!file.ok) return refused(c, file.errors);
  const checked = checkNumbers(file.numbers, await loadReferences(c.env.DB, account), account, Date.now());
  const numbers = file.numbers.map(({ number }) => number);
  const taken = await takenNumbers(c.env.DB, numbers);
  const errors = [
    ...checked.errors.map(({ index, path, message }) => atLine(file.lines[index], path, message)),
    ...repeated(numbers).map((index) => atLine(file.lines[index], "number", "Stands in the file twice")),
  ];
  if (errors.length > 0) return refused(c, errors);
  const sites = [...new Set(checked.rows.map(({ siteId }) => siteId))];
  for (const site of sites) {
    const added = checked.rows.filter(({ siteId }) => siteId === site).length;
    if (await isFull(c.env.DB, "number", "site_id", site, NUMBERS_MAX - added + 1)) {
      return problem(c, { status: 409, detail: `A site has at most ${NUMBERS_MAX} numbers.` });
    }
  }
  const conflicts = numbers.flatMap((number, index) =>
    taken.has(number) ? [atLine(file.lines[index], "number", `${number} is in use already`)] : [],
  );
  if (conflicts.length > 0 || !(await insertNumbers(c.env.DB, checked.rows))) {
    return problem(c, { status: 409, detail: "Some numbers are in use already.", errors: conflicts });
  }
  await announce(c, sites);
  return c.json({ imported: checked.rows.length }, 201);
}

type CsvFile = { ok: true; numbers: NumberCreate[]; lines: number[] } | { ok: false; errors: FieldError[] };

/** Reads the file as far as it can be judged by itself. */
function readCsv(text: string): CsvFile {
  const parsed = Papa.parse<Record<string, string>>(text, {
    header: true,
    delimitersToGuess: [",", ";", "\t"],
    transformHeader: (header) => header.trim().toLowerCase(),
  });
  const errors = headerErrors(parsed.meta.fields ?? []);
  if (errors.length > 0) return { ok: false, errors };
  const rows = parsed.data.map((cells, i) => ({ cells, line: i + FIRST_LINE })).filter(({ cells }) => !isEmpty(cells));
  if (rows.length === 0) return { ok: false, errors: [{ path: "", message: "The file has no numbers" }] };
  if (rows.length > ROWS_MAX) return { ok: false, errors: [{ path: "", message: `More than ${ROWS_MAX} numbers` }] };
  const broken = new Map(parsed.errors.map((error) => [(error.row ?? 0) + FIRST_LINE, error.message]));
  const numbers: NumberCreate[] = [];
  for (const { cells, line } of rows) {
    const fault = broken.get(line);
    const read = numberCreate.safeParse(fields(cells));
    if (fault !== undefined) errors.push({ path: `${line}`, message: fault });
    else if (read.success) numbers.push(read.data);
    else errors.push(...fieldErrors(read.error).map(({ path, message }) => atLine(line, path, message)));
  }
  return errors.length > 0 ? { ok: false, errors } : { ok: true, numbers, lines: rows.map(({ line }) => line) };
}

function headerErrors(columns: readonly string[]): FieldError[] {
  const unknown = columns.filter((column) => !COLUMNS.includes(column));
  const missing = ["number", "connection"].filter((column) => !columns.includes(column));
  return [
    ...unknown.map((column) => atLine(1, column, "Unknown column, or one that stands there twice")),
    ...missing.map((column) => atLine(1, column, "Missing column")),
  ];
}

/** Cells as the fields of a number: empty ones are absent, and spreadsheets eat plus signs. */
function fields(cells: Record<string, string>): Record<string, string> {
  const given = Object.entries(cells).map(([column, cell]) => [column, cell.trim()] as const);
  const present = given.filter(([, cell]) => cell !== "");
  const plus = present.map(([column, cell]) => [column, NUMERIC.has(column) && /^\d/.test(cell) ? `+${cell}` : cell]);
  return { kind: "pool", ...Object.fromEntries(plus) };
}
const NUMERIC = new Set(["number", "destination"]);

function isEmpty(cells: Record<string, unknown>): boolean {
  return Object.values(cells).every((cell) => typeof cell === "string" && cell.trim() === "");
}

/** Indexes of numbers that stand earlier in the list already. */
function repeated(numbers: readonly string[]): number[] {
  const seen = new Set<string>();
  return numbers.flatMap((number, index) => {
    if (seen.has(number)) return [index];
    seen.add(number);
    return [];
  });
}

function atLine(line: number | undefined, column: string, message: string): FieldError {
  return { path: `${line ?? "?"}.${column}`, message: `Line ${line ?? "?"}, column ${column}: ${message}` };
}
