/** Two accounts with keys, and a client of the real Worker for each. */
import { env, exports } from "cloudflare:workers";
import { hashKey } from "../../src/operator-key.ts";

const ORIGIN = "https://edge.example";
const TABLES = [
  "deal",
  "dealt",
  "placement",
  "number",
  "pool",
  "site",
  "connection",
  "api_key",
  "visit",
  "touch",
  "lead",
  '"call"',
  "account",
];

export interface Answer<T = Record<string, unknown>> {
  status: number;
  headers: Headers;
  body: T;
}

/** Sends a request as an operator; a body that is no string goes as JSON. */
export class OperatorClient {
  readonly key: string | null;

  constructor(key: string | null) {
    this.key = key;
  }

  async send<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const isRaw = typeof body === "string" || body instanceof Uint8Array;
    const response = await exports.default.fetch(
      new Request(`${ORIGIN}${path}`, {
        method,
        headers: {
          ...(this.key === null ? {} : { authorization: `Bearer ${this.key}` }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: isRaw ? (body as string) : JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: (text === "" ? {} : JSON.parse(text)) as T };
  }

  get<T = Record<string, unknown>>(path: string, headers: Record<string, string> = {}) {
    return this.send<T>("GET", path, undefined, headers);
  }

  post<T = Record<string, unknown>>(path: string, body: unknown, headers: Record<string, string> = {}) {
    return this.send<T>("POST", path, body, headers);
  }

  patch<T = Record<string, unknown>>(path: string, body: unknown) {
    return this.send<T>("PATCH", path, body);
  }

  delete(path: string) {
    return this.send("DELETE", path);
  }
}

export const us = new OperatorClient("rt_us");
export const them = new OperatorClient("rt_them");
export const nobody = new OperatorClient(null);

/** An empty database with the accounts `us` and `them`. */
export async function reset(): Promise<void> {
  await env.DB.batch(TABLES.map((table) => env.DB.prepare(`DELETE FROM ${table}`)));
  await addKey("us", "rt_us", ["read", "write", "callers"]);
  await addKey("them", "rt_them", ["read", "write", "callers"]);
}

export async function addKey(account: string, key: string, scopes: string[]): Promise<OperatorClient> {
  await env.DB.batch([
    env.DB.prepare("INSERT OR IGNORE INTO account (id, name, created_at) VALUES (?1, ?1, 0)").bind(account),
    env.DB.prepare(
      "INSERT INTO api_key (id, account_id, name, hash, scopes, created_at) VALUES (?1, ?2, 'test', ?3, ?4, 0)",
    ).bind(`key-${key}`, account, await hashKey(key), JSON.stringify(scopes)),
  ]);
  return new OperatorClient(key);
}
