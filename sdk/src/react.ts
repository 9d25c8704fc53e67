/**
 * `ringtrail/react`: a hook and a component that show the visitor's number. Server and first client render give the
 * original, so there is nothing to mismatch; React itself writes the visitor's number afterwards.
 */
import {
  type ComponentPropsWithRef,
  createElement,
  type ReactElement,
  startTransition,
  useEffect,
  useReducer,
} from "react";
import { onChange, shown } from "./page-numbers.ts";

/** A function that gives numbers as they are to be shown; a component that uses it is rendered again when they change. */
function useShown(): (original: string) => string {
  const [changes, changed] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    // Not `useSyncExternalStore`: what it renders after hydration is urgent, and an urgent update makes React throw away
    // the server's HTML of every Suspense boundary inside that it has yet to hydrate. A transition waits for them.
    const update = () => startTransition(changed);
    update();
    return onChange(update);
  }, []);
  return (original) => (changes ? shown(original) : original);
}

/**
 * A number as this visitor is to see it, in the format it is given in.
 *
 * @example
 * const text = useNumber("020 7946 0000"); // "020 7946 0103"
 * const link = useNumber("tel:+442079460000"); // "tel:+442079460103"
 */
export function useNumber(original: string): string {
  return useShown()(original);
}

export interface PhoneNumberProps extends Omit<ComponentPropsWithRef<"a">, "href" | "target" | "children"> {
  /** The original number, E.164: what the link dials while there is nothing to show in its place. */
  target: string;
  /** The original as it is to be read. Default: `target`. */
  children?: string;
}

/**
 * A link that shows and dials the visitor's number.
 *
 * @example
 * <PhoneNumber target="+442079460000" className="phone">020 7946 0000</PhoneNumber>
 */
export function PhoneNumber({ target, children = target, ...rest }: PhoneNumberProps): ReactElement {
  const show = useShown();
  return createElement("a", { ...rest, href: show(`tel:${target}`) }, show(children));
}

export { PhoneNumber as Number };
