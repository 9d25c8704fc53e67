/** How long the numbers would rest for this visitor, were the page left now. */
import { useEffect, useState } from "preact/hooks";
import { clock } from "../words.ts";
import { freezeOf } from "./tracker.ts";

export function Rest() {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const freeze = freezeOf();
  if (!freeze) return null;
  const left = Math.max(0, freeze.seconds - (nowMs - freeze.lastSeenMs) / 1000);
  return (
    <section aria-label="Rest">
      <h2>
        Rest for you: <span class="rt-clock">{clock(left)}</span>
      </h2>
      <progress max={freeze.seconds} value={left} aria-label="Guaranteed rest left" />
      <small>Begins anew with every sign of life, as long as you look at the shop.</small>
    </section>
  );
}
