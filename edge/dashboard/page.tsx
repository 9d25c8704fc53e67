/** Entry of the live page: finds the key, then shows the form that asks for one, or the calls. */
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Calls } from "./calls.tsx";
import { demoKey, storedKey, storeKey } from "./key.ts";
import { KeyForm } from "./key-form.tsx";

type State = { step: "finding" } | { step: "asking"; refused: boolean } | { step: "showing"; key: string };

function Page() {
  const [state, setState] = useState<State>({ step: "finding" });
  const show = (key: string) => {
    storeKey(key);
    setState({ step: "showing", key });
  };
  const ask = (refused: boolean) => {
    storeKey(null);
    setState({ step: "asking", refused });
  };
  useEffect(() => {
    const key = storedKey();
    if (key !== null) return setState({ step: "showing", key });
    void demoKey().then((found) => (found === null ? ask(false) : show(found)));
  }, []);
  if (state.step === "finding") return <p class="quiet">Loading …</p>;
  if (state.step === "asking") return <KeyForm refused={state.refused} onKey={show} />;
  return <Calls apiKey={state.key} onRefused={() => ask(true)} onForget={() => ask(false)} />;
}

const root = document.getElementById("page");
if (root) render(<Page />, root);
