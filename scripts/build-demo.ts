/**
 * The demo at `/demo/`: the example shop as it is, plus a panel beside it that shows what the script knows. The panel
 * is added to the pages here, so that the example itself stays what a user would write.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Files } from "./build.ts";
import { bundlePage } from "./build-page.ts";

const SHOP = "examples/static-site";
const PANEL =
  '<link rel="stylesheet" href="/demo/panel.css"><script type="module" src="/demo/panel.js"></script></head>';

export async function demoFiles(): Promise<Files> {
  const files: Files = new Map<string, string | Uint8Array>();
  for (const entry of readdirSync(SHOP, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name === "README.md") continue;
    const path = join(entry.parentPath, entry.name);
    const content = readFileSync(path);
    const served = path.replace(SHOP, "demo").replaceAll("\\", "/");
    files.set(served, served.endsWith(".html") ? content.toString("utf8").replace("</head>", PANEL) : content);
  }
  files.set("demo/panel.js", await bundlePage("edge/dashboard/demo/panel.tsx"));
  files.set("demo/panel.css", await bundlePage("edge/dashboard/demo/panel.css"));
  return files;
}
