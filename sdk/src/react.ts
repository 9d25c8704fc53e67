/**
 * `ringtrail/react`: a hook and a component that show the visitor's number. Server and first client render give the
 * original, so nothing is there to mismatch; React itself writes the visitor's number afterwards.
 */
import { type ComponentPropsWithRef, createElement, type ReactElement, useSyncExternalStore } from "react";
import { onChange, shown } from "./page-numbers.ts";

/**
 * A number as this visitor is to see it, in the format it is given in.
 *
 * @example
 * const text = useNumber("020 7946 0000"); // "020 7946 0103"
 * const link = useNumber("tel:+442079460000"); // "tel:+442079460103"
 */
export function useNumber(original: string): string {
  return useSyncExternalStore(
    onChange,
    () => shown(original),
    () => original,
  );
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
  const text = useNumber(children);
  return createElement("a", { ...rest, href: useNumber(`tel:${target}`) }, text);
}

export { PhoneNumber as Number };
