/** Writes SQL for `wrangler d1 execute`, which takes no parameters: every value goes through `literal`. */

export type SqlValue = string | number | null;

/** @example literal("O'Hara") // "'O''Hara'" */
export function literal(value: SqlValue): string {
  if (value === null) return "NULL";
  if (typeof value === "number") return `${value}`;
  return `'${value.replaceAll("'", "''")}'`;
}

/** `INSERT … SELECT` of one row, made only where `condition` holds. */
export function insertWhere(table: string, row: Record<string, SqlValue>, condition: string): string {
  const values = Object.values(row).map(literal);
  return `INSERT OR IGNORE INTO ${table} (${Object.keys(row).join(", ")}) SELECT ${values.join(", ")} WHERE ${condition};`;
}
