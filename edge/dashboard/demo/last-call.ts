/** Has the provider's webhooks for a call played through the real path, and watches what becomes of it. */
import { fetchCalls } from "../api.ts";
import type { Call } from "../call.ts";
import { demoKey } from "../key.ts";
import { isLive } from "../words.ts";

const LOOK_EVERY_MS = 700;
const LOOK_AT_MOST = 40;

/**
 * @param to the number to call, E.164
 * @param seen told of the call whenever it may have changed
 * @returns whether the call came through
 */
export async function placeCall(to: string, seen: (call: Call) => void): Promise<boolean> {
  const key = await demoKey();
  const before = key === null ? null : await newestTo(key, to);
  const response = await fetch("/demo/call", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ to }),
  }).catch(() => null);
  if (!response?.ok || key === null) return false;
  for (let look = 0; look < LOOK_AT_MOST; look++) {
    const call = await newestTo(key, to);
    if (call && call.id !== before?.id) {
      seen(call);
      if (!isLive(call)) return true;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return true;
}

async function newestTo(key: string, to: string): Promise<Call | null> {
  const answer = await fetchCalls(key, null, null);
  return (answer.ok && answer.value?.items.find((call) => call.number === to)) || null;
}
