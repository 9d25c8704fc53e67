/**
 * The operator key of this browser tab. It lives in `sessionStorage`, so it ends with the tab, and is sent nowhere but
 * to this origin's API.
 */
const NAME = "ringtrail-operator-key";

export function storedKey(): string | null {
  return sessionStorage.getItem(NAME);
}

export function storeKey(key: string | null): void {
  if (key === null) sessionStorage.removeItem(NAME);
  else sessionStorage.setItem(NAME, key);
}

/** The demo's key under `npm start`; `null` on a deployment, which has no such route. */
export async function demoKey(): Promise<string | null> {
  const response = await fetch("/demo/key").catch(() => null);
  if (!response?.ok) return null;
  const body: unknown = await response.json().catch(() => null);
  return typeof body === "object" && body !== null && "key" in body && typeof body.key === "string" ? body.key : null;
}
