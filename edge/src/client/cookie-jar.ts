/**
 * The cookie of one page view: who it says is there, and what becomes of it. A browser whose page is not of the edge's own
 * site, or that is to keep nothing, is neither asked nor given anything but to forget.
 */
import type { IdCookie } from "../switchboard/rpc.ts";
import { idCookie, readIdCookie } from "./id-cookie.ts";
import { isSameSite } from "./same-site.ts";

export class CookieJar {
  readonly #site: string;
  readonly #edge: URL;
  readonly #isOurs: boolean;
  readonly #isAnonymous: boolean;
  readonly #found: string | null;

  constructor(
    { url, headers }: Request,
    { site, anonymous = false }: { site: string; anonymous?: boolean | undefined },
  ) {
    this.#site = site;
    this.#edge = new URL(url);
    this.#isOurs = isSameSite(headers.get("origin") ?? "", this.#edge);
    this.#isAnonymous = anonymous;
    this.#found = this.#isOurs ? readIdCookie(headers.get("cookie"), site) : null;
  }

  /** The visitor whom the cookie names. */
  get visitor(): string | null {
    return this.#isAnonymous ? null : this.#found;
  }

  /**
   * `Set-Cookie` for the answer; `null` for none.
   * @param wanted as the switchboard said
   */
  put(wanted: IdCookie): string | null {
    if (!this.#isOurs) return null;
    // Consent was withdrawn, or the site keeps no cookie any more: what is there goes.
    if (this.#isAnonymous || wanted === null) return this.#found && idCookie(this.#site, null, this.#edge);
    return wanted === undefined ? null : idCookie(this.#site, wanted, this.#edge);
  }
}
