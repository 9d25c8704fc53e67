/** Drives a running Worker and says how it did. Requests are made as they are sent: each has its own visitor or call. */
import autocannon from "autocannon";

export interface Result {
  perSecond: number;
  p50: number;
  p99: number;
  failed: number;
}

export interface Shot {
  method: "POST";
  path: string;
  headers: Record<string, string>;
  body: string;
}

/**
 * @param next makes the next request; called once for each
 * @param seconds how long
 * @param connections how many at a time
 */
export async function load(url: string, next: () => Shot, seconds: number, connections: number): Promise<Result> {
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    requests: [{ method: "POST", setupRequest: (request) => ({ ...request, ...next() }) }],
  });
  const { requests, latency, non2xx, errors } = result;
  return { perSecond: requests.average, p50: latency.p50, p99: latency.p99, failed: non2xx + errors };
}

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
