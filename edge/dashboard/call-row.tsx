/** One call: a row of the table, or a card on a small screen, and below it, on demand, why it is whose it is. */
import { useState } from "preact/hooks";
import type { Call, Site } from "./call.ts";
import { CallDetails } from "./call-details.tsx";
import {
  callerWords,
  clock,
  deviceWords,
  isLive,
  methodWords,
  originWords,
  percent,
  placeWords,
  statusWords,
  whenWords,
} from "./words.ts";

interface Props {
  call: Call;
  site: Site | null;
  /** Whether the site's name is worth saying. */
  named: boolean;
  fresh: boolean;
}

export function CallRow({ call, site, named, fresh }: Props) {
  const [open, setOpen] = useState(false);
  const when = whenWords(call.startedAt, site?.timeZone ?? "UTC");
  const details = `details-${call.id}`;
  return (
    <>
      <tr class={["call", fresh && "fresh", open && "open"].filter(Boolean).join(" ")}>
        <td data-label="When">
          <b>{when.time}</b>
          <small>{when.day}</small>
        </td>
        <td data-label="Caller">
          <b class="number">{callerWords(call)}</b>
          <small class="number">to {call.number}</small>
          {named && site && <small>{site.name}</small>}
        </td>
        <td data-label="Call">
          <Status call={call} />
        </td>
        <td data-label="Whose call">
          <Confidence call={call} />
          <button
            type="button"
            class="link"
            aria-expanded={open}
            aria-controls={details}
            onClick={() => setOpen(!open)}
          >
            {open ? "Hide why" : "Why?"}
          </button>
        </td>
        <td data-label="Advertisement">
          <Advertisement call={call} />
        </td>
        <td data-label="Visit">
          <Visit call={call} />
        </td>
        <td data-label="Place and device">
          {call.visit && <b>{placeWords(call.visit) || "Place not known"}</b>}
          {call.visit && <small>{deviceWords(call.visit)}</small>}
        </td>
      </tr>
      <tr id={details} class="details" hidden={!open}>
        <td colSpan={7}>{open && <CallDetails call={call} />}</td>
      </tr>
    </>
  );
}

function Status({ call }: { call: Call }) {
  const length = call.talkSeconds ?? call.durationSeconds;
  return (
    <>
      <b class={`status ${isLive(call) ? "going" : call.status}`}>{statusWords(call)}</b>
      <small>
        {length !== null && !isLive(call) && <span class="number">{clock(length)}</span>}
        {call.recordingUrl !== null && <span class="recorded">recorded</span>}
      </small>
    </>
  );
}

function Confidence({ call }: { call: Call }) {
  const words = methodWords(call.method);
  if (call.method === "none") return <b class="quiet">{words}</b>;
  return (
    <>
      <b>{words}</b>
      <span class="confidence">
        <meter min={0} max={1} low={0.5} high={0.8} optimum={1} value={call.confidence} aria-label="Confidence" />
        <small class="number">{percent(call.confidence)}</small>
      </span>
    </>
  );
}

function Advertisement({ call }: { call: Call }) {
  const origin = originWords(call);
  if (!origin) return <span class="quiet">–</span>;
  return (
    <>
      <b>{origin}</b>
      {call.campaign && <small title={call.campaign}>{call.campaign}</small>}
      {call.term && <small title={call.term}>“{call.term}”</small>}
    </>
  );
}

function Visit({ call }: { call: Call }) {
  if (!call.visit) return <span class="quiet">–</span>;
  const { landing, pages } = call.visit;
  return (
    <>
      <b title={landing}>{landing}</b>
      <small>
        {pages} {pages === 1 ? "page" : "pages"} seen
      </small>
    </>
  );
}
