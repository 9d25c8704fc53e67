/**
 * Holds numbers back from server-rendered HTML that a framework may be about to take over: React and Vue compare what they
 * find with what they rendered, and throw away what differs. Which parts those may be is said here; whether the framework
 * has come, by a part that is loaded only where there is such a part. Must not hold anything back elsewhere.
 */

/**
 * Where server-rendered applications usually stand: what templates call it, `#__next`, `#__nuxt` and the like, Astro's
 * islands. An author marks others with `data-rt-hydrate`.
 */
const ROOTS = "#root,#app,[id^=__],[ssr],[data-rt-hydrate]";

/** Documents rendered as a whole announce their code in their head. SvelteKit (`/_app/`) does too, but compares nothing. */
const WHOLE = "[src*=_next],[rel=modulepreload]:not([href*=_app])";

/**
 * @param again called with an element that was held back once nothing stands against changing it
 * @returns tells whether an element must be left as it is for now
 */
export function createHold(again: (element: Element) => void): (element: Element) => boolean {
  const held = new Set<Element>();
  const isRendered = (element: Element) => !!(element.closest(ROOTS) ?? document.head.querySelector(WHOLE));
  let isHeld = (element: Element) => {
    if (!isRendered(element)) return false;
    if (!held.size) {
      import("./hydration.ts")
        .then(({ awaitHydration }) => {
          isHeld = awaitHydration(isRendered, again);
          for (const element of held) again(element);
        })
        .catch(() => {});
    }
    held.add(element);
    return true;
  };
  return (element) => isHeld(element);
}
