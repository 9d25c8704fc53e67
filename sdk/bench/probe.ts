/** The part of the script that walks the page, as a bundle of its own for the benchmark: bundled and minified as the script is. */
import { createSwapper, type Swapper } from "../src/swap.ts";
import type { Swap } from "../src/wire.ts";

declare global {
  interface Window {
    probe: { use(swaps: Swap[]): void; refresh(): void };
  }
}

const swapper: Swapper = createSwapper(() => {});
window.probe = {
  use: (swaps) => swapper._use(swaps),
  refresh: () => swapper._scan(document),
};
