/** The operator API, as far as this page needs it. Failures are values: the page has words for each of them. */
import type { CallPage, Site } from "./call.ts";

export type Failure = "key" | "scope" | "network" | "server";
export type Answer<T> =
  | { ok: true; value: T; etag: string | null }
  | { ok: true; value: null }
  | { ok: false; failure: Failure };

/** Calls to a page. */
export const PAGE_SIZE = 50;

/**
 * A page of calls, newest first. `value` is `null` when nothing has changed since `etag`.
 * @param cursor where the page begins; the newest without it
 */
export function fetchCalls(key: string, etag: string | null, cursor: string | null): Promise<Answer<CallPage>> {
  const query = new URLSearchParams({ limit: `${PAGE_SIZE}`, ...(cursor === null ? {} : { cursor }) });
  return get(`/v1/calls?${query}`, key, etag);
}

export async function fetchSites(key: string): Promise<Site[]> {
  const answer = await get<{ items: Site[] }>("/v1/sites?limit=100", key, null);
  return answer.ok && answer.value ? answer.value.items : [];
}

async function get<T>(path: string, key: string, etag: string | null): Promise<Answer<T>> {
  const headers: Record<string, string> = { Authorization: `Bearer ${key}` };
  if (etag !== null) headers["If-None-Match"] = etag;
  try {
    // `no-store` keeps the browser's cache out of it: the 304 is to reach this code.
    const response = await fetch(path, { headers, cache: "no-store" });
    if (response.status === 304) return { ok: true, value: null };
    if (response.status === 401) return { ok: false, failure: "key" };
    if (response.status === 403) return { ok: false, failure: "scope" };
    if (!response.ok) return { ok: false, failure: "server" };
    return { ok: true, value: await response.json(), etag: response.headers.get("ETag") };
  } catch {
    return { ok: false, failure: "network" };
  }
}
