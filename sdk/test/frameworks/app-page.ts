/** A page with one of the apps in it, server-rendered or not, whose files come when the test lets them. */
import type { Page } from "playwright-core";
import { document, type Stage } from "../browser/setup.ts";
import type { App } from "./build-app.ts";

/** What the app shows, by the element's id: its text, or an attribute where the key says which. */
export type Shown = Record<string, string>;

/** Everything the app shows at first; `{1}` stands for the end of the first number, `{2}` for that of the second. */
const ALL: Shown = {
  call: "020 7946 {1}",
  "call href": "tel:+44207946{1}",
  mixed: "Call 020 7946 {1}, asked 0 times",
  written: "Ask 020 7946 {1} (0)",
  "written title": "020 7946 {1} (0)",
  other: "020 7946 {1}",
  list: "020 7946 {2} a|020 7946 {2} b|020 7946 {2} c",
  toggled: "020 7946 {1}",
  html: "020 7946 {1}",
  hook: "020-7946-{1}",
  component: "(020) 7946 {1}",
  "component href": "tel:+44207946{1}",
};

/** What the page is to show, given what differs from its beginning. */
export function visitors(changes: Shown = {}): Shown {
  return fill({ ...ALL, ...changes }, "0103", "0201");
}

export function originals(changes: Shown = {}): Shown {
  return fill({ ...ALL, ...changes }, "0000", "0001");
}

function fill(shown: Shown, first: string, second: string): Shown {
  const entries = Object.entries(shown).map(([key, text]) => [
    key,
    text.replaceAll("{1}", first).replaceAll("{2}", second),
  ]);
  return Object.fromEntries(entries);
}

/** Reads that from the page, right before it is painted next. An element that is not there is left out. */
export function read(page: Page, keys = Object.keys(ALL)): Promise<Shown> {
  return page.evaluate(async (wanted) => {
    await new Promise(requestAnimationFrame);
    const entries = wanted.flatMap((key): [string, string][] => {
      const [id = "", attribute] = key.split(" ");
      const element = window.document.getElementById(id);
      if (!element) return [];
      const text = [...(id === "list" ? element.children : [element])]
        .map((each) => each.textContent?.trim())
        .join("|");
      return [[key, attribute ? (element.getAttribute(attribute) ?? "") : text]];
    });
    return Object.fromEntries(entries);
  }, keys);
}

/** Clicks the app's button and reads what is painted next. */
export async function act(page: Page, button: string, keys?: string[]): Promise<Shown> {
  await page.evaluate((id) => window.document.getElementById(id)?.click(), `do-${button}`);
  return read(page, keys);
}

export interface AppPage {
  page: Page;
  /** Lets a file of the app that was held back go to the browser. */
  release(file: string): void;
}

export interface Opening {
  /** Whether the server renders the app. */
  rendered: boolean;
  /** Files that the browser gets only when they are released. */
  held?: string[];
  /** The app's element. */
  root?: string;
  head?: string;
}

/** Opens the app's page, with a number outside the app as well. */
export async function openApp(stage: Stage, app: App, opening: Opening): Promise<AppPage> {
  const releases = new Map<string, () => void>();
  const gates = new Map(
    opening.held?.map((file) => [file, new Promise<void>((resolve) => releases.set(file, resolve))]),
  );
  await stage.context.route(/\/([\w-]+\.js)$/, async (route) => {
    const file = new URL(route.request().url()).pathname.slice(1);
    const body = file.startsWith("_next/") ? "" : app.files.get(file);
    await gates.get(file);
    if (body === undefined) await route.fallback();
    else await route.fulfill({ body, contentType: "text/javascript" });
  });
  const root = `<div ${opening.root ?? 'id="root"'}>${opening.rendered ? app.html : ""}</div>`;
  const body = `${root}<p id="outside">020 7946 0000</p><script type="module" src="/app.js"></script>`;
  const head = `<script src="/rt.js" data-site="demo"></script>${opening.head ?? ""}`;
  stage.edge.pages.set("/", document(body, head));
  // A module that is held back keeps the page from being loaded.
  await stage.page.goto(`${stage.edge.origin}/`, { waitUntil: "commit" });
  return { page: stage.page, release: (file) => releases.get(file)?.() };
}

/** Resolves when the number outside of the app has been put in. */
export async function swappedOutside(page: Page): Promise<void> {
  await page.waitForFunction(() => window.document.getElementById("outside")?.textContent === "020 7946 0103");
}
