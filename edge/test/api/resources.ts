/** One valid body of each kind, and a small configuration made through the API; a test varies what it is about. */
import type { OperatorClient } from "./operator-client.ts";

export const SITE = {
  name: "Shop",
  origins: ["https://shop.example"],
  country: "GB",
  timeZone: "Europe/London",
  currency: "GBP",
};
export const CONNECTION = {
  provider: "generic",
  name: "PBX",
  secrets: { secret: "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=" },
  destination: "+442079460999",
};
export const TARGET = "+442079460000";

export function poolBody(site: string) {
  return { site, name: "Sales", destination: "+442079460990" };
}

export interface Configured {
  site: string;
  siteKey: string;
  connection: string;
  pool: string;
  /** A pool number. */
  number: string;
  /** A static number. */
  flyer: string;
  placement: string;
}

/** A site, a connection, a pool with one number, a static number and a placement. `digits` keeps accounts apart. */
export async function configure(client: OperatorClient, digits = "01"): Promise<Configured> {
  const make = async (path: string, body: unknown) => {
    const answer = await client.post<{ id: string; key: string; number: string }>(path, body);
    if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const { id: site, key: siteKey } = await make("/v1/sites", SITE);
  const { id: connection } = await make("/v1/connections", CONNECTION);
  const { id: pool } = await make("/v1/pools", poolBody(site));
  const { number } = await make("/v1/numbers", { kind: "pool", number: `+4420794601${digits}`, connection, pool });
  const flyerBody = { kind: "static", number: `+4420794603${digits}`, connection, site, channel: "Flyer" };
  const { number: flyer } = await make("/v1/numbers", flyerBody);
  const { id: placement } = await make("/v1/placements", { site, target: TARGET, action: { pool } });
  return { site, siteKey, connection, pool, number, flyer, placement };
}
