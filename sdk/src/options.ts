/** What a page may set. Everything but `site` and `host` has a default; the script tag's `data-*` attributes mirror these. */

export interface Options {
  /** Public site key. */
  site: string;
  /**
   * Where the edge is: an origin, or an origin with a path when a proxy serves it from there
   * (`https://shop.example/rt`). The script tag takes the place it was loaded from.
   */
  host: string;
  /**
   * Original numbers to be replaced at once, E.164, with spaces between them. For others no number of a pool is taken
   * before `reveal()` asks for it. Default: all; the empty text: none.
   */
  targets?: string | undefined;
  /** Keeps nothing in the browser, and tells the edge nothing of the visitor but the page's path. */
  anonymous?: boolean | undefined;
}
