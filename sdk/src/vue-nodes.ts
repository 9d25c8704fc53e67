/**
 * Reads Vue's tree of virtual nodes for what it has not taken over yet: components whose code, or whose `setup`, is
 * still awaited. Their server-rendered HTML stands there as it came. Only reads, and expects to find anything.
 */

/** What we read of Vue's nodes. */
export interface VNode {
  el?: Node | null;
  children?: unknown;
  component?: Instance | null;
  suspense?: { pendingBranch?: VNode | null; activeBranch?: VNode | null } | null;
}

interface Instance {
  subTree?: VNode | null;
  type: object;
  asyncDep?: unknown;
  asyncResolved?: boolean;
}

/** `Node.COMMENT_NODE` */
export const COMMENT = 8;

/** Trees in which nothing was awaited: nothing of theirs is the server's any more. */
const settled = new WeakSet<VNode>();

/** Whether an element stands in a part that Vue has yet to take over. */
export function isLoading(tree: VNode | undefined, element: Element): boolean {
  if (!tree || settled.has(tree)) return false;
  const parts = [...loadingIn(tree)];
  if (parts.length === 0) settled.add(tree);
  return parts.some((part) => part.contains(element));
}

/** The server's nodes under a virtual node that are still to be taken over. */
function* loadingIn({ component, suspense, children, el }: VNode): Generator<Node> {
  if (component) {
    if (!isWaiting(component)) yield* loadingIn(component.subTree ?? {});
    // A component of several nodes begins with a comment; any other comment stands for nothing that was rendered.
    else if (el?.nodeType !== COMMENT) yield* el ? [el] : [];
    else if (el.nodeValue === "[" && el.parentNode) yield el.parentNode;
  } else if (suspense) {
    yield* loadingIn(suspense.pendingBranch ?? suspense.activeBranch ?? {});
  } else if (Array.isArray(children)) {
    for (const child of children) if (child && typeof child === "object") yield* loadingIn(child);
  }
}

function isWaiting({ subTree, type, asyncDep, asyncResolved }: Instance): boolean {
  return asyncDep ? !asyncResolved : Reflect.has(type, "__asyncLoader") && !subTree?.component;
}
