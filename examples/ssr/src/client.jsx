import { StrictMode } from "react";
import { hydrateRoot } from "react-dom/client";
import { init } from "ringtrail";
import { App } from "./app.jsx";

// Before hydration or after it: numbers wait for React by themselves.
init({ site: "demo", host: "http://localhost:8787" });

hydrateRoot(
  document.getElementById("root"),
  <StrictMode>
    <App />
  </StrictMode>,
);
