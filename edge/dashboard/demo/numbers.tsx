/** The numbers shown to this visitor, each with a button that has it called. */
import { useState } from "preact/hooks";
import type { Swap } from "../../../sdk/src/index.ts";
import type { Call } from "../call.ts";
import { isLive, methodWords, percent, statusWords } from "../words.ts";
import { placeCall } from "./last-call.ts";

const KINDS: Record<Swap["kind"], string> = {
  pool: "leased to you alone",
  static: "fixed to your channel",
  overflow: "shared: the pool is exhausted",
  none: "left as it is",
};

export function Numbers({ swaps, visit }: { swaps: Swap[]; visit: string }) {
  return (
    <section aria-label="Your numbers">
      <h2>Your numbers</h2>
      <ul>
        {swaps.map((swap) => (
          <NumberItem key={swap.target} swap={swap} visit={visit} />
        ))}
      </ul>
    </section>
  );
}

function NumberItem({ swap, visit }: { swap: Swap; visit: string }) {
  const [state, setState] = useState<"idle" | "calling" | "failed">("idle");
  const [call, setCall] = useState<Call | null>(null);
  const { number } = swap;
  const ring = async (to: string) => {
    setState("calling");
    setCall(null);
    setState((await placeCall(to, setCall)) ? "idle" : "failed");
  };
  return (
    <li>
      <b>{number === null ? swap.target : swap.national}</b>
      <small>
        {KINDS[swap.kind]}; stands for {swap.target}
      </small>
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
  const whose = call.visitId === visit ? "this visit" : call.visitId === null ? "nobody" : "another visit";
  return (
    <>
      <span class={isLive(call) ? "rt-going" : undefined}>{statusWords(call)}</span>: traced to <b>{whose}</b>
      {call.method === "none" ? "" : `, ${percent(call.confidence)} sure (${methodWords(call.method).toLowerCase()})`}.{" "}
      <a href="/">See it</a>
    </>
  );
}
