/** Why a call is whose it is: the evidence in words, the runner-up, and the ids to look things up by. */
import type { Call } from "./call.ts";
import { percent } from "./words.ts";

export function CallDetails({ call }: { call: Call }) {
  return (
    <div class="why">
      {call.evidence.length > 0 && (
        <ul>
          {call.evidence.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      {call.runnerUp && (
        <p>
          The next likely visit was {call.runnerUp.visit}, at {percent(call.runnerUp.confidence)}.
        </p>
      )}
      <dl>
        {call.channel && <Item name="Channel" value={call.channel} />}
        {call.visitId !== null && <Item name="Visit" value={call.visitId} />}
        <Item name="Call" value={call.id} />
      </dl>
      {call.recordingUrl?.startsWith("https://") && (
        <p>
          <a href={call.recordingUrl} rel="noreferrer">
            Recording at the provider
          </a>
        </p>
      )}
    </div>
  );
}

function Item({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
