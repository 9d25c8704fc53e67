/**
 * The panel beside the demo shop: this visit as the script and the edge see it. It changes nothing of the shop's pages
 * but makes room for itself, and is marked so that the script leaves the numbers in it alone.
 */
import { render } from "preact";
import type { TouchSummary } from "../../../sdk/src/index.ts";
import { AdLinks } from "./ad-links.tsx";
import { Numbers } from "./numbers.tsx";
import { Rest } from "./rest.tsx";
import { becomeNewVisitor, useKnowledge } from "./tracker.ts";

function Panel() {
  const known = useKnowledge();
  const wide = matchMedia("(min-width: 75rem)").matches;
  return (
    <details class="rt-sheet" open={wide}>
      <summary>What Ringtrail knows of this visit</summary>
      <div class="rt-body">
        {known ? (
          <>
            <Touch touch={known.visit.touch} visit={known.visit.visit} />
            <Numbers swaps={known.visit.swaps} visit={known.visit.visit} />
            <Rest leftSeconds={known.keptSeconds} freezeSeconds={known.visit.freezeSeconds} />
          </>
        ) : (
          <p>No answer yet. The shop shows its own numbers, as it does whenever anything fails.</p>
        )}
        <AdLinks />
        <p class="rt-foot">
          <a href="/">Live page of calls</a>
          <button type="button" onClick={becomeNewVisitor}>
            Come as a new visitor
          </button>
        </p>
      </div>
    </details>
  );
}

function Touch({ touch, visit }: { touch: TouchSummary; visit: string }) {
  const lines: [string, string][] = [
    ["Channel", touch.channel],
    ["Source / medium", [touch.source, touch.medium].filter(Boolean).join(" / ")],
    ["Campaign", touch.campaign],
    ["Keyword", touch.term],
    ["Content", touch.content],
    ["Landing page", touch.landing],
    ["Referrer", touch.referrer],
    ["Visit", visit],
  ];
  return (
    <section aria-label="Where you came from">
      <dl>
        {lines.map(([name, value]) =>
          value === "" ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
    </section>
  );
}

const host = document.createElement("aside");
host.className = "rt-panel";
host.setAttribute("aria-label", "Ringtrail");
host.setAttribute("data-rt-ignore", "");
document.body.append(host);
render(<Panel />, host);
