/** The numbers shown to this visitor, each with a button that has it called. */
import { useState } from "preact/hooks";
import type { Swap } from "../../../sdk/src/index.ts";
import type { Call } from "../call.ts";
import { isLive, methodWords, percent, statusWords } from "../words.ts";
import { placeCall } from "./last-call.ts";

/** Printed on paper, so never leased; see the seed of the demo. */
const FLYER = { number: "+442079460300", national: "020 7946 0300" };

const KINDS: Record<Swap["kind"], string> = {
  pool: "leased to you alone",
  static: "fixed to your channel",
  overflow: "shared: there is none for you alone",
  code: "for all, told apart by your code",
  email: "for your mail alone",
  none: "left as it is",
};

export function Numbers({ swaps, visit }: { swaps: Swap[]; visit: string }) {
  return (
    <section aria-label="Your numbers">
      <h2>Your numbers</h2>
      <ul>
        {swaps.map((swap) => (
          <NumberItem
            key={swap.target}
            number={swap.number}
            shown={swap.number === null ? `…${swap.target.slice(-4)}` : swap.national}
            note={`${KINDS[swap.kind]}, in place of …${swap.target.slice(-4)}`}
            visit={visit}
          />
        ))}
        <NumberItem
          number={FLYER.number}
          shown={FLYER.national}
          note="printed on a flyer, for everybody"
          visit={visit}
        />
      </ul>
    </section>
  );
}

interface ItemProps {
  /** E.164; `null` when there is none to call. */
  number: string | null;
  shown: string;
  note: string;
  visit: string;
}

function NumberItem({ number, shown, note, visit }: ItemProps) {
  const [state, setState] = useState<"idle" | "calling" | "failed">("idle");
  const [call, setCall] = useState<Call | null>(null);
  const ring = async (to: string) => {
    setState("calling");
    setCall(null);
    setState((await placeCall(to, setCall)) ? "idle" : "failed");
  };
  return (
    <li>
      <b>{shown}</b>
      <small>{note}</small>
      {number !== null && (
        <button type="button" disabled={state === "calling"} onClick={() => void ring(number)}>
          {state === "calling" ? "Calling …" : "Call this number"}
        </button>
      )}
      <p role="status">
        {state === "failed" && "The call did not come through."}
        {call && <Outcome call={call} visit={visit} />}
      </p>
    </li>
  );
}

function Outcome({ call, visit }: { call: Call; visit: string }) {
  const whose =
    call.visitId === visit ? "this visit" : call.visitId !== null ? "another visit" : call.channel || "nobody";
  return (
    <>
      <span class={isLive(call) ? "rt-going" : undefined}>{statusWords(call)}</span>: traced to <b>{whose}</b>
      {call.method === "none" ? "" : `, ${percent(call.confidence)} sure (${methodWords(call.method).toLowerCase()})`}.{" "}
      <a href="/">See it</a>
    </>
  );
}
