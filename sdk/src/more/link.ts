/**
 * Takes the visit along to other domains of the site: a link to one of them gets a code that the edge gives, when the
 * visitor comes near it, and loses it again. Whoever arrives with the code goes on with the visit. A click never waits for
 * the code, and goes without where it is late.
 */
import { LINK_PARAMETER, LINK_PATH, type LinkResponse } from "../wire.ts";
import { known, on, onAnswer, put } from "./page.ts";

/** A code is good for two minutes. A link keeps its own for a bit less. */
const KEPT_MS = 100_000;

/** @param settings `link`: hosts, with spaces between them */
export function linkDomains({ link }: DOMStringMap): void {
  let last: Attr | undefined;

  async function near({ target }: { target: Partial<Element> }): Promise<void> {
    const anchor = target.closest?.<HTMLAnchorElement>("a[href]");
    const href = anchor?.getAttributeNode("href");
    if (!href || last === href || !link?.split(" ").includes((anchor as HTMLAnchorElement).host)) return;
    last = href;
    const code = await askCode();
    if (code) put(href, (url) => withCode(url, code));
    setTimeout(() => {
      put(href, (url) => url);
      last = undefined;
    }, KEPT_MS);
  }

  on("pointerover", near);
  on("focusin", near);
  // After the tracker has read the address, which it does when it asks.
  onAnswer(() => setTimeout(() => known() && history.replaceState(history.state, "", withoutCode(location.href))));
}

/**
 * An address of another domain of the site, with a code by which the edge knows who arrives: for links that a script
 * opens. The address as it is, where there is no code.
 *
 * @example
 * location.href = await decorate("https://pay.example/cart");
 */
export async function decorate(url: string): Promise<string> {
  const code = await askCode();
  return code ? withCode(url, code) : url;
}

async function askCode(): Promise<string | undefined> {
  const [, body] = (await known()?.post(LINK_PATH)) ?? [];
  return (body as LinkResponse | undefined)?.code;
}

function withCode(url: string, code: string): string {
  return url.replace(/\?|(?=#|$)/, (query) => `?${LINK_PARAMETER}=${code}${query && "&"}`);
}

function withoutCode(url: string): string {
  return url.replace(/([?&])rt_link=[^&#]*(&?)/, (_, before: string, after: string) => after && before);
}
