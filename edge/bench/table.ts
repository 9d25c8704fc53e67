/** Prints figures as aligned text. */

/** The first row is the head; the first column is aligned left, the others right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  const line = (row: readonly string[]) =>
    widths
      .map((width, column) => (column === 0 ? (row[0] ?? "").padEnd(width) : (row[column] ?? "").padStart(width)))
      .join("  ")
      .trimEnd();
  const [head = [], ...body] = rows;
  return [line(head), "-".repeat(line(head).length), ...body.map(line)].join("\n");
}

export function count(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString("en") : value.toPrecision(2);
}

export function dollars(value: number): string {
  return `$${value.toFixed(2)}`;
}

export function milliseconds(value: number): string {
  return `${value >= 10 ? value.toFixed(0) : value.toFixed(2)} ms`;
}

export function micros(value: number): string {
  return `${value >= 10 ? count(Math.round(value)) : value.toFixed(1)} µs`;
}

/** @example within(0.81, 0.7, "at least") // "0.81 (>= 0.7, met)" */
export function within(value: number, budget: number, bound: "at least" | "at most"): string {
  const met = bound === "at least" ? value >= budget : value <= budget;
  return `${value.toFixed(2)} (${bound === "at least" ? ">=" : "<="} ${budget}, ${met ? "met" : "MISSED"})`;
}
