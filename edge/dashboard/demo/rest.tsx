/** How long the numbers would be kept for this visitor, were the page left now. */
import { clock } from "../words.ts";

interface Props {
  leftSeconds: number;
  freezeSeconds: number;
}

export function Rest({ leftSeconds, freezeSeconds }: Props) {
  return (
    <section aria-label="Rest">
      <h2>
        Kept for you: <span class="rt-clock">{clock(leftSeconds)}</span>
      </h2>
      <progress max={freezeSeconds} value={leftSeconds} aria-label="Guaranteed rest left" />
      <small>So long nobody else gets your numbers. Begins anew while you look at the shop.</small>
    </section>
  );
}
