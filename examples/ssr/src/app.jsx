import { useState } from "react";
import { PhoneNumber, useNumber } from "ringtrail/react";

export function App() {
  const [asked, setAsked] = useState(0);
  const workshop = useNumber("020 7946 0001");

  return (
    <main>
      <h1>Plover Cycles</h1>
      <p>
        <PhoneNumber className="call" target="+442079460000">
          020 7946 0000
        </PhoneNumber>
      </p>
      <p>The workshop is at {workshop}; that is a hook.</p>
      <p>
        This is plain text: +44 (0)20 7946-0000, written again {asked} times.{" "}
        <button type="button" onClick={() => setAsked(asked + 1)}>
          Write it again
        </button>
      </p>
    </main>
  );
}
