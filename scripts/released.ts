/**
 * Copies of the script that earlier deployments have served under their hash. A site that pinned one by its hash keeps
 * it: every deployment carries the earlier ones on. What does not match its hash is not carried.
 */
import { createHash } from "node:crypto";

export interface Release {
  /** `/rt.<hash>.js` */
  file: string;
  /** For the `integrity` attribute: `sha384-…`. */
  integrity: string;
}

/** More than this many copies are let go, oldest first. */
const KEPT_MAX = 20;
const FILE = /^\/rt\.[0-9a-f]{12}\.js$/;

export function integrityOf(code: Uint8Array): string {
  return `sha384-${createHash("sha384").update(code).digest("base64")}`;
}

/**
 * Fetches what a deployment serves; nothing from one that is not there yet.
 * @param origin `https://calls.example.com`
 */
export async function fetchReleased(origin: string): Promise<Map<string, Uint8Array>> {
  const kept = new Map<string, Uint8Array>();
  const list = await fetch(`${origin}/rt.json`).catch(() => null);
  const about: unknown = list?.ok ? await list.json().catch(() => null) : null;
  for (const release of releasesIn(about).slice(0, KEPT_MAX)) {
    const response = await fetch(origin + release.file);
    const code = new Uint8Array(await response.arrayBuffer());
    if (response.ok && integrityOf(code) === release.integrity) kept.set(release.file, code);
  }
  return kept;
}

/** The present script and the earlier ones of an `rt.json`, newest first. */
function releasesIn(about: unknown): Release[] {
  if (typeof about !== "object" || about === null) return [];
  const earlier = "earlier" in about && Array.isArray(about.earlier) ? about.earlier : [];
  return [about, ...earlier].filter(isRelease);
}

function isRelease(value: unknown): value is Release {
  const { file, integrity } = (value ?? {}) as Partial<Release>;
  return typeof file === "string" && FILE.test(file) && typeof integrity === "string";
}
