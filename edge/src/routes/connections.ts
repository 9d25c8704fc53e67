/** `/v1/connections`: accounts at telephony providers. Secrets go in encrypted, and never come out. */
import { connection, connectionChange, connectionCreate, secretErrors, toConnection } from "../contract/connections.ts";
import { idListQuery, idPath } from "../contract/operator.ts";
import { problem } from "../problem.ts";
import { publicOrigin } from "../public-origin.ts";
import { encryptSecrets } from "../secrets.ts";
import { isFull } from "../store/changes.ts";
import {
  type ConnectionRow,
  deleteConnection,
  findConnection,
  insertConnection,
  listConnections,
  updateConnection,
} from "../store/connections.ts";
import { newId } from "../store/ids.ts";
import { changeRoute, createRouteOf, deleteRoute, listRoute, readRoute } from "./crud.ts";
import { absent, announce, operatorApp, refused } from "./operator-app.ts";

const CONNECTIONS_MAX = 100;
const SUBJECT = {
  one: "connection",
  tag: "Connections",
  item: connection,
  create: connectionCreate,
  change: connectionChange,
  query: idListQuery,
  path: idPath,
};

export const connections = operatorApp();

connections.openapi(listRoute(SUBJECT), async (c) => {
  const page = await listConnections(c.env.DB, c.get("operator").account, c.req.valid("query"));
  return c.json({ ...page, items: page.items.map((row) => toConnection(row, publicOrigin(c))) }, 200);
});

connections.openapi(createRouteOf(SUBJECT), async (c) => {
  const { account } = c.get("operator");
  const { secrets, ...given } = c.req.valid("json");
  const errors = secretErrors(given.provider, secrets);
  if (errors.length > 0) return refused(c, errors);
  if (await isFull(c.env.DB, "connection", "account_id", account, CONNECTIONS_MAX)) {
    return problem(c, { status: 409, detail: `An account has at most ${CONNECTIONS_MAX} connections.` });
  }
  const identity = { id: newId("conn"), accountId: account, createdAt: Date.now() };
  const row: ConnectionRow = { ...given, ...identity, version: 1, published: 0 };
  await insertConnection(c.env.DB, row, await encryptSecrets(secrets, c.env));
  await announce(c, []);
  c.header("location", `/v1/connections/${row.id}`);
  return c.json(toConnection((await findConnection(c.env.DB, account, row.id)) ?? row, publicOrigin(c)), 201);
});

connections.openapi(readRoute(SUBJECT), async (c) => {
  const row = await findConnection(c.env.DB, c.get("operator").account, c.req.valid("param").id);
  return row === null ? absent(c, "connection") : c.json(toConnection(row, publicOrigin(c)), 200);
});

connections.openapi(changeRoute(SUBJECT), async (c) => {
  const { account } = c.get("operator");
  const before = await findConnection(c.env.DB, account, c.req.valid("param").id);
  if (before === null) return absent(c, "connection");
  const { secrets, ...change } = c.req.valid("json");
  const errors = secrets === undefined ? [] : secretErrors(before.provider, secrets);
  if (errors.length > 0) return refused(c, errors);
  const encrypted = secrets && (await encryptSecrets(secrets, c.env));
  await updateConnection(c.env.DB, before.id, { ...change, secrets: encrypted });
  await announce(c, []);
  const after = await findConnection(c.env.DB, account, before.id);
  return after === null ? absent(c, "connection") : c.json(toConnection(after, publicOrigin(c)), 200);
});

connections.openapi(deleteRoute(SUBJECT), async (c) => {
  const row = await findConnection(c.env.DB, c.get("operator").account, c.req.valid("param").id);
  if (row === null) return absent(c, "connection");
  if (!(await deleteConnection(c.env.DB, row.id, Date.now()))) {
    return problem(c, { status: 409, detail: "The connection still has numbers." });
  }
  await announce(c, []);
  return c.body(null, 204);
});
