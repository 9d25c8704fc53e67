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
   * `skip`: a browser driven by a program (`navigator.webdriver`) is left alone without asking the edge. By default it
   * is told to the edge, whose site settings decide.
   */
  automation?: "ask" | "skip" | undefined;
  /** Longest wait for the edge, milliseconds; the page shows its original numbers meanwhile. Default 5000. */
  timeoutMs?: number | undefined;
}
