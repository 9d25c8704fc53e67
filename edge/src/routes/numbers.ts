/** `/v1/numbers`: the phone numbers of the account. The import of many at once stands in `numbers-import.ts`. */
import { z } from "@hono/zod-openapi";
import { numberChange, numberCreate, numberItem, numberPath, toNumber } from "../contract/numbers.ts";
import { id, idListQuery } from "../contract/operator.ts";
import { problem } from "../problem.ts";
import { isFull } from "../store/changes.ts";
import { findConnection } from "../store/connections.ts";
import {
  deleteNumber,
  findNumber,
  insertNumbers,
  listNumbers,
  type NumberRow,
  updateNumber,
} from "../store/numbers.ts";
import { findPool } from "../store/pools.ts";
import { changeRoute, createRouteOf, deleteRoute, listRoute, readRoute } from "./crud.ts";
import { checkNumbers, loadReferences, NUMBERS_MAX } from "./numbers-check.ts";
import { IMPORT_BYTES, importNumbers, importRoute } from "./numbers-import.ts";
import { absent, announce, type OperatorContext, operatorApp, refused } from "./operator-app.ts";

const SUBJECT = {
  one: "number",
  tag: "Numbers",
  item: numberItem,
  create: numberCreate,
  change: numberChange,
  query: idListQuery.extend({
    site: id.optional(),
    pool: id.optional(),
    connection: id.optional(),
    kind: z.enum(["pool", "static", "overflow", "code"]).optional(),
  }),
  path: numberPath,
};

export const numbers = operatorApp(IMPORT_BYTES);

numbers.openapi(importRoute, importNumbers);

numbers.openapi(listRoute(SUBJECT), async (c) => {
  const { limit, cursor, ...filter } = c.req.valid("query");
  const page = await listNumbers(c.env.DB, c.get("operator").account, filter, { limit, cursor });
  return c.json({ ...page, items: page.items.map(toNumber) }, 200);
});

numbers.openapi(createRouteOf(SUBJECT), async (c) => {
  const { account } = c.get("operator");
  const given = c.req.valid("json");
  const checked = checkNumbers([given], await loadReferences(c.env.DB, account), account, Date.now());
  const [row] = checked.rows;
  if (row === undefined)
    return refused(
      c,
      checked.errors.map(({ path, message }) => ({ path, message })),
    );
  if (await isFull(c.env.DB, "number", "site_id", row.siteId, NUMBERS_MAX)) {
    return problem(c, { status: 409, detail: `A site has at most ${NUMBERS_MAX} numbers.` });
  }
  if (!(await insertNumbers(c.env.DB, [row]))) {
    return problem(c, { status: 409, detail: `${row.number} is in use already.` });
  }
  await announce(c, [row.siteId]);
  c.header("location", `/v1/numbers/${row.number}`);
  return c.json(toNumber(row), 201);
});

numbers.openapi(readRoute(SUBJECT), async (c) => {
  const row = await findNumber(c.env.DB, c.get("operator").account, c.req.valid("param").id);
  return row === null ? absent(c, "number") : c.json(toNumber(row), 200);
});

numbers.openapi(changeRoute(SUBJECT), async (c) => {
  const before = await findNumber(c.env.DB, c.get("operator").account, c.req.valid("param").id);
  if (before === null) return absent(c, "number");
  const changed = await changeOf(c, before, c.req.valid("json"));
  if (!changed.ok) return refused(c, [changed.error]);
  await updateNumber(c.env.DB, before, changed.row);
  await announce(c, [...new Set([before.siteId, changed.row.siteId])]);
  return c.json(toNumber(changed.row), 200);
});

numbers.openapi(deleteRoute(SUBJECT), async (c) => {
  const row = await findNumber(c.env.DB, c.get("operator").account, c.req.valid("param").id);
  if (row === null) return absent(c, "number");
  if (!(await deleteNumber(c.env.DB, row))) {
    return problem(c, { status: 409, detail: "A pool overflows to this number, or a placement leads to it." });
  }
  await announce(c, [row.siteId]);
  return c.body(null, 204);
});

type Changed = { ok: true; row: NumberRow } | { ok: false; error: { path: string; message: string } };

/** The number as it shall be; with another pool it moves to that pool's site. */
async function changeOf(c: OperatorContext, before: NumberRow, change: z.infer<typeof numberChange>): Promise<Changed> {
  const { account } = c.get("operator");
  const refuse = (path: string, message: string): Changed => ({ ok: false, error: { path, message } });
  const row = { ...before };
  if (change.connection !== undefined) {
    if ((await findConnection(c.env.DB, account, change.connection)) === null)
      return refuse("connection", "No such connection");
    row.connectionId = change.connection;
  }
  if (change.pool !== undefined) {
    if (before.kind !== "pool") return refuse("pool", "Only a pool number has a pool");
    const pool = await findPool(c.env.DB, account, change.pool);
    if (pool === null) return refuse("pool", "No such pool");
    row.poolId = pool.id;
    row.siteId = pool.siteId;
  }
  if (change.channel !== undefined) {
    if (before.kind !== "static") return refuse("channel", "Only a static number has a channel");
    row.channel = change.channel;
  }
  if (change.destination !== undefined) {
    if (before.kind === "pool") return refuse("destination", "A pool number uses its pool's destination");
    row.destination = change.destination;
  }
  return { ok: true, row };
}
