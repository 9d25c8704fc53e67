/** Drives a Worker with requests made as they are sent, each different, and says how it did. */
import autocannon from "autocannon";

export interface Shot {
  path: string;
  headers: Record<string, string>;
  body: string;
}

export interface Result {
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
}

export interface Load {
  /** How many requests. */
  amount: number;
  /** How many at a time. */
  connections: number;
  /** At most so many a second; as fast as answered when left out. */
  rate?: number;
}

/**
 * Throws if any answer is not 2xx.
 * @param next makes the n-th request
 */
export async function load(origin: string, next: (n: number) => Shot, how: Load): Promise<Result> {
  const { amount, connections, rate } = how;
  const latencies: number[] = [];
  let sent = 0;
  let endedAt = 0;
  const begun = performance.now();
  const { non2xx, errors } = await new Promise<autocannon.Result>((resolve, reject) => {
    const running = autocannon(
      {
        url: origin,
        connections,
        amount,
        ...(rate === undefined ? {} : { overallRate: rate }),
        sampleInt: 50,
        requests: [{ method: "POST", setupRequest: (request) => ({ ...request, ...next(sent++) }) }],
      },
      (error, result) => (error ? reject(error) : resolve(result)),
    );
    running.on("response", (_client, _status, _bytes, milliseconds) => {
      latencies.push(milliseconds);
      endedAt = performance.now();
    });
  });
  if (non2xx + errors > 0) throw new Error(`${non2xx + errors} of ${amount} requests failed`);
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.floor(share * (latencies.length - 1))] ?? Number.NaN;
  return { perSecond: (latencies.length / (endedAt - begun)) * 1000, p50: at(0.5), p99: at(0.99) };
}
