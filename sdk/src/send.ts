/**
 * Talks to the edge. Requests are CORS-simple (`text/plain`, no header of ours), so that no preflight precedes them.
 * Never throws and never waits longer than its deadline.
 */

/** The status, 0 for no answer at all, and the body if there was one. */
export type Reply = [status: number, body?: unknown];

/** A slower answer is none. */
const DEADLINE_MS = 5000;

/** @param leaving the page may be gone in a moment: sends a beacon, which has no answer */
export async function send(url: string, request: unknown, leaving?: boolean): Promise<Reply> {
  try {
    const body = JSON.stringify(request);
    if (leaving) return [Number(navigator.sendBeacon(url, body))];
    const response = await fetch(url, {
      method: "POST",
      body,
      keepalive: true,
      // Where there is no such signal, there is no deadline either; the page shows its original numbers meanwhile.
      signal: AbortSignal.timeout?.(DEADLINE_MS),
    });
    return [response.status, response.status === 200 && (await response.json())];
  } catch {
    return [0];
  }
}
