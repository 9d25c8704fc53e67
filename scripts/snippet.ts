/**
 * Prints the inline code for first pages, ready to be pasted into a page's head, and what a content security policy says
 * to allow it: `npm run snippet -- --host https://calls.example.com --site SITE_KEY [--wait 400]`.
 */
import { createHash } from "node:crypto";
import { parseArgs } from "node:util";
import { bundleScript } from "./minify.ts";

export interface Snippet {
  html: string;
  /** A source of `script-src`. The same for all sites: what differs stands in attributes. https://www.w3.org/TR/CSP3/#match-element-to-source-list */
  policy: string;
}

/**
 * @param host where the edge is, as in the script tag
 * @param wait milliseconds for which `rt-wait` may stand on the document's element; none: it never does
 */
export async function snippet(host: string, site: string, wait?: string): Promise<Snippet> {
  const code = (await bundleScript("sdk/src/first.ts")).code.trim();
  const attributes = { "data-host": host, "data-site": site, ...(wait && { "data-wait": wait }) };
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${value.replaceAll('"', "&quot;")}"`);
  return {
    html: `<script${written.join("")}>${code}</script>`,
    policy: `'sha256-${createHash("sha256").update(code).digest("base64")}'`,
  };
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { host: { type: "string" }, site: { type: "string" }, wait: { type: "string" } },
  });
  if (!values.host || !values.site) {
    console.error("usage: npm run snippet -- --host https://calls.example.com --site SITE_KEY [--wait 400]");
    process.exit(2);
  }
  const { html, policy } = await snippet(values.host, values.site, values.wait);
  console.log(`${html}\n\nContent-Security-Policy, where the page has one:\n  script-src ${policy}`);
}
