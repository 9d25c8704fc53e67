/**
 * Response headers of the static files, in the form that Workers static assets read
 * (https://developers.cloudflare.com/workers/static-assets/headers/). Rules that match the same file are joined, so no
 * two of them may set the same header.
 */

/** The pages run only what this origin serves, and talk only to it. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "media-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** @param immutable paths of the hashed copies of the script */
export function headersFile(immutable: string[]): string {
  const anyPage = ["Access-Control-Allow-Origin: *", "Cross-Origin-Resource-Policy: cross-origin"];
  return [
    rule("/*", [
      "X-Content-Type-Options: nosniff",
      "Referrer-Policy: strict-origin-when-cross-origin",
      `Content-Security-Policy: ${PAGE_POLICY}`,
    ]),
    ...["/rt.js", "/rt-more.js"].map((path) =>
      rule(path, [...anyPage, "Cache-Control: public, max-age=300, stale-while-revalidate=86400"]),
    ),
    ...immutable.map((path) => rule(path, [...anyPage, "Cache-Control: public, max-age=31536000, immutable"])),
    rule("/rt.json", anyPage),
  ].join("\n");
}

function rule(path: string, headers: string[]): string {
  return `${path}\n${headers.map((header) => `  ${header}\n`).join("")}`;
}
