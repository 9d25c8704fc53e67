/** Numbers that the tracker's `targets` left out: none of a pool is taken for them before somebody asks. */
import { swapOf, tracker } from "./page.ts";

/**
 * Asks for the number to be shown in place of an original one, E.164, unless it is shown already. Resolves once it is in
 * the page, or cannot be had; never rejects.
 *
 * @example
 * await reveal("+442079460000");
 * tracker.number("020 7946 0000"); // "020 7946 0103"
 */
export function reveal(target: string): Promise<void> | undefined {
  const ringtrail = tracker();
  if (swapOf(target) || !ringtrail) return;
  const options = ringtrail.options;
  if ("targets" in options) options.targets += ` ${target}`;
  return ringtrail.ask(true);
}
