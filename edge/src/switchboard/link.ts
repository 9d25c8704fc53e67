/**
 * One visit over several domains of a site: a code that the script puts into a link, minted here and redeemed when the
 * visitor arrives. It is good once, for a short time, at this switchboard, in the browser that asked for it; whatever
 * else comes of a link that is passed on, it makes nobody somebody else.
 */
import { LINK_PARAMETER } from "../../../sdk/src/wire.ts";
import type { CodeOwner } from "./code-table.ts";
import type { Desk } from "./desk.ts";
import type { LinkCommand, LinkOutcome } from "./rpc.ts";

export const LINK_SECONDS = 120;
/** Codes of one visit that are good at a time: links that were begun and not followed. */
const LINKS_OF_VISIT_MAX = 8;

export function takeLink(desk: Desk, command: LinkCommand, nowMs: number): LinkOutcome {
  const { visitor, visit, browser } = command;
  if (!desk.visits.find(visitor, visit)) return { ok: false, reason: "unknown-visit" };
  const code = newCode(desk.config.shard);
  const expiresAtMs = nowMs + LINK_SECONDS * 1000;
  desk.links.add({ code, visitor, visit, browser, expiresAtMs }, nowMs, LINKS_OF_VISIT_MAX);
  return { ok: true, code, seconds: LINK_SECONDS };
}

/** Whose code it is; `null` for one that is unknown, used, too old, or shown by another browser. Good for nothing afterwards. */
export function redeemLink(desk: Desk, code: string, browser: string, nowMs: number): CodeOwner | null {
  const link = desk.links.take(code);
  return link && link.expiresAtMs > nowMs && link.browser === browser ? link : null;
}

/** 120 random bits, and the shard that knows the code, as a visit id has it. */
function newCode(shard: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return `${Array.from(bytes, (byte) => (byte % 32).toString(32)).join("")}.${shard.toString(36)}`;
}

const CODE = new RegExp(`[?&]${LINK_PARAMETER}=([0-9a-v]{24}\\.[0-9a-z]{1,2})(?=[&#]|$)`);

/** The code in a page's address; `null` for none. @example linkIn("https://b.example/?rt_link=….0") */
export function linkIn(url: string): string | null {
  return CODE.exec(url)?.[1] ?? null;
}
