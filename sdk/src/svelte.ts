/**
 * `ringtrail/svelte`: a function that gives the visitor's number and is reactive wherever Svelte 5 is: in markup,
 * `$derived`, `$effect`. On the server it gives the original.
 */
import { createSubscriber } from "svelte/reactivity";
import { onChange, shown } from "./page-numbers.ts";

const subscribe = createSubscriber(onChange);

/**
 * A number as this visitor is to see it, in the format it is given in.
 *
 * @example
 * <a href={number("tel:+442079460000")}>{number("020 7946 0000")}</a>
 */
export function number(original: string): string {
  subscribe();
  return shown(original);
}
