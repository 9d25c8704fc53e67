/**
 * Tells when a framework has taken over a server-rendered part of the page, by the marks that React and Vue leave on its
 * nodes; nothing is written there before. Where no mark comes, no framework does, and the part waits no longer than for
 * the page's own scripts. Must never write a mark, and must never trust one to be there.
 */
import { COMMENT, isLoading } from "./vue-nodes.ts";

/** Scripts of the page's HTML have run when it is loaded; a framework that has left no mark this long after is none. */
const GRACE_MS = 500;

/** Looks for marks this soon and then ever less often, some minutes long. What changes later is noticed anyway. */
const LOOK_MS = 40;
const LOOKS_MAX = 200;

/** React's flag of a part that it renders over the server's nodes and has not committed. */
const HYDRATING = 4096;

/** What we read of React's fibers. */
interface Fiber {
  flags: number;
  return: Fiber | null;
  stateNode: { current?: { memoizedState?: { isDehydrated?: boolean } } } | null;
}

/**
 * @param again looks through a node whose framework has come; at once through the page, of which nothing is known so far
 * @param isRendered whether an element may be a server's rendering at all
 * @returns tells whether an element belongs to a part that a framework has yet to take over
 */
export function awaitHydration(
  again: (node: Node) => void,
  isRendered: (element: Element) => boolean,
): (element: Element) => boolean {
  const awaited = new Set<Element>();
  let looks = 0;

  const isAwaited = (element: Element) => whatMarksSay(element) ?? (isRendered(element) && !isSettled());

  function look(): void {
    for (const element of awaited) {
      if (isAwaited(element)) continue;
      awaited.delete(element);
      again(element);
    }
    if (awaited.size && looks++ < LOOKS_MAX) setTimeout(look, LOOK_MS + looks * 8);
  }

  setTimeout(() => again(document));
  return (element) => {
    if (!isAwaited(element)) return false;
    if (!awaited.size) setTimeout(look, LOOK_MS);
    awaited.add(element);
    return true;
  };
}

/** Whether the framework that an element belongs to has yet to take it over; nothing if it belongs to none so far. */
function whatMarksSay(element: Element): boolean | undefined {
  let below: Node | undefined;
  for (let node: Node | null = element; node; node = node.parentNode) {
    // By name, not by property: names that begin with `_` are shortened in the script.
    for (const [name, mark] of Object.entries(node)) {
      if (name.startsWith("__reactFiber$")) return isHydrating(mark as Fiber) || isBetweenComments(below);
      if (name.startsWith("__reactContainer$")) return isDehydrated(mark as Fiber);
      if (name === "__vue_app__") return isLoading(Reflect.get(node, "_vnode"), element);
    }
    below = node;
  }
  return undefined;
}

/** Whether the page's own scripts have had their time, or are Svelte's, which compares nothing. */
function isSettled(): boolean {
  if (Reflect.has(window, "__svelte")) return true;
  const [page] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return !page || (page.loadEventEnd > 0 && performance.now() > page.loadEventEnd + GRACE_MS);
}

function isHydrating(fiber: Fiber | null): boolean {
  return !!fiber && (!!(fiber.flags & HYDRATING) || isHydrating(fiber.return));
}

/** The root of a React tree that renders over the server's nodes, before it has done so. */
function isDehydrated(root: Fiber | null): boolean {
  return !!root?.stateNode?.current?.memoizedState?.isDehydrated;
}

/**
 * Whether a node that React does not know stands between the comments of a boundary: it is hydrated later than what is
 * around it. Other unknown nodes were put in by somebody else.
 */
function isBetweenComments(node: Node | undefined): boolean {
  let closed = 0;
  for (let before = node?.previousSibling; before; before = before.previousSibling) {
    const mark = before.nodeType === COMMENT ? /^(\/?)[$&]/.exec(before.nodeValue ?? "") : undefined;
    if (mark?.[1]) closed++;
    else if (mark && closed-- === 0) return true;
  }
  return false;
}
