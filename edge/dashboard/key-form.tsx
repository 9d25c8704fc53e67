/** Asks for the operator key. */
import { useState } from "preact/hooks";

interface Props {
  /** The last key was not accepted. */
  refused: boolean;
  onKey: (key: string) => void;
}

export function KeyForm({ refused, onKey }: Props) {
  const [key, setKey] = useState("");
  const submit = (event: Event) => {
    event.preventDefault();
    if (key.trim()) onKey(key.trim());
  };
  return (
    <main class="key">
      <form class="card" onSubmit={submit}>
        <h1>Ringtrail</h1>
        <label for="key">Operator key</label>
        <input
          id="key"
          type="password"
          autocomplete="off"
          required
          value={key}
          aria-invalid={refused}
          aria-describedby="key-note"
          onInput={(event) => setKey(event.currentTarget.value)}
        />
        <p id="key-note" role={refused ? "alert" : undefined} class={refused ? "bad" : "quiet"}>
          {refused
            ? "This key is not accepted. It may be mistyped or revoked."
            : "Kept in this tab only. A new one is made by: npm run key"}
        </p>
        <button type="submit">Show the calls</button>
      </form>
    </main>
  );
}
