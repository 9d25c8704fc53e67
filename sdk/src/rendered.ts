/**
 * Which parts of a page a server may have rendered for a framework that is about to take them over. Says nothing of
 * whether it has; and must hold for few pages else, since numbers are shown later there.
 */

/**
 * Where such applications usually stand: what templates call it, `#__next`, `#__nuxt` and the like, Astro's islands. An
 * author marks others with `data-rt-hydrate`.
 */
const ROOTS = "#root,#app,[id^=__],[ssr],[data-rt-hydrate]";

/** Next renders whole documents; the scripts in their head tell. */
const WHOLE = "[src*=_next]";

export function isRendered(element: Element): boolean {
  return !!(element.closest(ROOTS) ?? document.head.querySelector(WHOLE));
}
