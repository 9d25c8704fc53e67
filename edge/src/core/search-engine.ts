/** Tells a search engine's referrer, and the keyword where the engine still passes it on. */
import { OWN_SEARCH_ENGINES } from "./data/own-sources.ts";
import { SEARCH_ENGINES } from "./data/search-engines.ts";
import { type PageUrl, readParameters, readText } from "./page-url.ts";
import { linesOf, wordsOf } from "./source-list.ts";

interface Engine {
  name: string;
  /** Names of the keyword's parameter, lower case. */
  parameters: readonly string[];
  /** The host has other pages than search results. */
  needsKeyword: boolean;
}

const ENGINES = new Map<string, Engine>();
for (const line of [...linesOf(OWN_SEARCH_ENGINES), ...linesOf(SEARCH_ENGINES)]) {
  const [name = "", parameters = "", hosts = ""] = line.split("|");
  for (const host of wordsOf(hosts)) {
    const engine = { name, parameters: parameters.toLowerCase().split(","), needsKeyword: host.endsWith("?") };
    const key = host.replace("?", "");
    if (!ENGINES.has(key)) ENGINES.set(key, engine);
  }
}

/** @returns the engine's name and the keyword, empty when not told; `null` for other sites */
export function readSearch(url: PageUrl): { name: string; keyword: string } | null {
  const engine = engineOf(url.host.replace(/^(www|m)\./, "")) ?? ENGINES.get(url.host);
  if (!engine) return null;
  const keyword = keywordOf(url, engine);
  return engine.needsKeyword && keyword === "" ? null : { name: engine.name, keyword };
}

function engineOf(host: string): Engine | undefined {
  const anyCountry = host.replace(/\.(?:(?:com|org|net|co|it|edu)\.)?[a-z]{2}$/, ".{}");
  const forms = [host, anyCountry, ...[host, anyCountry].map((form) => form.replace(/^[a-z]{2}\./, "{}."))];
  return forms.map((form) => ENGINES.get(form)).find((engine) => engine !== undefined);
}

function keywordOf(url: PageUrl, engine: Engine): string {
  const parameters = readParameters(url);
  const keyword = engine.parameters.map((name) => readText(parameters.get(name))).find((text) => text !== "") ?? "";
  // Bytes of an old charset, left undecoded, are nobody's keyword.
  return /%[\da-f]{2}/i.test(keyword) ? "" : keyword;
}
