/**
 * Keeps numbers out of server-rendered HTML until the framework that is to take it over has done so: React and Vue
 * compare what they find with what they rendered, and throw away what differs. Reads marks that they leave on nodes, and
 * never writes any; where none come, the page is as good as static and waits no longer than for its own scripts.
 */

/** Where server-rendered applications usually stand. An author adds further ones with `data-rt-hydrate`. */
const ROOTS = "#root,#app,#__next,#__nuxt,#___gatsby,astro-island[ssr],[data-rt-hydrate]";

/** Documents rendered as a whole announce their code in their head. SvelteKit (`/_app/`) does so too, but does not compare. */
const WHOLE = '[src*="/_next/"],[href*="/_next/"],[rel=modulepreload]:not([href*="/_app/"])';

/** Scripts of the page's HTML have run when it is loaded; a framework that has left no mark this long after is none. */
const GRACE_MS = 500;

/** Looks for marks this soon, then ever less often, and gives up in the end: what changes then is noticed anyway. */
const LOOK_MS = 40;
const LOOKS_MAX = 150;

/** React's flag of a fiber that it has built over server-rendered nodes but not committed. */
const HYDRATING = 4096;

/** What we read of React's fibers and of Vue's virtual nodes. */
interface Fiber {
  flags: number;
  return: Fiber | null;
  stateNode: { current?: { memoizedState?: { isDehydrated?: boolean } } } | null;
}
interface VNode {
  el: Node | null;
  children: unknown;
  component: { subTree?: VNode; type: object; asyncDep: unknown; asyncResolved: boolean } | null;
  suspense: { pendingBranch?: VNode; activeBranch?: VNode } | null;
}

/**
 * @param again called with an element that was awaited once its framework has come
 * @returns tells whether an element belongs to a part that a framework has yet to take over
 */
export function awaitHydration(again: (element: Element) => void): (element: Element) => boolean {
  const awaited = new Set<Element>();
  let looks = 0;

  function look(): void {
    for (const element of awaited) {
      if (isAwaited(element)) continue;
      awaited.delete(element);
      again(element);
    }
    if (looks++ < LOOKS_MAX) waitOn();
    else awaited.clear();
  }

  function waitOn(): void {
    if (awaited.size) setTimeout(look, LOOK_MS + looks * 8);
  }

  return (element) => {
    if (!isAwaited(element)) return false;
    const idle = !awaited.size;
    awaited.add(element);
    if (idle) waitOn();
    return true;
  };
}

function isAwaited(element: Element): boolean {
  let below: Node | undefined;
  for (let node: Node | null = element; node; node = node.parentNode) {
    const marks = node as unknown as Record<string, Fiber | undefined> & { __vue_app__?: unknown; _vnode?: VNode };
    for (const key of Object.keys(marks)) {
      const fiber = marks[key];
      if (/^__reactFiber\$/.test(key)) return isHydrating(fiber) || (!!below && isInBoundary(below));
      if (/^__reactContainer\$/.test(key)) return !!fiber?.stateNode?.current?.memoizedState?.isDehydrated;
    }
    if (marks.__vue_app__) return isPending(marks._vnode, element);
    below = node;
  }
  const { loadEventEnd } = performance.getEntriesByType("navigation")[0] as PerformanceNavigationTiming;
  if (loadEventEnd && performance.now() > loadEventEnd + GRACE_MS) return false;
  return !!(element.closest(ROOTS) ?? document.head.querySelector(WHOLE));
}

function isHydrating(fiber: Fiber | null | undefined): boolean {
  return !!fiber && (!!(fiber.flags & HYDRATING) || isHydrating(fiber.return));
}

/** Whether a node that React does not know stands between the comments of a boundary that it has yet to hydrate. */
function isInBoundary(node: Node): boolean {
  let closed = 0;
  for (let before = node.previousSibling; before; before = before.previousSibling) {
    const data = before.nodeType === 8 ? (before.nodeValue ?? "") : "";
    if (/^\/[$&]/.test(data)) closed++;
    else if (/^[$&]/.test(data) && !closed--) return true;
  }
  return false;
}

/** Whether an element stands in a part whose Vue component is still loading. */
function isPending(vnode: VNode | undefined, element: Element): boolean {
  if (!vnode) return false;
  const { component, suspense, children, el } = vnode;
  if (component) {
    const inner = component.subTree;
    const loading = component.asyncDep
      ? !component.asyncResolved
      : "__asyncLoader" in component.type && !inner?.component;
    if (!loading) return isPending(inner, element);
    return (
      !!el && (el.nodeType === 8 ? el.nodeValue === "[" && !!el.parentNode?.contains(element) : el.contains(element))
    );
  }
  if (suspense) return isPending(suspense.pendingBranch ?? suspense.activeBranch, element);
  return Array.isArray(children) && children.some((child) => isPending(child, element));
}
