/**
 * Talks to the edge. Requests are CORS-simple (`text/plain`, no header of ours), so that no preflight precedes them.
 * Never throws and never waits longer than its deadline.
 */

/** The status, 0 for no answer at all, and the body if there was one. */
export type Reply = [status: number, body?: unknown];

export async function send(url: string, request: unknown, deadlineMs: number): Promise<Reply> {
  try {
    const response = await fetch(url, {
      method: "POST",
      body: JSON.stringify(request),
      keepalive: true,
      // Where there is no such signal, there is no deadline either; the page shows its original numbers meanwhile.
      signal: AbortSignal.timeout?.(deadlineMs),
    });
    return [response.status, response.status === 200 && (await response.json())];
  } catch {
    return [0];
  }
}

/** For the moments in which the page may be gone before an answer: hidden, left, dialling. */
export function beacon(url: string, request: unknown): void {
  try {
    navigator.sendBeacon(url, JSON.stringify(request));
  } catch {
    // Blocked: the edge learns of it by silence.
  }
}
