/** The demo's account, row by row, in the order in which rows refer to each other. Fixed, so that docs and tests can name it. */
import { DEFAULT_SETTINGS } from "../edge/src/core/config.ts";
import { hashKey } from "../edge/src/operator-key.ts";
import { encryptSecrets } from "../edge/src/secrets.ts";
import type { SqlValue } from "./sql.ts";

export interface Row {
  table: string;
  values: Record<string, SqlValue>;
}

const ACCOUNT = "demo";
const SITE = "demo";
const OVERFLOW = "+442079460301";
const FLYER = "+442079460300";

const POOLS = [
  { id: "sales", target: "+442079460000", first: 442079460100, size: 10, destination: "+442079460990" },
  { id: "support", target: "+442079460001", first: 442079460200, size: 3, destination: "+442079460991" },
];

const CONNECTIONS = [
  { id: "demo-twilio", provider: "twilio", secrets: { authToken: "demo-twilio-token" } },
  {
    id: "demo-generic",
    provider: "generic",
    secrets: { secret: "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=" },
  },
];

/** @param secretsKey the local `SECRETS_KEY` */
export async function demoAccount(secretsKey: string): Promise<Row[]> {
  const owned = { account_id: ACCOUNT, created_at: Date.now() };
  const connections = CONNECTIONS.map(async ({ id, provider, secrets }) => ({
    table: "connection",
    values: {
      id,
      ...owned,
      provider,
      name: id,
      secrets: await encryptSecrets(secrets, { SECRETS_KEY: secretsKey }),
      destination: "+442079460990",
    },
  }));
  const key = { id: "demo", ...owned, name: "Demo", scopes: '["read","write"]' };
  return [
    { table: "account", values: { id: ACCOUNT, name: "Demo", created_at: owned.created_at } },
    { table: "site", values: { ...site(), ...owned } },
    ...(await Promise.all(connections)),
    ...POOLS.flatMap((pool, position) => poolRows(pool, position, owned)),
    number(FLYER, { kind: "static", channel: "Flyer" }, owned),
    number(OVERFLOW, { kind: "overflow" }, owned),
    // The last row: an account without a key is one whose seed did not come to its end.
    { table: "api_key", values: { ...key, hash: await hashKey("demo-operator-key") } },
  ];
}

function site(): Record<string, SqlValue> {
  return {
    id: SITE,
    key: SITE,
    name: "Demo shop",
    origins: '["*"]',
    country: "GB",
    time_zone: "Europe/London",
    currency: "GBP",
    // All visitors of a demo share one address, and some of them are tests.
    settings: JSON.stringify({ ...DEFAULT_SETTINGS, automation: "lease", addressShare: 0.9 }),
  };
}

type Owned = { account_id: string; created_at: number };

function poolRows(pool: (typeof POOLS)[number], position: number, owned: Owned): Row[] {
  const { id, target, first, size, destination } = pool;
  const placement = { target, position, conditions: "{}", action: JSON.stringify({ pool: id }) };
  return [
    { table: "pool", values: { id, ...owned, site_id: SITE, name: id, destination, overflow: OVERFLOW } },
    ...Array.from({ length: size }, (_, i) => number(`+${first + i}`, { kind: "pool", pool_id: id }, owned)),
    { table: "placement", values: { id: `demo-${id}`, ...owned, site_id: SITE, ...placement } },
  ];
}

function number(e164: string, kind: Record<string, SqlValue>, owned: Owned): Row {
  return { table: "number", values: { e164, ...owned, connection_id: "demo-twilio", site_id: SITE, ...kind } };
}
