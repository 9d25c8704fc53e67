/** `/v1/keys`: operator keys of the account. The key itself is in the answer to its creation, and nowhere else (A1). */
import { createRoute } from "@hono/zod-openapi";
import { key, keyCreate, newKey, toKey } from "../contract/keys.ts";
import { idListQuery, idPath } from "../contract/operator.ts";
import { BODY_PROBLEMS, body, json, problems, READ_PROBLEMS } from "../contract/responses.ts";
import { hashKey, newKey as makeKey } from "../operator-key.ts";
import { problem } from "../problem.ts";
import { isFull } from "../store/changes.ts";
import { newId } from "../store/ids.ts";
import { insertKey, type KeyRow, listKeys, revokeKey } from "../store/keys.ts";
import { listRoute } from "./crud.ts";
import { absent, operatorApp } from "./operator-app.ts";

/** Revoked ones included: they are kept as a record. */
const KEYS_MAX = 1_000;

export const keys = operatorApp();

keys.openapi(listRoute({ one: "key", tag: "Keys", item: key, query: idListQuery }), async (c) => {
  const page = await listKeys(c.env.DB, c.get("operator").account, c.req.valid("query"));
  return c.json({ ...page, items: page.items.map(toKey) }, 200);
});

const createKeyRoute = createRoute({
  method: "post",
  path: "/",
  tags: ["Keys"],
  summary: "Create a key",
  request: { body: body(keyCreate) },
  responses: { 201: json(newKey, "The key, shown only now."), ...BODY_PROBLEMS, ...problems(409) },
});

keys.openapi(createKeyRoute, async (c) => {
  const { account, scopes: own } = c.get("operator");
  const { name, scopes } = c.req.valid("json");
  const lacking = scopes.filter((scope) => !own.has(scope));
  if (lacking.length > 0) {
    return problem(c, { status: 403, detail: `This key cannot pass on what it lacks: ${lacking.join(", ")}.` });
  }
  if (await isFull(c.env.DB, "api_key", "account_id", account, KEYS_MAX)) {
    return problem(c, { status: 409, detail: `An account has at most ${KEYS_MAX} keys.` });
  }
  const secret = makeKey();
  const identity = { id: newId("key"), accountId: account, createdAt: Date.now(), revokedAt: null };
  const row: KeyRow = { ...identity, name, scopes: [...new Set(scopes)], hash: await hashKey(secret) };
  await insertKey(c.env.DB, row);
  return c.json({ ...toKey(row), key: secret }, 201);
});

const revokeRoute = createRoute({
  method: "delete",
  path: "/{id}",
  tags: ["Keys"],
  summary: "Revoke a key",
  description: "At once. It stays in the list as a record of who had access.",
  request: { params: idPath },
  responses: { 204: { description: "Revoked." }, ...READ_PROBLEMS, ...problems(404) },
});

keys.openapi(revokeRoute, async (c) => {
  const { id } = c.req.valid("param");
  const isRevoked = await revokeKey(c.env.DB, c.get("operator").account, id, Date.now());
  return isRevoked ? c.body(null, 204) : absent(c, "key");
});
