/**
 * Talks to the edge. Requests are CORS-simple (`text/plain`, no header of ours), so that no preflight precedes them, and
 * outlive the page they are sent from. Never throws and never waits longer than its deadline.
 */

/** The status, 0 for no answer at all, and the body if there was one. */
export type Reply = [status: number, body?: unknown];

/** A slower answer is none. */
const DEADLINE_MS = 5000;

export async function send(url: string, request: unknown): Promise<Reply> {
  try {
    const response = await fetch(url, {
      method: "POST",
      body: JSON.stringify(request),
      // Sent to its end when the page is left meanwhile. Browsers that cannot do so (Firefox before 133) may drop it then.
      keepalive: true,
      // The edge's cookie, where the edge is on the site's own domain; elsewhere browsers keep none.
      credentials: "include",
      // Where there is no such signal, there is no deadline either; the page shows its original numbers meanwhile.
      signal: AbortSignal.timeout?.(DEADLINE_MS),
    });
    return [response.status, response.status === 200 && (await response.json())];
  } catch {
    return [0];
  }
}
