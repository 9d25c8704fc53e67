import { StrictMode } from "react";
import { createRoot, hydrateRoot } from "react-dom/client";
import { App } from "./app.tsx";

const root = document.querySelector("#root, [data-rt-hydrate], [data-app]") as HTMLElement;
const app = (
  <StrictMode>
    <App />
  </StrictMode>
);
const instance = root.firstChild ? hydrateRoot(root, app) : createRoot(root);
if (!root.firstChild) instance.render(app);
// The worst moment to look at the page: only the root is marked, and nothing is hydrated.
(window as { ringtrail?: { refresh(): void } }).ringtrail?.refresh();
Object.assign(window, { unmount: () => instance.unmount() });
