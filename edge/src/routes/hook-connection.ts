/**
 * The connection of a webhook, and whether the webhook is signed with its secret. A copy of the connection is good
 * enough until it does not fit what has come in; then the latest is asked for before anything is refused.
 */
import type { ConnectionConfig, DirectoryEntry } from "../core/config.ts";
import { type Connection, type ConnectionSources, Connections } from "../directory/connections.ts";
import { ForeignNumbers } from "../directory/foreign-numbers.ts";
import type { Env } from "../env.ts";
import { decryptSecrets } from "../secrets.ts";
import { loadConnection, loadEntry } from "../store/connection-snapshot.ts";
import { ADAPTERS } from "../telephony/registry.ts";
import type { Refusal, Secrets, TelephonyAdapter, Webhook } from "../telephony/types.ts";

const connections = new Connections();
const foreignNumbers = new ForeignNumbers();
/** The secrets of connections at hand: reading them costs as much as checking a signature with them. */
const readSecrets = new WeakMap<ConnectionConfig, Secrets>();

export type Found =
  | { kind: "verified"; adapter: TelephonyAdapter; connection: Connection }
  | { kind: "refused"; reason: Refusal }
  | { kind: "unknown" }
  /** Neither the directory nor D1 could be asked, or the secrets could not be read. */
  | { kind: "unreachable" };

/** Finds the connection and checks the signature; again with the latest secret if it does not fit the one at hand. */
export async function findVerified(
  env: Env,
  provider: string,
  id: string,
  webhook: Webhook,
  nowMs: number,
): Promise<Found> {
  try {
    const known = await connections.find(id, sources(env), nowMs);
    const first = await verify(env, provider, known, webhook, nowMs);
    if (first.kind !== "refused") return first;
    const latest = await connections.refresh(id, sources(env), nowMs);
    return latest?.config.secrets === known?.config.secrets
      ? first
      : await verify(env, provider, latest, webhook, nowMs);
  } catch (error) {
    console.error(JSON.stringify({ at: "hooks", connection: id, error: String(error) }));
    return { kind: "unreachable" };
  }
}

/**
 * The connection with the number in it: one that was added a moment ago is not yet in the copy at hand, and one of another
 * connection of the account is in no copy at all.
 */
export async function withNumber(
  env: Env,
  connection: Connection,
  to: string | null,
  nowMs: number,
): Promise<Connection> {
  if (to === null || connection.numbers.has(to)) return connection;
  const { account, id } = connection.config;
  const recent = foreignNumbers.recent(account, to, nowMs);
  if (recent !== undefined) return withEntry(connection, recent);
  // Nobody can tell: the call goes to the connection's own destination.
  const latest = (await connections.refresh(id, sources(env), nowMs).catch(() => null)) ?? connection;
  if (latest.numbers.has(to)) return latest;
  const ask = async () => loadEntry(env.DB, latest.config, to);
  return withEntry(latest, await foreignNumbers.find(account, to, ask, nowMs));
}

function withEntry(connection: Connection, entry: DirectoryEntry | null): Connection {
  return entry === null ? connection : { ...connection, numbers: new Map([[entry.number, entry]]) };
}

/** A connection as its directory has it, for those who are not a provider. */
export async function findConnection(env: Env, id: string, nowMs: number): Promise<Connection | null> {
  return connections.refresh(id, sources(env), nowMs);
}

async function verify(
  env: Env,
  provider: string,
  connection: Connection | null,
  webhook: Webhook,
  nowMs: number,
): Promise<Found> {
  const adapter = ADAPTERS.get(provider);
  if (connection === null || adapter === undefined || connection.config.provider !== provider)
    return { kind: "unknown" };
  // A deleted connection.
  if (connection.config.secrets === "") return { kind: "unknown" };
  const secrets = await secretsOf(connection.config, env);
  const verification = await adapter.verify(webhook, secrets, nowMs);
  return verification.ok ? { kind: "verified", adapter, connection } : { kind: "refused", reason: verification.reason };
}

async function secretsOf(config: ConnectionConfig, env: Env): Promise<Secrets> {
  const secrets = readSecrets.get(config) ?? (await decryptSecrets(config.secrets, env));
  readSecrets.set(config, secrets);
  return secrets;
}

function sources(env: Env): ConnectionSources {
  return {
    directory: async (id, known) => env.DIRECTORY.get(env.DIRECTORY.idFromName(id)).lookup(known),
    database: async (id) => loadConnection(env.DB, id),
  };
}
