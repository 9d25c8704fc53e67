/**
 * Reads the URLs that pages send: `location.href` and `document.referrer`. Tolerant, because a URL is whatever a page,
 * an advertising system or an attacker made it: it never throws, and drops credentials and ports.
 */

export interface PageUrl {
  /** Lower case, without colon: `https`, `android-app`. */
  scheme: string;
  /** Lower case, without credentials, port and the root's dot. */
  host: string;
  /** As written, from the first slash; empty for none. */
  path: string;
  /** Without `?`. */
  query: string;
  /** Without `#`. */
  fragment: string;
}

const URL_PARTS = /^([a-z][a-z0-9+.-]*):\/\/([^/?#\\]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/is;

/** @returns `null` for what is no absolute URL with an authority */
export function parsePageUrl(text: string): PageUrl | null {
  const parts = URL_PARTS.exec(text.trim());
  if (!parts) return null;
  const [, scheme = "", authority = "", path = "", query = "", fragment = ""] = parts;
  return { scheme: scheme.toLowerCase(), host: hostOf(authority), path, query, fragment };
}

function hostOf(authority: string): string {
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  const name = host.startsWith("[") ? host.replace(/\].*$/s, "]") : host.replace(/:.*$/s, "");
  return cleanText(name.toLowerCase().replace(/\.$/, ""), HOST_MAX);
}

/** DNS allows 253. */
const HOST_MAX = 253;

/** Longest path and longest value that is kept, UTF-16 code units. */
export const VALUE_MAX = 512;

/** The path of a page as people read it: decoded, without query and fragment, bounded, `/` at least. */
export function pagePath(url: string): string {
  return readPath(parsePageUrl(url));
}

export function readPath(url: PageUrl | null): string {
  return cleanText(decodePercent(url?.path ?? ""), VALUE_MAX) || "/";
}

/**
 * The parameters of a URL by lower-case name, values as written. Those in the fragment count too (`#utm_source=…`,
 * `#/route?utm_source=…`), after those in the query; of repeated ones the first that is not empty.
 */
export function readParameters(url: PageUrl): Map<string, string> {
  const parameters = new Map<string, string>();
  const pairs = [...url.query.split("&"), ...url.fragment.split(/[?&]/)].slice(0, PAIRS_MAX);
  for (const pair of pairs) {
    const equals = pair.indexOf("=");
    if (equals < 1) continue;
    // `&amp;` is what remains of a link that was escaped twice.
    const name = decodePercent(pair.slice(0, equals)).toLowerCase().replace(/^amp;/, "");
    if (!parameters.get(name)) parameters.set(name, pair.slice(equals + 1));
  }
  return parameters;
}

/** No honest URL has more parameters. */
const PAIRS_MAX = 256;

/** A parameter's value as text: form-decoded (`+` is a space), cleaned, at most 512 long. */
export function readText(value: string | undefined): string {
  return value === undefined ? "" : cleanText(decodePercent(value.replaceAll("+", " ")), VALUE_MAX);
}

const UTF8_CHARACTER =
  /%[0-7][\da-f]|%[cd][\da-f]%[89ab][\da-f]|%e[\da-f](?:%[89ab][\da-f]){2}|%f[0-7](?:%[89ab][\da-f]){3}/gi;

/** Decodes `%XX` as UTF-8. What is no UTF-8 stays as written, so that nothing is lost. */
export function decodePercent(text: string): string {
  if (!text.includes("%")) return text;
  return tryDecode(text) ?? text.replace(UTF8_CHARACTER, (character) => tryDecode(character) ?? character);
}

function tryDecode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Without control characters and halves of surrogate pairs, which break logs and storage; trimmed and cut to `max`. */
export function cleanText(text: string, max: number): string {
  const clean = text.replace(/[\p{Cc}\p{Cs}]+/gu, " ").trim();
  if (clean.length <= max) return clean;
  return clean
    .slice(0, max)
    .replace(/[\ud800-\udbff]$/, "")
    .trimEnd();
}
