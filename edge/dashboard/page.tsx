/** Entry of the live page: finds the key, then shows the form that asks for one, or the calls. */
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Calls } from "./calls.tsx";
import { demoKey, storedKey, storeKey } from "./key.ts";
import { KeyForm } from "./key-form.tsx";

type State = { step: "finding" } | { step: "asking"; refused: boolean } | { step: "showing"; key: string };

/** Keeps the key for this tab. */
function showing(key: string): State {
  storeKey(key);
  return { step: "showing", key };
}

/** Forgets the key. */
function asking(refused: boolean): State {
  storeKey(null);
  return { step: "asking", refused };
}

function Page() {
  const [state, setState] = useState<State>({ step: "finding" });
  useEffect(() => {
    const key = storedKey();
    if (key !== null) setState(showing(key));
    else void demoKey().then((found) => setState(found === null ? asking(false) : showing(found)));
  }, []);
  if (state.step === "finding") return <p class="quiet">Loading …</p>;
  if (state.step === "asking") return <KeyForm refused={state.refused} onKey={(key) => setState(showing(key))} />;
  return <Calls apiKey={state.key} onRefused={() => setState(asking(true))} onForget={() => setState(asking(false))} />;
}

const root = document.getElementById("page");
if (root) render(<Page />, root);
