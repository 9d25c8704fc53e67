import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { init } from "ringtrail";
import { App } from "./app.jsx";

init({ site: "demo", host: "http://localhost:8787" });

createRoot(document.getElementById("root")).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
