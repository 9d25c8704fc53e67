import type { Webhook } from "../../src/telephony/types.ts";

/** A request as the adapter gets it. */
export async function webhookOf(request: Request, baseUrl = BASE_URL): Promise<Webhook> {
  const { method, url, headers } = request;
  const body = new Uint8Array(await request.clone().arrayBuffer());
  const step = new URL(url).pathname.slice(new URL(baseUrl).pathname.length + 1);
  return { method, url, headers, body, step };
}

export const BASE_URL = "https://calls.example/hooks/provider/acme";
