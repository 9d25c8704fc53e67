/** The calls as a table; the style sheet makes cards of its rows where the screen is narrow. */
import { useState } from "preact/hooks";
import type { Site } from "./call.ts";
import { CallRow } from "./call-row.tsx";
import type { CallList } from "./merge.ts";

const COLUMNS = ["When", "Caller", "Call", "Whose call", "Advertisement", "Visit", "Place and device"];

interface Props {
  list: CallList;
  sites: Site[];
  onMore: () => Promise<void>;
}

export function CallTable({ list, sites, onMore }: Props) {
  const [loading, setLoading] = useState(false);
  const more = async () => {
    setLoading(true);
    await onMore();
    setLoading(false);
  };
  return (
    <>
      <table>
        <caption>{captionOf(list, sites)}</caption>
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {list.calls.map((call) => (
            <CallRow
              key={call.id}
              call={call}
              site={sites.find((site) => site.id === call.site) ?? null}
              named={sites.length > 1}
              fresh={list.fresh.has(call.id)}
            />
          ))}
        </tbody>
      </table>
      {list.next !== null && (
        <p class="more">
          <button type="button" onClick={more} disabled={loading}>
            {loading ? "Loading …" : "Load older calls"}
          </button>
        </p>
      )}
    </>
  );
}

function captionOf(list: CallList, sites: Site[]): string {
  const count = `${list.calls.length} ${list.calls.length === 1 ? "call" : "calls"}`;
  const zones = [...new Set(sites.map((site) => site.timeZone))];
  const zone = zones.length === 1 ? zones[0] : "each site’s own zone";
  return `${count}${list.next === null ? "" : ", and older ones"}; times in ${zone}`;
}
