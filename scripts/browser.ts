/**
 * Finds and launches the browser of the tests. `CHROME_PATH` wins; on Linux x64 it is the Chromium that comes inside the
 * npm package `@sparticuz/chromium`, run with the libraries and fonts of that package, so that a bare machine will do;
 * elsewhere an installed Chrome or Chromium. It never downloads anything and never lets a test be skipped: no browser, an error.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { inflate } from "@sparticuz/chromium";
import { type Browser, chromium, type LaunchOptions } from "playwright-core";

/** A browser on this machine: the program, and what its process needs in its environment. */
interface Program {
  path: string;
  env: Record<string, string>;
}

const PACKAGE_PARTS = ["chromium.br", "al2023.tar.br", "fonts.tar.br", "swiftshader.tar.br"];

const INSTALLED = [
  "/usr/bin/google-chrome",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

/** Launches the browser. Without further options it is headless, unsandboxed (tests run as root in containers), with web security on. */
export async function launchBrowser(options: LaunchOptions = {}): Promise<Browser> {
  const program = await findBrowser();
  return chromium.launch({
    ...options,
    executablePath: program.path,
    env: { ...definedEnv(), ...program.env, ...options.env },
    args: ["--no-sandbox", "--font-render-hinting=none", ...(options.args ?? [])],
  });
}

/** Where the browser is; throws, in words, when there is none. */
export async function findBrowser(): Promise<Program> {
  const chosen = process.env.CHROME_PATH;
  if (chosen) {
    if (!existsSync(chosen)) throw new Error(`CHROME_PATH is ${chosen}, but there is no such file.`);
    return { path: chosen, env: {} };
  }
  if (process.platform === "linux" && process.arch === "x64") return packagedBrowser();
  const path = INSTALLED.find((candidate) => existsSync(candidate));
  if (path) return { path, env: {} };
  throw new Error("No browser for the tests: install Chrome or Chromium, or set CHROME_PATH to one.");
}

/** Unpacks the package's Chromium once per installation, and names its libraries and fonts. */
async function packagedBrowser(): Promise<Program> {
  const root = dirname(dirname(createRequire(import.meta.url).resolve("@sparticuz/chromium")));
  const version: unknown = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version;
  const home = fileURLToPath(new URL(`../node_modules/.cache/chromium-${version}`, import.meta.url));
  if (!existsSync(home)) await unpack(join(root, "bin"), home);
  const libraries = [join(home, "al2023", "lib"), process.env.LD_LIBRARY_PATH].filter(Boolean).join(delimiter);
  return {
    path: join(home, "chromium"),
    env: { LD_LIBRARY_PATH: libraries, FONTCONFIG_PATH: join(home, "fonts") },
  };
}

/**
 * Unpacks beside the final place and renames, so that processes that start together never see half a browser.
 * `inflate` writes to the directory for temporary files as it is when called, hence the moment with another `TMPDIR`.
 */
async function unpack(bin: string, home: string): Promise<void> {
  const draft = `${home}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  const before = process.env.TMPDIR;
  process.env.TMPDIR = draft;
  const parts = tmpdir() === draft ? PACKAGE_PARTS.map((part) => inflate(join(bin, part))) : [];
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  if (parts.length === 0) throw new Error("TMPDIR is not honoured on this machine; set CHROME_PATH to a browser.");
  await Promise.all(parts);
  writeFileSync(join(draft, "fonts", "fonts.conf"), fontsConf(home));
  try {
    renameSync(draft, home);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(home)) throw error;
  }
}

/** The package's own file names the places of a cloud function; ours names the unpacked fonts, then the machine's. */
function fontsConf(home: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(home, "fonts", "fonts")}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(home, "fonts-cache")}</cachedir>
</fontconfig>
`;
}

function definedEnv(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).flatMap(([k, v]) => (v === undefined ? [] : [[k, v]])));
}
