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
Object.assign(window, { unmount: () => instance.unmount() });
