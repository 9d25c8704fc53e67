/** The live list of calls, with its head line, its empty and its failing state. */
import { useEffect, useState } from "preact/hooks";
import { type Failure, fetchSites } from "./api.ts";
import type { Site } from "./call.ts";
import { CallTable } from "./call-table.tsx";
import { useCalls } from "./use-calls.ts";
import { announcement } from "./words.ts";

const FAILURES: Record<Failure, string> = {
  key: "The key is not accepted.",
  scope: "This key may not read calls.",
  network: "No connection. Trying again …",
  server: "The server could not answer. Trying again …",
};

interface Props {
  apiKey: string;
  onRefused: () => void;
  onForget: () => void;
}

export function Calls({ apiKey, onRefused, onForget }: Props) {
  const { list, failure, loadMore } = useCalls(apiKey, onRefused);
  const [sites, setSites] = useState<Site[]>([]);
  useEffect(() => void fetchSites(apiKey).then(setSites), [apiKey]);
  const newest = list?.calls.find((call) => list.fresh.has(call.id));
  return (
    <>
      <header class="top">
        <h1>Calls</h1>
        <p class={failure ? "live bad" : "live"} role="status">
          {failure ? FAILURES[failure] : "Live"}
        </p>
        <nav aria-label="More">
          <a href="/openapi.json">API</a>
          <button type="button" class="link" onClick={onForget}>
            Forget the key
          </button>
        </nav>
      </header>
      <p class="unseen" aria-live="polite">
        {newest ? announcement(newest) : ""}
      </p>
      <main>
        {list === null && !failure && <p class="quiet">Loading …</p>}
        {list?.calls.length === 0 && <Empty />}
        {list !== null && list.calls.length > 0 && <CallTable list={list} sites={sites} onMore={loadMore} />}
      </main>
    </>
  );
}

function Empty() {
  return (
    <div class="card empty">
      <h2>No calls yet</h2>
      <p>They appear here by themselves, a second or two after the phone rings.</p>
      <p>
        Running on your own machine? Open{" "}
        <a href="/demo/?utm_source=google&utm_medium=cpc&utm_campaign=brand">the demo shop</a> and let its panel call
        the number you see.
      </p>
    </div>
  );
}
