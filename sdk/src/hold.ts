/**
 * Holds numbers back from server-rendered HTML that a framework may be about to take over: React and Vue compare what they
 * find with what they rendered, and throw away what differs. Whether the framework has come is told by a part that is
 * loaded only where something is held. If that part cannot be loaded, the original numbers stay there.
 */
import { onDemand } from "./on-demand.ts";
import { isRendered } from "./rendered.ts";

/**
 * Whether an element must be left as it is for now.
 *
 * @param again looks through a node once more, when nothing stands against changing it
 */
export let isHeld = (element: Element, again: (node: Node) => void): boolean => {
  const held = isRendered(element);
  if (held) {
    isHeld = isRendered;
    onDemand().then(
      ({ awaitHydration }) => {
        isHeld = awaitHydration(again, isRendered);
      },
      () => {},
    );
  }
  return held;
};
